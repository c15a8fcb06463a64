package io.penstock.local.java;

import io.penstock.local.Home;
import io.penstock.local.Ports;
import io.penstock.local.PrivateFiles;
import io.penstock.local.postgres.Database;
import io.penstock.local.process.Loopback;
import io.penstock.local.temporal.Temporal;
import java.nio.file.Path;

/// The configuration and the keys of the local control plane.
public final class ControlPlaneFiles {
    public static final String NAME = "control-plane";
    public static final String USER = "admin";
    /// `true` lets a new build begin although it cannot replay what is open in Temporal.
    private static final String TAKE_OVER_UNSEEN = "PENSTOCK_TAKE_OVER_UNSEEN";

    private final Home home;
    private final Ports ports;

    public ControlPlaneFiles(Home home) {
        this.home = home;
        this.ports = new Ports(home);
    }

    /// Where browsers, the CLI and pipeds reach it.
    public String url() {
        return "http://" + Loopback.ADDRESS + ":" + ports.port(NAME);
    }

    /// The door for pipeds' workers, `host:port`.
    public String gate() {
        return Loopback.ADDRESS + ":" + ports.port("gate");
    }

    /// The password of [#USER] when there are no other people yet.
    public String password() {
        return PrivateFiles.secret(passwordFile());
    }

    /// Chooses ports that are free now. For a control plane that does not run.
    public void choosePorts(JavaPart part) {
        if (!part.isAlive()) {
            ports.portToListen(NAME);
            ports.portToListen("gate");
            ports.portToListen(NAME + "-admin");
        }
    }

    /// Writes the configuration, mode 0600, and says where it is.
    ///
    /// @param webhookSecret the file with the secret that signs webhook calls
    public Path write(Database database, Temporal temporal, Path webhookSecret) {
        password();
        var sealingKey = home.keys().resolve("gate-sealing-key");
        PrivateFiles.key(sealingKey);
        var file = PrivateFiles.folder(home.data().resolve(NAME)).resolve("config.yml");
        PrivateFiles.write(file, """
                server:
                  applicationConnectors: [{type: http, bindHost: %s, port: %d}]
                  adminConnectors: [{type: http, bindHost: %s, port: %d}]
                  requestLog: {appenders: []}
                logging:
                  level: INFO
                  appenders: [{type: console, timeZone: UTC}]
                database: {url: %s, user: %s, passwordFile: %s}
                temporal: {address: %s, namespace: %s, takeOverUnseen: %s}
                %sgate: {bindAddress: %s, port: %d, publicAddress: %s, sealingKeyFile: %s}
                webAddress: %s
                auth: {initialPasswordFile: %s, webhookSecretFile: %s}
                """.formatted(
                        Loopback.ADDRESS,
                        ports.port(NAME),
                        Loopback.ADDRESS,
                        ports.port(NAME + "-admin"),
                        quoted(database.jdbcUrl()),
                        quoted(database.user()),
                        quoted(database.passwordFile()),
                        quoted(temporal.address()),
                        Temporal.NAMESPACE,
                        "true".equals(System.getenv(TAKE_OVER_UNSEEN)),
                        temporal.ui().isEmpty() ? "" : "temporalUiUrl: " + quoted(temporal.ui()) + "\n",
                        Loopback.ADDRESS,
                        ports.port("gate"),
                        quoted(gate()),
                        quoted(sealingKey),
                        quoted(url()),
                        quoted(passwordFile()),
                        quoted(webhookSecret)));
        return file;
    }

    private Path passwordFile() {
        return home.keys().resolve("admin-password");
    }

    static String quoted(Object value) {
        return "'" + value.toString().replace("'", "''") + "'";
    }
}
