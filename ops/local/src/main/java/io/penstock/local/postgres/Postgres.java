package io.penstock.local.postgres;

import io.penstock.local.Home;
import io.penstock.local.LocalStackException;
import io.penstock.local.PartStatus;
import io.penstock.local.Ports;
import io.penstock.local.PrivateFiles;
import io.penstock.local.Progress;
import io.penstock.local.process.Command;
import io.penstock.local.process.Kept;
import io.penstock.local.process.KeptPart;
import io.penstock.local.process.Launch;
import io.penstock.local.process.LogTail;
import io.penstock.local.process.Loopback;
import io.penstock.local.process.RunningProcess;
import io.penstock.local.process.RunningProcess.Signal;
import io.penstock.local.process.Unfinished;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The PostgreSQL server of the local stack: durable, with a password, on loopback only, outliving the command.
public final class Postgres implements Database {
    private static final String DATABASE = "penstock";
    private static final String USER = "penstock";
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(15);

    private final Home home;
    private final Ports ports;
    private final List<String> databases;

    /// @param more databases to have beside the control plane's
    public Postgres(Home home, List<String> more) {
        this.home = home;
        this.databases = Stream.concat(Stream.of(DATABASE), more.stream()).toList();
        this.ports = new Ports(home);
    }

    @Override
    public Path log() {
        return home.log(NAME);
    }

    @Override
    public void start(Progress progress) {
        try (var step = progress.step("PostgreSQL")) {
            var running = Kept.of(home, NAME).filter(Kept::isAlive).isPresent();
            if (!running) {
                var programs = PostgresBinaries.unpack(home, progress);
                initialize(programs, step);
                launch(programs);
            }
            awaitAnswer(!running);
            databases.forEach(this::create);
            step.done((running ? "already runs on " : "runs on ") + address());
        }
    }

    @Override
    public PartStatus status() {
        return KeptPart.status(home, this, () -> Loopback.silence(port()));
    }

    @Override
    public void stop() {
        KeptPart.stop(home, NAME, Signal.INTERRUPT, STOP_LIMIT);
    }

    public String address() {
        return Loopback.ADDRESS + ":" + port();
    }

    public int port() {
        return ports.port(NAME);
    }

    @Override
    public String user() {
        return USER;
    }

    public String password() {
        return PrivateFiles.secret(passwordFile());
    }

    @Override
    public Path passwordFile() {
        return home.keys().resolve("database-password");
    }

    @Override
    public String jdbcUrl() {
        return jdbcUrl(DATABASE);
    }

    @Override
    public String url() {
        return "postgresql://" + USER + ":" + password() + "@" + address() + "/" + DATABASE;
    }

    private String jdbcUrl(String database) {
        return "jdbc:postgresql://" + address() + "/" + database;
    }

    private Path data() {
        return home.data().resolve("postgresql");
    }

    private void initialize(Path programs, Progress.Step step) {
        if (Files.isDirectory(data())) {
            return;
        }
        step.at("making its data folder");
        password();
        var unfinished = home.data().resolve(".postgresql.part");
        try {
            PrivateFiles.deleteTree(unfinished);
            var words = new ArrayList<>(asOrdinaryUser());
            words.addAll(
                    List.of(programs.resolve("bin/initdb").toString(), "--pgdata=" + unfinished, "--username=" + USER));
            words.addAll(
                    List.of("--auth=scram-sha-256", "--pwfile=" + passwordFile(), "--encoding=UTF8", "--locale=C"));
            words.addAll(List.of("--locale-provider=builtin", "--builtin-locale=C.UTF-8"));
            Command.of(words).with(Map.of("LC_ALL", "C")).succeed();
            Files.move(unfinished, data(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void launch(Path programs) {
        endForgotten();
        var port = ports.portToListen(NAME);
        var words = new ArrayList<>(asOrdinaryUser());
        words.addAll(List.of(programs.resolve("bin/postgres").toString(), "-D", data().toString()));
        for (var setting : List.of(
                "port=" + port,
                "listen_addresses=" + Loopback.ADDRESS,
                "unix_socket_directories=",
                "max_connections=200",
                "timezone=UTC",
                "log_line_prefix=%m ")) {
            words.addAll(List.of("-c", setting));
        }
        var process = new Launch(words, Map.of("LC_ALL", "C"), home.data(), log()).start();
        new Kept(process, Loopback.ADDRESS + ":" + port, "").save(home, NAME);
    }

    /// Ends a server that holds our data folder although nothing is remembered of it.
    private void endForgotten() {
        var file = PrivateFiles.read(data().resolve("postmaster.pid"));
        if (file == null) {
            return;
        }
        var pid = Long.parseLong(file.lines().findFirst().orElse("0").strip());
        var command = PrivateFiles.read(Path.of("/proc/" + pid + "/cmdline"));
        if (command != null && command.contains(data().toString())) {
            RunningProcess.of(pid, java.time.Instant.now())
                    .ifPresent(process -> process.stop(Signal.INTERRUPT, STOP_LIMIT));
        }
        // A server that was killed a moment ago is still on its way out, and so are its backends.
        Loopback.await(STOP_LIMIT, () -> !isEnding(pid) && nobodyWorksIn(data()));
    }

    /// Whether a process has given up its memory and is not gone yet.
    private static boolean isEnding(long pid) {
        var command = PrivateFiles.read(Path.of("/proc/" + pid + "/cmdline"));
        return command != null && command.isEmpty();
    }

    private static boolean nobodyWorksIn(Path folder) {
        return ProcessHandle.allProcesses().noneMatch(process -> {
            try {
                return Files.readSymbolicLink(Path.of("/proc/" + process.pid() + "/cwd"))
                        .equals(folder);
            } catch (IOException _) {
                return false;
            }
        });
    }

    /// @param launched just now, so that an interruption undoes it
    private void awaitAnswer(boolean launched) {
        try (var _ = Unfinished.work(launched ? this::stop : () -> {})) {
            var ready = Loopback.await(START_LIMIT, () -> {
                if (Kept.of(home, NAME).filter(Kept::isAlive).isEmpty()) {
                    throw new LocalStackException("PostgreSQL ended: " + LogTail.lastLine(log()) + hint());
                }
                return accepts();
            });
            if (!ready) {
                throw new LocalStackException(
                        "PostgreSQL does not answer on " + address() + ": " + LogTail.lastLine(log()));
            }
            Kept.begun(home, NAME);
        }
    }

    private boolean accepts() {
        if (!Loopback.answers(port())) {
            return false;
        }
        try (var connection = connect("postgres")) {
            return connection.isValid(2);
        } catch (SQLException e) {
            if ("28P01".equals(e.getSQLState())) {
                throw new LocalStackException(
                        "PostgreSQL on " + address() + " refuses the password kept in " + passwordFile(), e);
            }
            return false;
        }
    }

    private void create(String database) {
        try (var connection = connect("postgres");
                var look = connection.prepareStatement("select 1 from pg_database where datname = ?")) {
            look.setString(1, database);
            try (var found = look.executeQuery();
                    var statement = connection.createStatement()) {
                if (!found.next()) {
                    statement.execute("create database \"" + database.replace("\"", "\"\"") + "\"");
                }
            }
        } catch (SQLException e) {
            throw new LocalStackException("database " + database + ": cannot be made (" + e.getMessage() + ")", e);
        }
    }

    /// Whether one of its databases has this table.
    public boolean holdsTable(String database, String table) {
        try (var connection = connect(database);
                var tables = connection.getMetaData().getTables(null, "public", table, null)) {
            return tables.next();
        } catch (SQLException e) {
            throw new LocalStackException("database " + database + ": cannot be read (" + e.getMessage() + ")", e);
        }
    }

    private Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(jdbcUrl(database), USER, password());
    }

    /// PostgreSQL refuses to run as root; in a user namespace of its own it does not see that it is.
    private static List<String> asOrdinaryUser() {
        return isRoot() ? List.of("unshare", "--user") : List.of();
    }

    private static String hint() {
        return isRoot()
                ? " (as root it runs in a user namespace of its own; where those are forbidden, run Penstock as an"
                        + " ordinary user, or `down --purge` and name a database of your own by --database URL)"
                : "";
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }
}
