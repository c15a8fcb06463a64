package io.penstock.activities.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.activities.bundle.Bundle;
import io.penstock.activities.door.Redactor;
import io.penstock.workflows.door.Door;
import io.penstock.workflows.door.Door.Change;
import io.penstock.workflows.id.BlobId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which objects a deployment changes and how, as people at the centre may see it: without the values of Secrets,
/// without copies of them in last-applied annotations, without anything else that the redactor knows.
final class ChangeList {
    private static final int MAXIMUM_TEXT = 64 << 10;
    private static final int MAXIMUM_ALL = 1 << 20;
    private static final int MAXIMUM_ITEMS = 1_000;

    private final Redactor redactor;
    private final List<Change> items = new ArrayList<>();
    private int characters;
    private int textless;
    private int left;

    private ChangeList(Redactor redactor) {
        this.redactor = redactor;
    }

    /// What is compared.
    ///
    /// @param running what ran before, null when nothing did or it cannot be opened
    /// @param id of the running bundle, null when nothing ran
    /// @param unknown why what runs cannot be opened, null when it could
    record Sides(
            Bundle bundle,
            @Nullable Bundle running,
            @Nullable BlobId id,
            @Nullable String unknown) {}

    static Door.Changes of(Sides sides, Redactor redactor) {
        if (sides.unknown() != null) {
            return new Door.Changes(
                    List.of(),
                    null,
                    "What ran before could not be opened to compare with it: " + redactor.redact(sides.unknown()));
        }
        var old = sides.running() == null ? List.<Manifest>of() : StageRun.manifests(sides.running());
        var now = StageRun.manifests(sides.bundle());
        redactor.learn(SecretValues.of(old));
        redactor.learn(SecretValues.of(now));
        var list = new ChangeList(redactor);
        list.compare(old, now);
        var base = sides.running() == null || sides.id() == null
                ? null
                : new Door.Base(sides.running().commit().hash(), sides.id());
        return new Door.Changes(list.items, base, list.notice());
    }

    private void compare(List<Manifest> old, List<Manifest> now) {
        var before = Comparison.paired(old);
        var after = Comparison.paired(now);
        after.forEach((key, manifest) -> {
            var previous = before.get(key);
            if (previous == null) {
                add(Change.Kind.ADDED, null, manifest);
            } else if (Difference.first(previous.body(), manifest.body(), "") != null) {
                add(Change.Kind.CHANGED, previous, manifest);
            }
        });
        before.forEach((key, manifest) -> {
            if (!after.containsKey(key)) {
                add(Change.Kind.REMOVED, manifest, null);
            }
        });
    }

    private void add(Change.Kind kind, @Nullable Manifest before, @Nullable Manifest after) {
        var shown = after == null ? before : after;
        if (shown == null || items.size() >= MAXIMUM_ITEMS) {
            left++;
            return;
        }
        var old = before == null ? null : text(SecretValues.masked(before, after, "before"));
        var now = after == null ? null : text(SecretValues.masked(after, before, "after"));
        var length = (old == null ? 0 : old.length()) + (now == null ? 0 : now.length());
        var fits = characters + length <= MAXIMUM_ALL;
        characters += fits ? length : 0;
        textless += fits ? 0 : 1;
        items.add(new Change(
                kind,
                shown.apiVersion(),
                shown.kind(),
                shown.namespace(),
                redactor.redact(shown.name()),
                fits ? old : null,
                fits ? now : null));
    }

    private String text(ObjectNode body) {
        var text = redactor.redact(ManifestText.of(clean(body)));
        if (text.length() <= MAXIMUM_TEXT) {
            return text;
        }
        var end = text.lastIndexOf('\n', MAXIMUM_TEXT) + 1;
        var cut = end > 0 ? end : MAXIMUM_TEXT;
        return text.substring(0, cut) + "# cut here: " + (text.length() - cut) + " more characters are not shown\n";
    }

    /// Redacted before it becomes text too, where a value is not yet broken into lines or escaped.
    private ObjectNode clean(ObjectNode body) {
        var clean = Fields.object();
        body.properties().forEach(field -> clean.set(redactor.redact(field.getKey()), clean(field.getValue())));
        return clean;
    }

    private JsonNode clean(JsonNode node) {
        if (node instanceof ObjectNode object) {
            return clean(object);
        }
        if (node.isArray()) {
            var list = Fields.array();
            node.forEach(item -> list.add(clean(item)));
            return list;
        }
        return node.isTextual() ? Fields.array().textNode(redactor.redact(node.textValue())) : node;
    }

    private @Nullable String notice() {
        var sentences = new ArrayList<String>();
        if (textless > 0) {
            sentences.add(textless + " of the changed objects are shown without their text: it is longer than "
                    + (MAXIMUM_ALL >> 20) + " MiB in all.");
        }
        if (left > 0) {
            sentences.add(left + " more objects change and are not shown: there are more than " + MAXIMUM_ITEMS + ".");
        }
        return sentences.isEmpty() ? null : String.join(" ", sentences);
    }
}
