package io.penstock.workflows.config;

import io.penstock.workflows.stage.Doc;

/// How a piped reaches Git.
public record PipedGit(
        @Doc(value = "User of commits and of HTTPS.", fallback = "piped")
        String username,

        @Doc(value = "Mail address of commits.", fallback = "pipecd.dev@gmail.com")
        String email,

        @Doc("File with the configuration of SSH.") String sshConfigFilePath,

        @Doc(value = "Host that the key is for.", fallback = "github.com")
        String host,

        @Doc("Real name of the host; the host when empty.") String hostName,

        @Doc("File with the private key of SSH.") String sshKeyFile,
        @Doc("Private key of SSH in base64.") Secret sshKeyData,
        @Doc("Password of HTTPS in base64.") Secret password) {}
