package io.penstock.activities.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.activities.bundle.Bundle;
import io.penstock.activities.door.Redactor;
import io.penstock.activities.kubernetes.ChangeList.Sides;
import io.penstock.workflows.Json;
import io.penstock.workflows.door.Door;
import io.penstock.workflows.door.Door.Change;
import io.penstock.workflows.id.ApplicationId;
import io.penstock.workflows.id.BlobId;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ChangeListTest {
    private static final BlobId OLD = new BlobId("0a".repeat(32));
    private static final String PLANTED = "correct-horse-battery";
    private static final String SECOND = "staple-of-the-second-day";
    private static final String CREDENTIAL =
            "-----BEGIN KEY-----\nMIIEvAIBADANBgkqhkiG\nAAAAB3NzaC1yc2EAAAAD\n-----END KEY-----\n";

    @Test
    void showsWhatIsAddedChangedAndRemovedAndNothingElse() {
        var old = Given.WEB + "---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: gone}, data: {a: b}}\n";
        var now = Given.WEB.replace("1.25", "1.26")
                + "---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: fresh, namespace: shop}, data: {a: b}}\n";
        var changes = changes(old, now);
        assertThat(changes.items().stream().map(item -> item.change() + " " + item.kind() + " " + item.name()))
                .containsExactly("CHANGED Deployment web", "ADDED ConfigMap fresh", "REMOVED ConfigMap gone");
        var changed = changes.items().getFirst();
        assertThat(changed.apiVersion()).isEqualTo("apps/v1");
        assertThat(changed.before()).contains("image: nginx:1.25\n").doesNotContain("1.26");
        assertThat(changed.after()).contains("image: nginx:1.26\n").doesNotContain("1.25");
        assertThat(changes.items().get(1))
                .isEqualTo(new Change(Change.Kind.ADDED, "v1", "ConfigMap", "shop", "fresh", null, """
                        apiVersion: v1
                        data:
                          a: b
                        kind: ConfigMap
                        metadata:
                          name: fresh
                          namespace: shop
                        """));
        assertThat(changes.items().get(2).after()).isNull();
        assertThat(changes.base()).isEqualTo(new Door.Base(bundle(old).commit().hash(), OLD));
        assertThat(changes.notice()).isNull();
        assertThat(changes.sentence()).isEqualTo("3 objects change: 1 added, 1 changed, 1 removed");
    }

    @Test
    void hidesWhatSecretsHoldAndSaysWhichValueDiffers() {
        var changes = changes(secret(PLANTED), secret(SECOND));
        var item = changes.items().getFirst();
        assertThat(item.before())
                .contains("password: '****** (before)'", "port: '******'", "url: '****** (before)'")
                .contains("last-applied-configuration: '******'");
        assertThat(item.after()).contains("password: '****** (after)'", "port: '******'", "url: '****** (after)'");
    }

    @Test
    void letsNoPlantedSecretOutInAnyForm() {
        var leak = """
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: leak, annotations: {other.io/last-applied: "%1$s"}}
                data:
                  plain: "the password is %1$s, they said"
                  coded: "%2$s"
                  %1$s: a key
                  key: |
                %3$s
                """.formatted(SECOND, base64(SECOND), CREDENTIAL.indent(4));
        var text = Json.write(changes(secret(PLANTED), secret(SECOND) + leak));
        for (var value : List.of(PLANTED, SECOND)) {
            assertThat(text).doesNotContain(value, base64(value), base64(value).replace("=", ""));
        }
        assertThat(text).doesNotContain("MIIEvAIBADANBgkqhkiG", "AAAAB3NzaC1yc2EAAAAD", "NTQzMg");
        assertThat(text).contains("the password is ******, they said");
    }

    @Test
    void hidesASecretThatIsNotWellFormed() {
        var odd = "{apiVersion: odd.io/v9, kind: Secret, metadata: {name: odd}, data: " + PLANTED + "}";
        assertThat(Json.write(changes("", odd))).doesNotContain(PLANTED);
    }

    @Test
    void writesTextsOfSeveralLinesAsTheyAre() {
        var map = "{apiVersion: v1, kind: ConfigMap, metadata: {name: c}, data: {f: \"one: 1\\ntwo: 2\\n\"}}";
        assertThat(changes("", map).items().getFirst().after()).contains("  f: |\n    one: 1\n    two: 2\n");
    }

    @Test
    void cutsWhatIsLongAndSaysSo() {
        var one = changes("", configMap("long", "x".repeat(78) + "\\n", 5_000));
        assertThat(one.items().getFirst().after()).hasSizeLessThan(70_000).contains("more characters are not shown");
        var many = IntStream.range(0, 40)
                .mapToObj(i -> configMap("map-" + i, "y".repeat(78) + "\\n", 700))
                .collect(Collectors.joining("---\n"));
        var changes = changes("", many);
        assertThat(changes.items()).hasSize(40);
        assertThat(changes.notice()).contains("of the changed objects are shown without their text");
        assertThat(Json.write(changes)).hasSizeLessThan(2 << 20);
        var countless = IntStream.range(0, 1_010)
                .mapToObj(i -> configMap("map-" + i, "z", 1))
                .collect(Collectors.joining("---\n"));
        assertThat(changes("", countless).notice()).startsWith("10 more objects change and are not shown");
    }

    @Test
    void saysWhyItCannotCompare() {
        var redactor = new Redactor(List.of());
        var changes = ChangeList.of(new Sides(bundle(Given.WEB), null, OLD, "the key was retired"), redactor);
        assertThat(changes.items()).isEmpty();
        assertThat(changes.notice())
                .isEqualTo("What ran before could not be opened to compare with it: the key was retired");
        assertThat(changes.sentence()).isEqualTo(changes.notice());
    }

    @Test
    void saysThatNothingChanges() {
        assertThat(changes(Given.WEB, Given.WEB).sentence()).isEqualTo("no object changes");
        assertThat(changes("", Given.WEB).base()).isNull();
    }

    private static Door.Changes changes(String old, String now) {
        var running = old.isEmpty() ? null : bundle(old);
        return ChangeList.of(
                new Sides(bundle(now), running, old.isEmpty() ? null : OLD, null), new Redactor(List.of(CREDENTIAL)));
    }

    private static Bundle bundle(String manifests) {
        return Given.bundle(new ApplicationId("00000000-0000-0000-0000-00000000a001"), manifests, Given.config());
    }

    private static String secret(String value) {
        return """
            apiVersion: v1
            kind: Secret
            metadata:
              name: database
              annotations:
                kubectl.kubernetes.io/last-applied-configuration: '{"data":{"password":"%1$s"}}'
            data: {password: %1$s, port: NTQzMg==}
            stringData: {url: "postgres://app:%2$s@db"}
            """.formatted(base64(value), value);
    }

    private static String configMap(String name, String line, int lines) {
        return "{apiVersion: v1, kind: ConfigMap, metadata: {name: " + name + "}, data: {f: \"" + line.repeat(lines)
                + "\"}}\n";
    }

    private static String base64(String value) {
        return Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
    }
}
