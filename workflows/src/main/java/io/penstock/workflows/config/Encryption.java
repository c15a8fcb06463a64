package io.penstock.workflows.config;

import io.penstock.workflows.stage.Doc;
import io.penstock.workflows.stage.Frozen;
import java.util.List;
import java.util.SortedMap;

/// Sealed secrets and the files they are put into.
public record Encryption(
        @Doc(value = "Sealed values by name.", freeText = true)
        SortedMap<String, String> encryptedSecrets,

        @Doc(value = "Files of the application's directory that name them.", required = true)
        List<String> decryptionTargets) {
    public Encryption {
        encryptedSecrets = Frozen.map(encryptedSecrets);
        decryptionTargets = Frozen.list(decryptionTargets);
    }
}
