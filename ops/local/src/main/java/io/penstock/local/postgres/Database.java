package io.penstock.local.postgres;

import io.penstock.local.Part;
import io.penstock.local.PartKind;
import io.penstock.local.Progress;
import java.nio.file.Path;

/// The PostgreSQL database that the control plane of the local stack uses.
public sealed interface Database extends Part permits Postgres, OwnDatabase {
    String NAME = "database";

    /// Makes it available: starts or adopts the server and makes what is missing.
    void start(Progress progress);

    /// The control plane's database for JDBC, without credentials.
    String jdbcUrl();

    String user();

    /// The file with the password, mode 0600.
    Path passwordFile();

    /// The control plane's database as most programs take it, with credentials.
    String url();

    @Override
    default String name() {
        return NAME;
    }

    @Override
    default PartKind kind() {
        return PartKind.DATABASE;
    }
}
