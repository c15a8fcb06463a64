package io.penstock.controlplane.deployment;

import io.penstock.controlplane.chain.ChainLayout;
import io.penstock.workflows.deployment.Fact;
import io.penstock.workflows.deployment.Plan;
import io.penstock.workflows.deployment.Planner;
import io.penstock.workflows.deployment.RecordActivities;
import io.penstock.workflows.deployment.TriggerKind;
import java.util.ArrayList;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// Records what deployments tell, and verifies what people tell deployments.
public final class RecordActivitiesImpl implements RecordActivities {
    private final Jdbi jdbi;

    public RecordActivitiesImpl(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public Plan plan(PlanRequest request) {
        return jdbi.inTransaction(handle -> plan(handle, request));
    }

    @Override
    public void facts(FactBatch batch) {
        jdbi.useTransaction(handle -> {
            var journal = Journal.open(handle, batch.deployment(), batch.runId());
            if (journal.add(batch.first(), batch.facts())) {
                ProjectionRows.write(handle, batch.deployment(), journal);
            }
        });
    }

    @Override
    public Verdict verify(Verification verification) {
        return jdbi.inTransaction(handle -> new CommandCheck(handle, verification).verdict());
    }

    /// A plan that stands under the number already, for the same rendering, is the plan: a newer planner is not
    /// asked.
    private static Plan plan(Handle handle, PlanRequest request) {
        var deployment = request.input().deployment();
        var rendered = request.rendered();
        var journal = Journal.open(handle, deployment, request.runId());
        var number = request.first() + request.before().size();
        if (journal.at(number) instanceof Fact.Planned known
                && known.bundle().equals(rendered.bundle())
                && known.contentDigest().equals(rendered.contentDigest())
                && known.commit().equals(rendered.commit())) {
            // A build that did not record the opening stage with it may have left only the plan.
            if (journal.at(number + 1) == null && journal.add(number + 1, request.begun(known.plan()))) {
                ProjectionRows.write(handle, deployment, journal);
            }
            return known.plan();
        }
        var plan = Planner.plan(request.input(), rendered);
        var facts = new ArrayList<>(request.before());
        facts.add(new Fact.Planned(
                request.at(),
                plan,
                rendered.commit(),
                rendered.bundle(),
                rendered.contentDigest(),
                rendered.facts().summary()));
        facts.addAll(request.begun(plan));
        if (journal.add(request.first(), facts)) {
            ProjectionRows.write(handle, deployment, journal);
            ApplicationRows.configured(
                    handle, request.input().application(), rendered.facts().config());
            var chain = rendered.facts().config().chain();
            // Going back concerns one application: its chain does not take the others along.
            var forward = request.input().trigger() != TriggerKind.ROLLBACK;
            if (chain != null && forward && plan.refusal() == null) {
                ChainLayout.write(handle, request.input(), rendered.commit().hash(), chain);
            }
        }
        return plan;
    }
}
