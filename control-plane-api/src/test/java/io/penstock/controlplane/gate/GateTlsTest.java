package io.penstock.controlplane.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
final class GateTlsTest {
    private static final String PASSWORD = "changeit";

    @TempDir
    private Path folder;

    @Test
    void speaksTlsOnAllAddressesAndNothingElse() throws Exception {
        var temporal = TemporalServer.inProcess();
        var fixture = new GateFixture(temporal);
        try {
            makeCertificate();
            var gate = fixture.gate(new Gate.Settings(
                    "0.0.0.0",
                    0,
                    folder.resolve("certificate.pem"),
                    folder.resolve("key.pem"),
                    fixture.keyFile(),
                    GateLimits.DEFAULT));
            var piped = fixture.register("tls");
            var headers = new Metadata();
            headers.put(Doorkeeper.AUTHORIZATION, "Bearer " + piped.secret());
            var tls = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                    .setTarget("127.0.0.1:" + gate.port())
                    .setSslContext(GrpcSslContexts.forClient()
                            .trustManager(folder.resolve("certificate.pem").toFile())
                            .build())
                    .addGrpcMetadataProvider(() -> headers)
                    .build());
            var plain = fixture.open(gate, piped.secret(), null);

            assertThat(version(tls)).isNotNull();
            assertThatThrownBy(() -> version(plain)).isInstanceOf(StatusRuntimeException.class);
            tls.shutdownNow();
        } finally {
            fixture.close();
            temporal.close();
        }
    }

    private static String version(WorkflowServiceStubs stubs) {
        return stubs.blockingStub()
                .withDeadlineAfter(5, TimeUnit.SECONDS)
                .getSystemInfo(GetSystemInfoRequest.getDefaultInstance())
                .getServerVersion();
    }

    private void makeCertificate() throws Exception {
        var store = folder.resolve("store.p12");
        var made = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "gate",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=gate",
                        "-ext",
                        "SAN=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(made.waitFor()).isZero();
        var keys = KeyStore.getInstance("PKCS12");
        try (var input = Files.newInputStream(store)) {
            keys.load(input, PASSWORD.toCharArray());
        }
        pem("CERTIFICATE", keys.getCertificate("gate").getEncoded(), "certificate.pem");
        pem("PRIVATE KEY", keys.getKey("gate", PASSWORD.toCharArray()).getEncoded(), "key.pem");
    }

    private void pem(String kind, byte[] content, String file) throws Exception {
        var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        Files.writeString(
                folder.resolve(file), "-----BEGIN " + kind + "-----\n" + lines + "\n-----END " + kind + "-----\n");
    }
}
