package io.penstock.activities.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JWEObjectJSON;
import io.penstock.activities.door.DoorClient;
import io.penstock.activities.door.DoorDouble;
import io.penstock.workflows.Failures;
import io.penstock.workflows.Json;
import io.penstock.workflows.deployment.CommitView;
import io.penstock.workflows.id.ApplicationId;
import io.penstock.workflows.id.BlobId;
import io.penstock.workflows.id.ClusterName;
import io.penstock.workflows.id.CommitId;
import io.penstock.workflows.id.RepositoryId;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BundlesTest {
    private static final ApplicationId WEB = new ApplicationId("0198f000-0000-7000-8000-000000000001");
    private static final ApplicationId OTHER = new ApplicationId("0198f000-0000-7000-8000-000000000002");
    private static final SealingKey OLD = key("2025", 1);
    private static final SealingKey NEW = key("2026", 2);

    @TempDir
    Path folder;

    private DoorDouble door;
    private DoorClient client;
    private int caches;

    @BeforeEach
    void begin() throws IOException {
        door = new DoorDouble();
        client = door.client();
    }

    @AfterEach
    void end() {
        client.close();
        door.close();
    }

    @Test
    void opensWhatItSealed() {
        var id = bundles("home", "tokyo", NEW).put(bundle(WEB, "{\"a\":1}"));
        assertThat(bundles("home", "tokyo", NEW).get(id, WEB)).isEqualTo(bundle(WEB, "{\"a\":1}"));
    }

    @Test
    void sealsWithTheNewestKeyAndOpensWithEveryone() {
        var id = bundles("home", "tokyo", OLD).put(bundle(WEB, "{}"));
        assertThat(bundles("home", "tokyo", NEW, OLD).get(id, WEB)).isEqualTo(bundle(WEB, "{}"));
        var newer = bundles("home", "tokyo", NEW, OLD).put(bundle(WEB, "{}"));
        assertThat(recipients(newer)).isEqualTo("2026");
        refused(() -> bundles("home", "tokyo", OLD).get(newer, WEB), "sealed for the keys [2026]");
    }

    @Test
    void contentDigestSurvivesRotationAndTellsListsApart() {
        var digest = bundles("home", "tokyo", OLD).contentDigest(List.of("ab", "c"));
        assertThat(digest).matches("[0-9a-f]{64}");
        assertThat(bundles("home", "tokyo", NEW, OLD).contentDigest(List.of("ab", "c")))
                .isEqualTo(digest);
        assertThat(bundles("home", "tokyo", OLD).contentDigest(List.of("a", "bc")))
                .isNotEqualTo(digest);
        assertThat(bundles("home", "tokyo", NEW).contentDigest(List.of("ab", "c")))
                .isNotEqualTo(digest);
        assertThat(bundles("home", "osaka", OLD).contentDigest(List.of("ab", "c")))
                .isNotEqualTo(digest);
    }

    @Test
    void anotherOwnersBundleIsRefused() {
        var id = bundles("home", "tokyo", NEW).put(bundle(WEB, "{}"));
        refused(() -> bundles("home", "tokyo", NEW).get(id, OTHER), "it belongs to application " + WEB);
        refused(() -> bundles("home", "osaka", NEW).get(id, WEB), "it belongs to cluster tokyo");
        refused(() -> bundles("away", "tokyo", NEW).get(id, WEB), "of installation home");
        refused(() -> bundles("home", "tokyo", key("2026", 9)).get(id, WEB), "changed after it was sealed");
    }

    @Test
    void aChangeInAnyFieldIsRefused() throws Exception {
        var id = bundles("home", "tokyo", NEW).put(bundle(WEB, "{\"a\":1}"));
        var sealed = (ObjectNode) Json.wire().readTree(door.bundles.get(id.value()));
        var fields = List.of("protected", "iv", "ciphertext", "tag", "aad");
        for (var field : fields) {
            var changed = sealed.deepCopy();
            changed.put(field, flip(changed.get(field).textValue()));
            refused(() -> bundles("home", "tokyo", NEW).get(store(changed.toString()), WEB), "cannot be opened");
        }
        var rewrapped = sealed.deepCopy();
        var recipient = rewrapped.has("recipients")
                ? (ObjectNode) rewrapped.get("recipients").get(0)
                : rewrapped;
        recipient.put("encrypted_key", flip(recipient.get("encrypted_key").textValue()));
        refused(() -> bundles("home", "tokyo", NEW).get(store(rewrapped.toString()), WEB), "cannot be opened");
        refused(() -> bundles("home", "tokyo", NEW).get(store("not a bundle"), WEB), "cannot be opened");
        refused(() -> bundles("home", "tokyo", NEW).get(store("{}"), WEB), "cannot be opened");
    }

    @Test
    void otherBytesThanTheIdsAreRefused() {
        var bundles = bundles("home", "tokyo", NEW);
        var one = bundles.put(bundle(WEB, "{\"a\":1}"));
        var two = bundles.put(bundle(WEB, "{\"a\":2}"));
        door.bundles.put(one.value(), door.bundles.get(two.value()));
        refused(() -> bundles("home", "tokyo", NEW).get(one, WEB), "gave other bytes");
        door.bundles.clear();
        refused(() -> bundles("home", "tokyo", NEW).get(two, WEB), "no longer has it");
        assertThat(bundles.get(two, WEB)).isEqualTo(bundle(WEB, "{\"a\":2}"));
    }

    @Test
    void aDamagedCacheCostsADownload() throws IOException {
        var bundles = bundles("home", "tokyo", NEW);
        var id = bundles.put(bundle(WEB, "{}"));
        Files.writeString(folder.resolve("cache" + caches).resolve(id.value()), "damaged");
        caches--;
        assertThat(bundles("home", "tokyo", NEW).get(id, WEB)).isEqualTo(bundle(WEB, "{}"));
    }

    @Test
    void hidesWhatItHolds() {
        var id = bundles("home", "tokyo", NEW).put(bundle(WEB, "{\"secret\":\"the crown jewels\"}"));
        assertThat(new String(door.bundles.get(id.value()), StandardCharsets.UTF_8))
                .doesNotContain("jewels");
        assertThat(NEW.toString()).isEqualTo("SealingKey[2026]");
    }

    private BlobId store(String sealed) throws Exception {
        var bytes = sealed.getBytes(StandardCharsets.UTF_8);
        var id = new BlobId(
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
        door.bundles.put(id.value(), bytes);
        return id;
    }

    private String recipients(BlobId id) {
        try {
            var jwe = JWEObjectJSON.parse(new String(door.bundles.get(id.value()), StandardCharsets.UTF_8));
            return jwe.getRecipients().getFirst().getUnprotectedHeader().getKeyID();
        } catch (java.text.ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String flip(String base64) {
        var bytes = Base64.getUrlDecoder().decode(base64);
        bytes[bytes.length / 2] ^= 1;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static void refused(ThrowingCallable work, String why) {
        assertThatThrownBy(work).isInstanceOfSatisfying(ApplicationFailure.class, e -> {
            assertThat(e.getType()).isEqualTo(Failures.STAGE);
            assertThat(e.getOriginalMessage())
                    .startsWith("the bundle cannot be opened: ")
                    .contains(why);
        });
    }

    private Bundles bundles(String installation, String cluster, SealingKey... keys) {
        return bundles(new Bundles.Sealing(installation, new ClusterName(cluster), List.of(keys)));
    }

    private Bundles bundles(Bundles.Sealing sealing) {
        try {
            return new Bundles(sealing, client, folder.resolve("cache" + ++caches));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static SealingKey key(String id, int fill) {
        var secret = new byte[32];
        Arrays.fill(secret, (byte) fill);
        return SealingKey.of(id, secret);
    }

    private static Bundle bundle(ApplicationId application, String object) {
        var commit = new CommitView(new CommitId("a".repeat(40)), "change", "Ada <ada@example.com>", Instant.EPOCH);
        return new Bundle(
                application,
                new RepositoryId("shop"),
                commit,
                "web",
                "app.pipecd.yaml",
                io.penstock.activities.TestConfig.CONFIG,
                List.of(object));
    }
}
