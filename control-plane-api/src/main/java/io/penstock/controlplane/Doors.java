package io.penstock.controlplane;

import io.penstock.controlplane.database.Changes.Change;
import io.penstock.controlplane.gate.Gate;
import io.penstock.controlplane.gate.GateLimits;
import io.penstock.controlplane.piped.PipedDoor;
import io.penstock.controlplane.piped.PipedKeys;
import java.util.UUID;

/// The two doors for pipeds: the gate on a port of its own, and the HTTP door beside the API.
final class Doors {
    private Doors() {}

    static void install(Parts parts) {
        var config = parts.config().gate();
        var engine = parts.engine();
        var database = parts.database();
        var keys = new PipedKeys(database.recording());
        var gate = new Gate(
                settings(config),
                keys,
                database.recording(),
                engine.stubs().getRawChannel(),
                engine.namespace(),
                parts.meters());
        var door = new PipedDoor(keys, database.serving(), engine.namespace(), config.publicAddress(), gate::replaced);
        parts.launch().then(gate);
        parts.launch().then(door);
        parts.changes().follow(change -> {
            revoked(gate, change);
            door.changed(change);
        });
        var servlet = parts.environment().servlets().addServlet("piped-door", door.servlet());
        servlet.addMapping(PipedDoor.MAPPING);
        servlet.setAsyncSupported(true);
    }

    private static void revoked(Gate gate, Change change) {
        if (change.equals(Change.RELOAD)) {
            gate.recheck();
        } else if (change.topic().equals("revoked")) {
            gate.revoked(UUID.fromString(change.id()));
        }
    }

    private static Gate.Settings settings(ControlPlaneConfig.GateConfig config) {
        var tls = config.tls();
        return new Gate.Settings(
                config.bindAddress(),
                config.port(),
                tls == null ? null : tls.certificateFile(),
                tls == null ? null : tls.keyFile(),
                config.sealingKeyFile(),
                config.limits() == null ? GateLimits.DEFAULT : config.limits());
    }
}
