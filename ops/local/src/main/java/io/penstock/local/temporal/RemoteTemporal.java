package io.penstock.local.temporal;

import io.penstock.local.Home;
import io.penstock.local.LocalStackException;
import io.penstock.local.PartState;
import io.penstock.local.PartStatus;
import io.penstock.local.Progress;
import io.penstock.local.process.Loopback;
import java.nio.file.Path;

/// A Temporal server of the user's own; it is neither started nor stopped.
public final class RemoteTemporal implements Temporal {
    private final String address;
    private final Home home;

    public RemoteTemporal(String address, Home home) {
        if (!address.matches("[^\\s:]+:\\d{1,5}")) {
            throw new LocalStackException("--temporal: " + address + " (expected: host:port)");
        }
        this.address = address;
        this.home = home;
    }

    @Override
    public String address() {
        return address;
    }

    @Override
    public String ui() {
        return "";
    }

    @Override
    public String lack() {
        return "Temporal is your own at " + address + "; the address of its UI is not known here.";
    }

    @Override
    public Path log() {
        return home.log(NAME);
    }

    @Override
    public void start(Progress progress) {
        try (var step = progress.step("Temporal")) {
            if (!answers()) {
                throw new LocalStackException(
                        "--temporal: nobody answers at " + address + " (expected: a Temporal server)");
            }
            new Greeting(address).await();
            step.done("yours, at " + address);
        }
    }

    @Override
    public PartStatus status() {
        var answers = answers();
        return new PartStatus(
                NAME,
                kind(),
                answers ? PartState.RUNNING : PartState.DEAD,
                address,
                null,
                null,
                0,
                answers ? "your own" : "nobody answers at " + address);
    }

    @Override
    public void stop() {
        // Not ours to stop.
    }

    private boolean answers() {
        var colon = address.lastIndexOf(':');
        return Loopback.answers(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
    }
}
