package io.penstock.activities.bundle;

import io.penstock.activities.door.DoorClient;
import io.penstock.workflows.Json;
import io.penstock.workflows.id.ApplicationId;
import io.penstock.workflows.id.BlobId;
import io.penstock.workflows.id.ClusterName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The bundles of one cluster: sealed here, kept by the control plane, which can neither read nor forge one.
///
/// A bundle that cannot be opened (changed, another application's, sealed for keys that this piped does not
/// hold, gone) is a `StageFailure` that says so; a control plane that does not answer is a `DoorAway`.
public final class Bundles {
    private static final long MEMORY_CHARACTERS = 16L << 20;

    private final String installation;
    private final ClusterName cluster;
    private final List<SealingKey> keys;
    private final Seal seal;
    private final DoorClient door;
    private final BundleCache cache;
    private final LinkedHashMap<BlobId, Bundle> memory = new LinkedHashMap<>(64, 0.75f, true);
    private long characters;

    /// @param keys the newest first; the last one, being the oldest, is what content digests are made under
    public record Sealing(String installation, ClusterName cluster, List<SealingKey> keys) {
        public Sealing {
            keys = List.copyOf(keys);
            if (keys.isEmpty()) {
                throw new IllegalArgumentException(
                        "sealing.keys: there is none (expected: at least one, as `penstock piped register` prints)");
            }
        }
    }

    public Bundles(Sealing sealing, DoorClient door, Path folder) throws IOException {
        this.installation = sealing.installation();
        this.cluster = sealing.cluster();
        this.keys = sealing.keys();
        this.seal = new Seal(keys);
        this.door = door;
        this.cache = new BundleCache(folder);
    }

    /// The HMAC of objects under the cluster's digest key: 64 hexadecimal digits, equal for equal objects.
    public String contentDigest(List<String> objects) {
        return new ContentDigest(keys.getLast(), cluster).of(objects);
    }

    /// Seals the bundle and gives it to the control plane. Sealing it again makes another blob of the same content.
    public BlobId put(Bundle bundle) {
        var binding = new Binding(
                Binding.VERSION,
                installation,
                cluster,
                bundle.application(),
                contentDigest(bundle.objects()),
                keys.getLast().id());
        var sealed = seal.close(Json.write(bundle).getBytes(StandardCharsets.UTF_8), binding);
        var id = blobId(sealed);
        door.put(id, sealed);
        cache.put(id, sealed);
        remember(id, bundle);
        return id;
    }

    /// The application's bundle of that id: from memory, else from disk, else from the control plane.
    public Bundle get(BlobId id, ApplicationId application) {
        var known = remembered(id);
        var bundle = known == null ? open(id) : known;
        if (!bundle.application().equals(application)) {
            throw Seal.unreadable(
                    "it belongs to application " + bundle.application() + " (expected: " + application + ")");
        }
        if (known == null) {
            remember(id, bundle);
        }
        return bundle;
    }

    private Bundle open(BlobId id) {
        var sealed = cache.get(id).filter(bytes -> blobId(bytes).equals(id)).orElseGet(() -> download(id));
        var opened = seal.open(sealed);
        var binding = opened.binding();
        var bundle = Json.read(opened.content(), Bundle.class);
        if (binding.version() != Binding.VERSION) {
            throw Seal.unreadable("its form is " + binding.version() + " (expected: " + Binding.VERSION + ")");
        }
        if (!binding.installation().equals(installation) || !binding.cluster().equals(cluster)) {
            throw Seal.unreadable("it belongs to cluster " + binding.cluster() + " of installation "
                    + binding.installation() + " (expected: " + cluster + " of " + installation + ")");
        }
        if (!binding.application().equals(bundle.application())) {
            throw Seal.unreadable("it names two applications");
        }
        keys.stream().filter(key -> key.id().equals(binding.digestKey())).forEach(key -> {
            if (!new ContentDigest(key, cluster).of(bundle.objects()).equals(binding.contentDigest())) {
                throw Seal.unreadable("its objects do not fit its content digest");
            }
        });
        return bundle;
    }

    private byte[] download(BlobId id) {
        var sealed =
                door.bundle(id).orElseThrow(() -> Seal.unreadable("the control plane no longer has it (" + id + ")"));
        if (!blobId(sealed).equals(id)) {
            throw Seal.unreadable("the control plane gave other bytes than " + id);
        }
        cache.put(id, sealed);
        return sealed;
    }

    private synchronized @Nullable Bundle remembered(BlobId id) {
        return memory.get(id);
    }

    private synchronized void remember(BlobId id, Bundle bundle) {
        if (memory.put(id, bundle) == null) {
            characters += size(bundle);
        }
        while (characters > MEMORY_CHARACTERS && memory.size() > 1) {
            Map.Entry<BlobId, Bundle> eldest = memory.pollFirstEntry();
            characters -= eldest == null ? 0 : size(eldest.getValue());
        }
    }

    private static long size(Bundle bundle) {
        return bundle.objects().stream().mapToLong(String::length).sum() + 4_096;
    }

    private static BlobId blobId(byte[] sealed) {
        try {
            return new BlobId(HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(sealed)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
