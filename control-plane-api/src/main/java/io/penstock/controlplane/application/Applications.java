package io.penstock.controlplane.application;

import com.fasterxml.jackson.core.type.TypeReference;
import io.penstock.controlplane.answer.Cursor;
import io.penstock.controlplane.answer.Page;
import io.penstock.controlplane.deployment.DeploymentView;
import io.penstock.controlplane.deployment.DeploymentView.WaitingView;
import io.penstock.controlplane.deployment.Deployments;
import io.penstock.controlplane.error.Refusal;
import io.penstock.workflows.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jspecify.annotations.Nullable;

/// Reads the registry: lists, and the application that a person means by an id, a name or `name@cluster`.
public final class Applications {
    private static final Pattern UUID_FORM = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final TypeReference<Map<String, String>> LABELS = new TypeReference<>() {};

    private final Jdbi jdbi;
    private final Deployments deployments;

    public Applications(Jdbi jdbi, Deployments deployments) {
        this.jdbi = jdbi;
        this.deployments = deployments;
    }

    /// Which applications a list holds; null and blank ask for all.
    ///
    /// @param query a part of the name or path
    /// @param label `name:value`, or a name alone
    record Filter(
            @Nullable String cluster,
            @Nullable String state,
            @Nullable String query,
            @Nullable String label) {
        Filter {
            cluster = given(cluster);
            state = given(state);
            query = given(query);
            label = given(label);
        }

        private static @Nullable String given(@Nullable String text) {
            return text == null || text.isBlank() ? null : text;
        }
    }

    /// The application that is meant, or a refusal that offers close names.
    UUID id(String reference) {
        var found = ids(reference);
        if (found.size() > 1) {
            throw new Refusal.Conflict("application: " + reference + " (expected: name@cluster, as several clusters "
                    + "have one of that name)");
        }
        return found.iterator().next();
    }

    /// All applications that a reference may mean; refuses when there are none.
    public Collection<UUID> ids(String reference) {
        var found = UUID_FORM.matcher(reference).matches()
                ? jdbi.withExtension(ApplicationDao.class, dao -> dao.find(UUID.fromString(reference))).stream()
                        .map(ApplicationRow::id)
                        .toList()
                : named(reference);
        if (found.isEmpty()) {
            throw new Refusal.NotFound("application: " + reference + " (expected: " + expected(reference) + ")");
        }
        return found;
    }

    ApplicationView get(UUID id) {
        var row = jdbi.withExtension(ApplicationDao.class, dao -> dao.find(id))
                .orElseThrow(() -> new Refusal.NotFound("application", id.toString()));
        var config =
                jdbi.withExtension(ApplicationDao.class, dao -> dao.config(id)).orElse(null);
        return view(row, around(List.of(row)), config);
    }

    /// By name.
    Page<ApplicationView> page(Filter filter, @Nullable Cursor cursor, int size) {
        var conditions = new StringBuilder();
        condition(conditions, filter.cluster, " AND a.cluster = :cluster");
        condition(conditions, filter.state, " AND a.state = :state");
        condition(conditions, filter.query, " AND (a.name ILIKE :like OR a.path ILIKE :like)");
        condition(
                conditions,
                filter.label,
                " AND (a.labels ->> :label IS NOT NULL AND " + "(:value = '' OR a.labels ->> :label = :value))");
        if (cursor != null) {
            conditions.append(" AND (a.name, a.id) > (:name, :id)");
        }
        var rows = jdbi.withHandle(handle -> {
            var query = handle.createQuery(ApplicationRow.SELECT + conditions + " ORDER BY a.name, a.id LIMIT :limit")
                    .bind("limit", size + 1);
            if (filter.cluster != null) {
                query.bind("cluster", filter.cluster);
            }
            if (filter.state != null) {
                query.bind("state", filter.state);
            }
            if (filter.query != null) {
                var literal = filter.query.strip().replaceAll("([\\\\%_])", "\\\\$1");
                query.bind("like", "%" + literal + "%");
            }
            if (filter.label != null) {
                var parts = filter.label.split(":", 2);
                query.bind("label", parts[0]).bind("value", parts.length == 1 ? "" : parts[1]);
            }
            if (cursor != null) {
                query.bind("name", cursor.key()).bind("id", cursor.id());
            }
            return query.map(ConstructorMapper.of(ApplicationRow.class)).list();
        });
        var page = Page.of(rows, size, row -> new Cursor(row.name(), row.id()));
        var around = around(page.items());
        return page.with(
                page.items().stream().map(row -> view(row, around, null)).toList());
    }

    private List<UUID> named(String reference) {
        var exact = jdbi.withExtension(ApplicationDao.class, dao -> dao.named(reference, null));
        var at = reference.lastIndexOf('@');
        return exact.isEmpty() && at > 0
                ? jdbi.withExtension(
                        ApplicationDao.class, dao -> dao.named(reference.substring(0, at), reference.substring(at + 1)))
                : exact;
    }

    private String expected(String reference) {
        var names = jdbi.withExtension(ApplicationDao.class, ApplicationDao::names);
        var at = reference.lastIndexOf('@');
        var elsewhere = at <= 0
                ? List.<String>of()
                : names.stream()
                        .filter(name -> name.startsWith(reference.substring(0, at + 1)))
                        .limit(3)
                        .toList();
        if (!elsewhere.isEmpty()) {
            return "its cluster, as in " + String.join(", ", elsewhere);
        }
        var close = Closeness.closest(reference, names);
        return close.isEmpty() ? "an id, a name or name@cluster" : "did you mean " + String.join(", ", close) + "?";
    }

    /// What belongs to some applications.
    private record Around(Map<UUID, DeploymentView> deployments, Map<String, Deployments.Unserved> unserved) {}

    private Around around(List<ApplicationRow> rows) {
        var shown = rows.stream()
                .flatMap(row -> Stream.of(row.lastDeployment(), row.runningDeployment()))
                .filter(Objects::nonNull)
                .toList();
        var clusters = rows.stream().map(ApplicationRow::cluster).distinct().toList();
        return new Around(deployments.all(shown), deployments.unserved(clusters));
    }

    private static ApplicationView view(ApplicationRow row, Around around, @Nullable String config) {
        var last = row.lastDeployment() == null ? null : around.deployments.get(row.lastDeployment());
        var running = row.runningDeployment() == null ? null : around.deployments.get(row.runningDeployment());
        return new ApplicationView(
                row.id(),
                row.name(),
                row.project(),
                row.cluster(),
                row.platform(),
                row.repository(),
                row.path(),
                row.configFile(),
                labels(row.labels()),
                row.description(),
                row.state(),
                running == null ? row.syncState() : "DEPLOYING",
                row.health(),
                row.faults(),
                config,
                waiting(row, around.unserved.get(row.cluster())),
                last,
                running,
                row.goodDeployment(),
                row.createdAt());
    }

    private static @Nullable WaitingView waiting(ApplicationRow row, Deployments.@Nullable Unserved unserved) {
        var since = row.causeSince() == null ? row.createdAt() : row.causeSince();
        if (!row.known()) {
            return new WaitingView(
                    "repository " + row.repository() + " is not in the configuration of a piped of " + row.cluster(),
                    since,
                    "a piped of " + row.cluster() + " names the repository",
                    null);
        }
        if (unserved != null && unserved.since() != null) {
            return new WaitingView(
                    "no piped of " + row.cluster() + " is connected, so what is pushed is not seen",
                    unserved.since(),
                    "a piped of " + row.cluster() + " connects",
                    null);
        }
        return row.cause() == null
                ? null
                : new WaitingView(row.cause(), since, "repository " + row.repository() + " can be watched", null);
    }

    private static Map<String, String> labels(String json) {
        try {
            return Json.wire().readValue(json, LABELS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void condition(StringBuilder conditions, @Nullable String value, String condition) {
        if (value != null) {
            conditions.append(condition);
        }
    }
}
