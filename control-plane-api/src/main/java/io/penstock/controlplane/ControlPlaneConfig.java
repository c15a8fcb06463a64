package io.penstock.controlplane;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.dropwizard.core.Configuration;
import io.penstock.controlplane.auth.AuthConfig;
import io.penstock.controlplane.database.DatabaseConfig;
import io.penstock.controlplane.gate.GateLimits;
import io.penstock.controlplane.keeping.KeepConfig;
import io.penstock.controlplane.temporal.TemporalConfig;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The control plane's configuration file. Secrets stand in files of their own and are never printed.
public final class ControlPlaneConfig extends Configuration {
    private final DatabaseConfig database;
    private final TemporalConfig temporal;
    private final GateConfig gate;
    private final URI webAddress;
    private final AuthConfig auth;
    private final @Nullable URI temporalUiUrl;
    private final KeepConfig keep;

    /// @param webAddress where browsers, the CLI and pipeds reach the web port
    /// @param temporalUiUrl where Temporal's UI is, for links; null shows none
    /// @param keep how much is kept; null takes the usual
    @JsonCreator
    public ControlPlaneConfig(
            @JsonProperty(value = "database", required = true) DatabaseConfig database,
            @JsonProperty(value = "temporal", required = true) TemporalConfig temporal,
            @JsonProperty(value = "gate", required = true) GateConfig gate,
            @JsonProperty(value = "webAddress", required = true) URI webAddress,
            @JsonProperty("auth") @Nullable AuthConfig auth,
            @JsonProperty("temporalUiUrl") @Nullable URI temporalUiUrl,
            @JsonProperty("keep") @Nullable KeepConfig keep) {
        this.database = database;
        this.temporal = temporal;
        this.gate = gate;
        this.webAddress = webAddress;
        this.auth = auth == null ? AuthConfig.USUAL : auth;
        this.temporalUiUrl = temporalUiUrl;
        this.keep = keep == null ? KeepConfig.USUAL : keep;
    }

    public DatabaseConfig database() {
        return database;
    }

    public TemporalConfig temporal() {
        return temporal;
    }

    public GateConfig gate() {
        return gate;
    }

    public URI webAddress() {
        return webAddress;
    }

    public AuthConfig auth() {
        return auth;
    }

    public @Nullable URI temporalUiUrl() {
        return temporalUiUrl;
    }

    public KeepConfig keep() {
        return keep;
    }

    /// The door for pipeds.
    ///
    /// @param publicAddress what `hello` answers, `host:port`
    /// @param tls null is allowed on a loopback address only
    /// @param sealingKeyFile the keys, shared by the replicas, that seal task tokens: lines of 32 bytes in
    ///     base64, of which the first seals and all open
    /// @param limits what the gate bears; null takes the defaults
    public record GateConfig(
            String bindAddress,
            int port,
            String publicAddress,
            @Nullable Tls tls,
            Path sealingKeyFile,
            @Nullable GateLimits limits) {}

    /// A certificate and its key, both PEM.
    public record Tls(Path certificateFile, Path keyFile) {}
}
