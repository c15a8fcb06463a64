package io.penstock.controlplane.deployment;

import io.penstock.controlplane.answer.Cursor;
import io.penstock.controlplane.answer.Page;
import io.penstock.controlplane.deployment.DeploymentDao.UnsentRow;
import io.penstock.controlplane.deployment.DeploymentView.DecisionRow;
import io.penstock.controlplane.error.Refusal;
import io.penstock.workflows.TemporalNames;
import io.penstock.workflows.deployment.DeploymentStatus;
import io.penstock.workflows.id.ApplicationId;
import java.net.URI;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jspecify.annotations.Nullable;

/// Reads deployments from the database, each with its stages, decisions and waits.
public final class Deployments {
    private final Jdbi jdbi;
    private final @Nullable String workflows;

    /// @param temporalUi where Temporal's UI is, null gives no links
    public Deployments(Jdbi jdbi, @Nullable URI temporalUi, String namespace) {
        this.jdbi = jdbi;
        this.workflows = Portrait.workflows(temporalUi, namespace);
    }

    /// A cluster of which no piped is connected.
    ///
    /// @param since when the last one went away, null when none was ever there
    public record Unserved(String cluster, @Nullable Instant since) {}

    /// Which deployments a list holds; null or empty asks for all.
    ///
    /// @param applications ids, null asks for those of all applications
    /// @param query a part of the commit message, the application's name or who asked, or the start of the commit
    public record Filter(
            @Nullable Collection<UUID> applications,
            @Nullable String cluster,
            @Nullable DeploymentStatus status,
            @Nullable String query) {
        public static final Filter ALL = new Filter(null, null, null, null);
    }

    /// The id in a text, or a refusal when it is none.
    public static UUID id(String text) {
        try {
            return UUID.fromString(text.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new Refusal.NotFound("deployment", text);
        }
    }

    public DeploymentView get(UUID id) {
        return find(id).orElseThrow(() -> new Refusal.NotFound("deployment", id.toString()));
    }

    DeploymentRow row(UUID id) {
        return jdbi.withExtension(DeploymentDao.class, dao -> dao.find(id))
                .orElseThrow(() -> new Refusal.NotFound("deployment", id.toString()));
    }

    public Optional<DeploymentView> find(UUID id) {
        var row = jdbi.withExtension(DeploymentDao.class, dao -> dao.find(id));
        return views(row.stream().toList()).stream().findFirst();
    }

    /// Those that exist, by their ids.
    public Map<UUID, DeploymentView> all(Collection<UUID> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        var rows = jdbi.withExtension(DeploymentDao.class, dao -> dao.all(ids));
        return views(rows).stream().collect(Collectors.toMap(DeploymentView::id, Function.identity()));
    }

    /// Newest first.
    public Page<DeploymentView> page(Filter filter, @Nullable Cursor cursor, int size) {
        var conditions = new StringBuilder(" WHERE true");
        if (filter.applications != null) {
            conditions.append(" AND d.application = ANY(:applications)");
        }
        if (filter.cluster != null) {
            conditions.append(" AND d.cluster = :cluster");
        }
        if (filter.status != null) {
            conditions.append(" AND d.status = :status");
        }
        if (filter.query != null && !filter.query.isBlank()) {
            conditions.append(" AND (a.name ILIKE :like OR d.commit LIKE :start OR d.commit_message ILIKE :like"
                    + " OR d.trigger_by ILIKE :like)");
        }
        if (cursor != null) {
            conditions.append(" AND (d.created_at, d.id) < (:time, :id)");
        }
        var rows = jdbi.withHandle(handle -> {
            var query = handle.createQuery(
                            DeploymentRow.SELECT + conditions + " ORDER BY d.created_at DESC, d.id DESC LIMIT :limit")
                    .bind("limit", size + 1);
            if (filter.applications != null) {
                query.bindArray("applications", UUID.class, filter.applications);
            }
            if (filter.cluster != null) {
                query.bind("cluster", filter.cluster);
            }
            if (filter.status != null) {
                query.bind("status", filter.status.name());
            }
            if (filter.query != null && !filter.query.isBlank()) {
                var literal = filter.query.strip().replaceAll("([\\\\%_])", "\\\\$1");
                query.bind("like", "%" + literal + "%").bind("start", literal.toLowerCase(Locale.ROOT) + "%");
            }
            if (cursor != null) {
                query.bind("time", cursor.time()).bind("id", cursor.id());
            }
            return query.map(ConstructorMapper.of(DeploymentRow.class)).list();
        });
        var page = Page.of(rows, size, row -> Cursor.at(row.createdAt(), row.id()));
        return page.with(views(page.items()));
    }

    /// Those of the clusters that no connected piped serves, by their name.
    public Map<String, Unserved> unserved(Collection<String> clusters) {
        return jdbi.withExtension(DeploymentDao.class, dao -> unserved(dao, clusters));
    }

    /// The stages of one deployment in their order.
    public List<StageRow> stages(UUID id) {
        return jdbi.withExtension(DeploymentDao.class, dao -> dao.stages(List.of(id)));
    }

    private List<DeploymentView> views(List<DeploymentRow> rows) {
        if (rows.isEmpty()) {
            return List.of();
        }
        return jdbi.withExtension(DeploymentDao.class, dao -> portraits(dao, rows)).stream()
                .map(portrait -> portrait.view(workflows))
                .toList();
    }

    private static List<Portrait> portraits(DeploymentDao dao, List<DeploymentRow> rows) {
        var ids = rows.stream().map(DeploymentRow::id).toList();
        var stages = dao.stages(ids).stream().collect(Collectors.groupingBy(StageRow::deployment));
        var decisions = dao.decisions(ids).stream().collect(Collectors.groupingBy(DecisionRow::deployment));
        var open = rows.stream().filter(row -> !row.status().ended()).toList();
        var unsent = unsent(dao, open);
        var unserved = unserved(
                dao, open.stream().map(DeploymentRow::cluster).distinct().toList());
        return rows.stream()
                .map(row -> new Portrait(
                        row,
                        stages.getOrDefault(row.id(), List.of()),
                        decisions.getOrDefault(row.id(), List.of()),
                        unsent.get(lane(row)),
                        unserved.get(row.cluster())))
                .toList();
    }

    private static Map<String, Unserved> unserved(DeploymentDao dao, Collection<String> clusters) {
        return clusters.isEmpty()
                ? Map.of()
                : dao.unserved(clusters).stream().collect(Collectors.toMap(Unserved::cluster, Function.identity()));
    }

    private static Map<String, UnsentRow> unsent(DeploymentDao dao, List<DeploymentRow> open) {
        var keys = open.stream()
                .filter(row -> row.status() == DeploymentStatus.PENDING)
                .map(Deployments::lane)
                .distinct()
                .toList();
        return keys.isEmpty()
                ? Map.of()
                : dao.unsentLanes(keys).stream().collect(Collectors.toMap(UnsentRow::key, Function.identity()));
    }

    private static String lane(DeploymentRow row) {
        return TemporalNames.lane(new ApplicationId(row.application().toString()));
    }
}
