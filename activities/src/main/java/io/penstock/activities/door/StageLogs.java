package io.penstock.activities.door;

import io.penstock.workflows.door.Door;
import io.penstock.workflows.id.DeploymentId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries the lines of all stages to the control plane, every 200 ms or 200 lines, and keeps them on disk
/// while it is away.
///
/// Line numbers follow the clock, in microseconds, so that they grow across activities, replicas and restarts
/// of a stage without anybody counting; they have gaps.
public final class StageLogs implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(StageLogs.class);
    private static final int LINE_LENGTH = 16_384;
    private static final int QUEUE = 20_000;
    private static final int BATCH = 200;
    private static final long EVERY_MILLIS = 200;
    private static final long WAIT_MILLIS = 1_000;

    private final DoorClient door;
    private final Redactor redactor;
    private final Spool spool;
    private final Clock clock = Clock.systemUTC();
    private final LinkedBlockingQueue<Entry> queue = new LinkedBlockingQueue<>(QUEUE);
    private final AtomicLong lost = new AtomicLong();
    private final Thread carrier;
    private volatile boolean closing;
    private long number;

    public StageLogs(DoorClient door, Redactor redactor, Path folder) throws IOException {
        this.door = door;
        this.redactor = redactor;
        this.spool = new Spool(folder);
        this.carrier = Thread.ofVirtual().name("stage logs").start(this::carry);
    }

    /// The log of one stage; `rollback` says that the deployment is undoing itself, `attempt` is the activity's.
    public StageLog of(DeploymentId deployment, int stage, boolean rollback, int attempt) {
        return new StageLog(this, new StageLog.Stage(deployment, stage, rollback, attempt));
    }

    /// Sends what is there for up to 2 s; what cannot go stays on disk for the next process.
    @Override
    public void close() {
        closing = true;
        try {
            if (!carrier.join(Duration.ofSeconds(2))) {
                carrier.interrupt();
            }
            carrier.join(Duration.ofSeconds(1));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    void append(StageLog.Stage stage, String text) {
        if (!queue.offer(new Entry(stage, new Door.Line(clock.instant(), bounded(clean(text)))))) {
            lost.incrementAndGet();
        }
    }

    private String clean(String line) {
        return redactor.redact(line).replaceAll("[\\p{Cntrl}&&[^\\t]]", "�");
    }

    /// Only of what is clean already: of a secret that is cut the rest would not be known.
    private static String bounded(String clean) {
        return clean.length() > LINE_LENGTH ? clean.substring(0, LINE_LENGTH) + "…" : clean;
    }

    private void carry() {
        while (!(closing && queue.isEmpty())) {
            try {
                batches(gather()).forEach(this::deliver);
                drain();
            } catch (InterruptedException _) {
                batches(new ArrayList<>(queue)).forEach(spool::add);
                return;
            } catch (RuntimeException e) {
                // the carrier serves every stage and must outlive one bad batch
                log.error("log lines were lost", e);
            }
        }
    }

    private List<Entry> gather() throws InterruptedException {
        var gathered = new ArrayList<Entry>(BATCH);
        var first = queue.poll(WAIT_MILLIS, TimeUnit.MILLISECONDS);
        if (first == null) {
            return gathered;
        }
        gathered.add(first);
        var end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(EVERY_MILLIS);
        while (gathered.size() < BATCH && !closing) {
            var next = queue.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (next == null) {
                break;
            }
            gathered.add(next);
        }
        queue.drainTo(gathered, BATCH - gathered.size());
        return gathered;
    }

    private List<Door.Lines> batches(List<Entry> entries) {
        var batches = new ArrayList<Door.Lines>();
        for (var from = 0; from < entries.size(); ) {
            var stage = entries.get(from).stage();
            var to = from;
            var lines = new ArrayList<Door.Line>();
            while (to < entries.size() && entries.get(to).stage().equals(stage)) {
                lines.add(entries.get(to++).line());
            }
            batches.add(lines(stage, lines));
            from = to;
        }
        return batches;
    }

    private Door.Lines lines(StageLog.Stage stage, List<Door.Line> lines) {
        var missing = lost.getAndSet(0);
        if (missing > 0) {
            lines.addFirst(
                    new Door.Line(lines.getFirst().at(), "… " + missing + " lines were lost here: too many at once"));
        }
        var first = Math.max(number, micros(lines.getFirst().at()));
        number = first + lines.size();
        return new Door.Lines(stage.deployment(), stage.stage(), stage.rollback(), stage.attempt(), first, lines);
    }

    private static long micros(Instant at) {
        return at.getEpochSecond() * 1_000_000 + at.getNano() / 1_000;
    }

    /// Sends a batch unless older ones wait on disk; then it waits behind them.
    private void deliver(Door.Lines lines) {
        if (!spool.isEmpty() || !send(lines)) {
            spool.add(lines);
        }
    }

    /// Sends what is on disk, oldest first, until the door is away again.
    private void drain() {
        for (var oldest = spool.oldest(); oldest.isPresent() && send(oldest.get()); oldest = spool.oldest()) {
            spool.removeOldest();
        }
    }

    private boolean send(Door.Lines lines) {
        try {
            door.logs(lines);
            return true;
        } catch (DoorAway _) {
            // only close() interrupts this thread, and what could not be sent still has to reach the disk
            Thread.interrupted();
            return false;
        } catch (DoorRefused e) {
            if (e.status() == 401) {
                return false;
            }
            log.warn(
                    "{} log lines of deployment {} were refused: {}",
                    lines.lines().size(),
                    lines.deployment(),
                    e.getMessage());
            return true;
        }
    }

    private record Entry(StageLog.Stage stage, Door.Line line) {}
}
