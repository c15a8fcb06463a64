package io.penstock.benchmark.arena;

import io.penstock.local.cluster.KwokCluster;
import io.penstock.local.process.RunningProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What the parts had used of the machine at one moment, by the kernel's accounts: all their processes, those
/// that have ended included.
public final class Usage {
    private static final double TICKS_PER_SECOND = 100;
    private static final int UTIME = 11;
    private static final int CHILDREN_STIME = 14;

    private final Map<String, Double> seconds = new LinkedHashMap<>();
    private final Map<String, Long> resident = new LinkedHashMap<>();
    private final long at = System.nanoTime();

    /// The processes that lead each part, found once: asking a part how it is makes it work.
    public static Map<String, List<Long>> leaders(Arena arena) {
        var leaders = new LinkedHashMap<String, List<Long>>();
        for (var part : arena.stack().parts().all()) {
            var pids = part instanceof KwokCluster cluster
                    ? cluster.processes().stream().map(RunningProcess::pid).toList()
                    : Stream.ofNullable(part.status().pid()).toList();
            leaders.put(part.name(), pids);
        }
        return leaders;
    }

    /// The parts that these lead, as they are now.
    public static Usage of(Map<String, List<Long>> leaders) {
        var usage = new Usage();
        leaders.forEach(usage::add);
        return usage;
    }

    /// Processor seconds that a part has used since then.
    public double seconds(String part, Usage since) {
        return seconds.getOrDefault(part, 0.0) - since.seconds.getOrDefault(part, 0.0);
    }

    /// The share of a core that a part has used since then, in percent.
    public double percent(String part, Usage since) {
        return 100 * seconds(part, since) / ((at - since.at) / 1e9);
    }

    public Iterable<String> parts() {
        return seconds.keySet();
    }

    /// Resident memory in MB; of several processes what they share is counted once.
    public double megabytes(String part) {
        return resident.getOrDefault(part, 0L) / 1e6;
    }

    private void add(String part, List<Long> leaders) {
        var pids = leaders.stream()
                .flatMap(leader -> ProcessHandle.of(leader).stream())
                .flatMap(handle -> Stream.concat(Stream.of(handle), handle.descendants()))
                .map(ProcessHandle::pid)
                .toList();
        seconds.put(part, pids.stream().mapToLong(Usage::ticks).sum() / TICKS_PER_SECOND);
        var key = pids.size() == 1 ? "Rss:" : "Pss:";
        resident.put(part, pids.stream().mapToLong(pid -> bytes(pid, key)).sum());
    }

    /// Of the process and of those of its children that have ended.
    private static long ticks(long pid) {
        try {
            var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            var sum = 0L;
            for (var field = UTIME; field <= CHILDREN_STIME; field++) {
                sum += Long.parseLong(fields[field]);
            }
            return sum;
        } catch (IOException _) {
            return 0;
        }
    }

    private static long bytes(long pid, String key) {
        try (var lines = Files.lines(Path.of("/proc/" + pid + "/smaps_rollup"))) {
            return lines.filter(line -> line.startsWith(key))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .sum();
        } catch (IOException | UncheckedIOException _) {
            return 0;
        }
    }
}
