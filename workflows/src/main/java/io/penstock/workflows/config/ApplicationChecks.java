package io.penstock.workflows.config;

import io.penstock.workflows.config.KubernetesConfig.TrafficRouting;
import io.penstock.workflows.stage.KubernetesStage;
import io.penstock.workflows.stage.MultiClusterStage;
import java.util.SortedMap;
import java.util.stream.Stream;

/// Refuses what PipeCD refuses when it loads an application, and what it would only refuse while it deploys.
final class ApplicationChecks {
    private final Source source;
    private final boolean plugins;

    ApplicationChecks(Source source, boolean plugins) {
        this.source = source;
        this.plugins = plugins;
    }

    /// @param read the platform's part as it was read, before it was completed
    void check(ApplicationConfig application, ApplicationSpec spec, PlatformConfig read) {
        var onCommit = spec.trigger().onCommit();
        Patterns.check(source, onCommit, "paths", onCommit.paths());
        Patterns.check(source, onCommit, "ignores", onCommit.ignores());
        if (spec.pipeline() != null) {
            spec.pipeline().stages().forEach(stage -> Patterns.check(source, stage.skipOn()));
        }
        chain(spec);
        if (spec.encryption() != null) {
            filled(spec.encryption(), "encryptedSecrets", spec.encryption().encryptedSecrets());
        }
        if (spec.attachment() != null) {
            filled(spec.attachment(), "sources", spec.attachment().sources());
        }
        var ignored = spec.driftDetection().ignoreFields();
        for (var i = 0; i < ignored.size(); i++) {
            if (ignored.get(i).split("#", -1).length != 2) {
                source.error(
                        source.item(spec.driftDetection(), "ignoreFields", i),
                        ignored.get(i),
                        "apiVersion:kind:namespace:name#path.of.field");
            }
        }
        new NotificationChecks(source).check(spec.notification());
        platform(application, read);
    }

    private void chain(ApplicationSpec spec) {
        var chain = spec.postSync().chain();
        if (chain == null) {
            return;
        }
        var matchers = chain.applications();
        for (var i = 0; i < matchers.size(); i++) {
            var matcher = matchers.get(i);
            if (matcher.name().isEmpty()
                    && matcher.kind() == null
                    && matcher.labels().isEmpty()) {
                source.missing(source.item(chain, "applications", i), "name, kind or labels");
            }
        }
    }

    private void filled(Object record, String field, SortedMap<String, String> values) {
        values.forEach((key, value) -> {
            if (key.isEmpty() || value.isEmpty()) {
                source.error(
                        source.place(record, field),
                        (key.isEmpty() ? "an empty key" : key) + (value.isEmpty() ? " without a value" : ""),
                        "keys and values that are not empty");
            }
        });
    }

    private void platform(ApplicationConfig application, PlatformConfig read) {
        switch (read) {
            case KubernetesConfig kubernetes -> {
                routing(kubernetes.trafficRouting(), kubernetes.service().name(), application);
                if (!kubernetes.input().multiTargets().isEmpty()) {
                    source.add(Fault.of(
                            plugins ? Severity.WARNING : Severity.ERROR,
                            source.place(kubernetes.input(), "multiTargets"),
                            "several targets",
                            "the plugin kubernetes_multicluster"));
                }
            }
            case MultiClusterConfig multi -> {
                routing(multi.trafficRouting(), multi.service().name(), application);
                if (multi.input().helmChart() != null
                        && !multi.input().kustomizeOptions().isEmpty()) {
                    source.error(
                            source.place(multi.input(), "kustomizeOptions"), "given", "no options beside helmChart");
                }
            }
            case TerraformConfig _, CloudRunConfig _, LambdaConfig _, EcsConfig _ -> {}
        }
    }

    private void routing(TrafficRouting routing, String service, ApplicationConfig application) {
        if (!routing.istio().virtualService().kind().equals("VirtualService")) {
            source.error(
                    source.place(routing.istio().virtualService(), "kind"),
                    routing.istio().virtualService().kind(),
                    "VirtualService");
        }
        var routes = application.pipeline().stream()
                .anyMatch(stage -> stage.stage() instanceof KubernetesStage.TrafficRouting
                        || stage.stage() instanceof MultiClusterStage.TrafficRouting);
        if (routes
                && routing.method() == TrafficRouting.Method.ISTIO
                && routing.istio().host().isEmpty()
                && (!plugins || service.isEmpty())) {
            source.missing(
                    source.place(routing.istio(), "host"),
                    plugins ? "the host, or service.name" : "the host whose destinations are divided");
        }
    }

    /// Checks the events of a repository; those inside applications are checked when they act, as in PipeCD.
    static void events(EventWatcherConfig watcher, Source source) {
        for (var event : watcher.events()) {
            for (var i = 0; i < event.replacements().size(); i++) {
                var replacement = event.replacements().get(i);
                var given = Stream.of(
                                replacement.yamlField(),
                                replacement.jsonField(),
                                replacement.hclField(),
                                replacement.regex().text())
                        .filter(text -> !text.isEmpty())
                        .count();
                var place = source.item(event, "replacements", i);
                if (given == 0) {
                    source.missing(place, "yamlField, jsonField, HCLField or regex");
                } else if (given > 1) {
                    source.warn(
                            place,
                            given + " fields",
                            "one of yamlField, jsonField, HCLField and regex; the first counts");
                }
            }
        }
    }
}
