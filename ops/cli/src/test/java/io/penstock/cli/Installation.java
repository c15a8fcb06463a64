package io.penstock.cli;

import io.penstock.controlplane.rest.ApiServer;

/// A control plane that runs until the tests of this JVM end, and who calls it.
public final class Installation {
    public static final ApiServer SERVER = ApiServer.start("installation.sql");
    public static final Typed WRITER = Typed.with(SERVER.port(), ApiServer.KEY);
    public static final Typed READER = Typed.with(SERVER.port(), ApiServer.READER);
    public static final Typed STRANGER = Typed.with(SERVER.port(), "psk_stranger_" + "s".repeat(40));

    /// The deployment of web@tokyo that waits for an approval.
    public static final String RUNNING = "00000000-0000-0000-0000-00000000d002";

    /// The one before it, which succeeded.
    public static final String ENDED = "00000000-0000-0000-0000-00000000d001";

    private Installation() {}
}
