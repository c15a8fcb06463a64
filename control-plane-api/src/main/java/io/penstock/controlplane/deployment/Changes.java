package io.penstock.controlplane.deployment;

import io.penstock.controlplane.deployment.ChangesView.BaseView;
import io.penstock.controlplane.deployment.ChangesView.ChangeView;
import io.penstock.controlplane.error.Refusal;
import io.penstock.workflows.Json;
import io.penstock.workflows.door.Door;
import io.penstock.workflows.id.BlobId;
import io.penstock.workflows.id.DeploymentId;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Reads what deployments change, as their pipeds uploaded it.
final class Changes {
    private final Jdbi jdbi;

    Changes(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    ChangesView of(DeploymentRow deployment) {
        if (deployment.bundle() == null) {
            throw new Refusal.NotFound("What deployment " + deployment.id() + " changes is not known"
                    + (deployment.status().ended() ? ": it was not rendered." : " yet: it is not rendered."));
        }
        var id = Door.Changes.viewId(new DeploymentId(deployment.id().toString()), new BlobId(deployment.bundle()));
        var content = jdbi.withExtension(DeploymentDao.class, dao -> dao.view(deployment.cluster(), id))
                .orElseThrow(() -> new Refusal.NotFound("What deployment " + deployment.id()
                        + " changes is not here: its piped has not uploaded it yet, or it was cleared since."));
        var changes = Json.read(content, Door.Changes.class);
        return new ChangesView(
                changes.items().stream().map(ChangeView::of).toList(),
                base(deployment, changes.base()),
                changes.sentence(),
                changes.notice());
    }

    private @Nullable BaseView base(DeploymentRow deployment, Door.@Nullable Base base) {
        return base == null
                ? null
                : new BaseView(
                        before(deployment, base.bundle().value()), base.commit().value());
    }

    private @Nullable UUID before(DeploymentRow deployment, String bundle) {
        return jdbi.withExtension(
                        DeploymentDao.class,
                        dao -> dao.succeeded(deployment.application(), bundle, deployment.createdAt()))
                .orElse(null);
    }
}
