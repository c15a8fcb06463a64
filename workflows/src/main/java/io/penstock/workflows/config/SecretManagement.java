package io.penstock.workflows.config;

import io.penstock.workflows.stage.Doc;

/// How sealed secrets of PipeCD's form are opened.
public record SecretManagement(
        @Doc(value = "Kind of the keys.", required = true) Type type,
        @Doc("The keys.") Keys config) {

    /// Kind of the keys; only a key pair can be used, as in PipeCD.
    public enum Type {
        KEY_PAIR,
        GCP_KMS,
        AWS_KMS
    }

    /// The keys; of each half either the file or the text in base64 is given.
    public record Keys(
            @Doc("File with the private key.") String privateKeyFile,
            @Doc("The private key in base64.") Secret privateKeyData,
            @Doc("File with the public key.") String publicKeyFile,
            @Doc("The public key in base64.") Secret publicKeyData,
            @Doc("Name of a key at Google.") String keyName,
            @Doc("Service account that opens.") String decryptServiceAccountFile,
            @Doc("Service account that seals.") String encryptServiceAccountFile) {}
}
