package io.penstock.activities.git;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/// A machine without Git configuration of its own, so that a mirror behaves alike for every user on every machine.
final class PlainSystem extends SystemReader.Delegate {
    private static final Duration FILE_TIMES = Duration.ofSeconds(1);

    private PlainSystem(SystemReader machine) {
        super(machine);
    }

    static synchronized void install() {
        var machine = SystemReader.getInstance();
        if (!(machine instanceof PlainSystem)) {
            SystemReader.setInstance(new PlainSystem(machine));
        }
    }

    @Override
    public @Nullable String getenv(String variable) {
        return variable.startsWith("GIT_") ? null : super.getenv(variable);
    }

    @Override
    public FileBasedConfig openUserConfig(Config parent, FS fs) {
        return new NoFile(parent, fs);
    }

    @Override
    public FileBasedConfig openSystemConfig(Config parent, FS fs) {
        return new NoFile(parent, fs);
    }

    @Override
    public FileBasedConfig openJGitConfig(Config parent, FS fs) {
        return new NoFile(parent, fs);
    }

    private static final class NoFile extends FileBasedConfig {
        NoFile(Config parent, FS fs) {
            super(parent, null, fs);
        }

        @Override
        public void load() {
            // there is no file
        }

        @Override
        public void save() {
            // nothing is kept
        }

        /// Otherwise the resolution of file times is measured by files written beside those that are only to be
        /// read.
        @Override
        public long getTimeUnit(String section, String subsection, String name, long ifMissing, TimeUnit unit) {
            return section.equals(ConfigConstants.CONFIG_FILESYSTEM_SECTION)
                    ? unit.convert(FILE_TIMES)
                    : super.getTimeUnit(section, subsection, name, ifMissing, unit);
        }

        @Override
        public boolean isOutdated() {
            return false;
        }
    }
}
