package io.penstock.activities.kubernetes;

import io.penstock.activities.bundle.Bundle;
import io.penstock.workflows.Failures;
import io.penstock.workflows.kubernetes.KubernetesActivities.Source;
import io.penstock.workflows.kubernetes.KubernetesActivities.StageRequest;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.failure.ApplicationFailure;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One attempt of a stage's activity: whom it tells, and how its failures are named.
final class StageAttempt {
    private static final String UNBLOCKS = "the API server of this cluster answering the piped";

    private final KubernetesActivitiesImpl.Parts parts;
    private final StageRequest request;
    private final ActivityExecutionContext context;
    private final Consumer<String> log;

    StageAttempt(KubernetesActivitiesImpl.Parts parts, StageRequest request, ActivityExecutionContext context) {
        this.parts = parts;
        this.request = request;
        this.context = context;
        var rollback = request.source() == Source.ROLLBACK;
        var stage = rollback ? request.index() : request.fence().step();
        this.log = parts.logs()
                .of(request.deployment(), stage, rollback, context.getInfo().getAttempt())::line;
    }

    /// What an attempt does with its stage.
    interface Work<T> {
        T on(StageRun run) throws InterruptedException;
    }

    Consumer<String> log() {
        return log;
    }

    /// Does the work. What the API server refuses is a `StageFailure` in its own words; an API server that does not
    /// answer is told of and left to the next attempt.
    <T> T run(Work<T> work) throws InterruptedException {
        try {
            var result = work.on(stage());
            if (context.getInfo().getAttempt() > 1) {
                hidden(null);
            }
            return result;
        } catch (ApplicationFailure e) {
            throw e.isNonRetryable() ? redacted(e) : e;
        } catch (ApiServerException e) {
            if (e.isRefusal()) {
                throw redacted(Failures.stage(String.valueOf(e.getMessage())));
            }
            throw waits("the API server answers: " + e.getMessage(), e);
        } catch (UnreachableException e) {
            throw waits(String.valueOf(e.getMessage()), e);
        }
    }

    /// Tells people why the cluster cannot be seen, or with null that it can be again.
    void hidden(@Nullable String cause) {
        var stage = request.source() == Source.ROLLBACK
                ? request.index()
                : request.fence().step();
        parts.tell(request.deployment(), stage, cause, UNBLOCKS);
    }

    private StageRun stage() {
        var bundle = parts.bundles().get(request.bundle(), request.application());
        parts.redactor().learn(SecretValues.of(StageRun.manifests(bundle)));
        show(bundle);
        var token = context.getInfo().getTaskToken();
        var vitality = new Vitality(
                () -> parts.acknowledgements().silence(token), context.getInfo().getHeartbeatTimeout());
        return new StageRun(
                parts.cluster(), new StageRun.Of(request, bundle, this::running, parts.piped()), vitality, log);
    }

    private @Nullable Bundle running() {
        return request.running() == null || request.running().equals(request.bundle())
                ? null
                : parts.bundles().get(request.running(), request.application());
    }

    /// Offers the changes again: the piped that rendered may have died before it had uploaded them.
    private void show(Bundle bundle) {
        if (request.source() != Source.ROLLBACK) {
            parts.show(request.deployment(), request.bundle(), () -> {
                var same = request.bundle().equals(request.running());
                return new ChangeList.Sides(bundle, same ? bundle : running(), request.running(), null);
            });
        }
    }

    private RuntimeException waits(String sentence, RuntimeException cause) {
        var clean = parts.redactor().redact(sentence);
        log.accept("waiting: " + clean);
        hidden(clean);
        return ApplicationFailure.newFailure(clean, cause.getClass().getSimpleName());
    }

    private ApplicationFailure redacted(ApplicationFailure failure) {
        var sentence = parts.redactor().redact(failure.getOriginalMessage());
        log.accept(sentence);
        return ApplicationFailure.newNonRetryableFailure(sentence, failure.getType());
    }
}
