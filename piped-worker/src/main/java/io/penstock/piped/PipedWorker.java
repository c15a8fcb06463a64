package io.penstock.piped;

import io.penstock.workflows.config.ConfigException;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The piped's main: `piped --config FILE`. Exit codes: 0 stopped, 1 it cannot start, 2 wrong usage.
public final class PipedWorker {
    private static final Logger log = LoggerFactory.getLogger(PipedWorker.class);
    private static final int UNUSABLE = 1;
    private static final int USAGE = 2;

    private PipedWorker() {}

    public static void main(String... words) {
        // shorter than a server keeps an idle connection, or a call now and then meets one that has just been closed
        System.setProperty("jdk.httpclient.keepalive.timeout", "10");
        var code = run(words);
        if (code != 0) {
            System.exit(code);
        }
    }

    private static int run(String... words) {
        final Arguments arguments;
        try {
            arguments = Arguments.parse(words);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            return USAGE;
        }
        try {
            var file = PipedFile.read(arguments.config());
            var piped = new Piped(arguments, file);
            Runtime.getRuntime()
                    .addShutdownHook(Thread.ofPlatform().name("stop").unstarted(piped::close));
            piped.run();
            return 0;
        } catch (ConfigException | IllegalArgumentException e) {
            System.err.println(e.getMessage());
            return UNUSABLE;
        } catch (IOException e) {
            System.err.println("the piped cannot start: " + e.getMessage());
            return UNUSABLE;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return 0;
        } catch (RuntimeException | LinkageError e) {
            // whatever it was: threads that have begun would keep a process alive that never takes work
            log.error("the piped cannot start", e);
            System.err.println("the piped cannot start: " + e);
            return UNUSABLE;
        }
    }
}
