package io.penstock.workflows.lane;

import io.penstock.workflows.deployment.DeploymentInput;
import io.penstock.workflows.deployment.TriggerKind;
import io.penstock.workflows.id.ApplicationId;
import io.penstock.workflows.id.ClusterName;
import io.penstock.workflows.id.DeploymentId;
import io.penstock.workflows.id.RepositoryId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One application's intents in memory, claimed as the database claims them: by one run, until they have ended.
final class FakeLane implements LaneActivities {
    static final ApplicationId APPLICATION = new ApplicationId("00000000-0000-7000-8000-000000000002");

    private final List<Row> rows = new ArrayList<>();
    private final List<Lost> lost = new ArrayList<>();
    private long number;

    /// Writes an intent.
    synchronized DeploymentId intent(int id) {
        var deployment = new DeploymentId("00000000-0000-7000-8000-%012d".formatted(id));
        rows.add(new Row(deployment));
        return deployment;
    }

    /// The deployment's last fact was recorded.
    synchronized void ended(DeploymentId deployment) {
        find(deployment).state = State.ENDED;
    }

    synchronized State state(DeploymentId deployment) {
        return find(deployment).state;
    }

    synchronized List<Lost> lost() {
        return List.copyOf(lost);
    }

    @Override
    public synchronized Claim claim(ClaimRequest request) {
        var open = rows.stream().filter(row -> row.state == State.OPEN).toList();
        for (var row : rows) {
            if (row.state == State.CLAIMED) {
                return request.laneRunId().equals(row.claimedBy)
                        ? new Claim(input(row), null, open.size())
                        : new Claim(null, row.deployment, open.size());
            }
        }
        var choice = Claims.choose(open.stream()
                .map(row -> new Claims.Open(row.deployment, TriggerKind.COMMIT, false))
                .toList());
        choice.superseded().keySet().forEach(deployment -> find(deployment).state = State.SUPERSEDED);
        if (choice.next() == null) {
            return new Claim(null, null, 0);
        }
        var next = find(choice.next());
        next.state = State.CLAIMED;
        next.claimedBy = request.laneRunId();
        next.number = ++number;
        return new Claim(input(next), null, choice.left());
    }

    @Override
    public synchronized void lost(Lost lost) {
        this.lost.add(lost);
        find(lost.deployment()).state = State.ENDED;
    }

    private Row find(DeploymentId deployment) {
        return rows.stream()
                .filter(row -> row.deployment.equals(deployment))
                .findFirst()
                .orElseThrow();
    }

    private static DeploymentInput input(Row row) {
        return new DeploymentInput(
                row.deployment,
                APPLICATION,
                "web",
                "default",
                new ClusterName("tokyo"),
                new RepositoryId("sample"),
                "web",
                "app.pipecd.yaml",
                row.number,
                0,
                null,
                TriggerKind.COMMIT,
                null,
                null,
                null,
                null,
                null);
    }

    enum State {
        OPEN,
        CLAIMED,
        SUPERSEDED,
        ENDED
    }

    private static final class Row {
        private final DeploymentId deployment;
        private State state = State.OPEN;
        private @Nullable String claimedBy;
        private long number;

        Row(DeploymentId deployment) {
            this.deployment = Objects.requireNonNull(deployment);
        }
    }
}
