package io.penstock.workflows.config;

import io.penstock.workflows.stage.AnalysisHttp;
import io.penstock.workflows.stage.AnalysisLog;
import io.penstock.workflows.stage.AnalysisMetric;
import io.penstock.workflows.stage.AnalysisTemplateReference;
import io.penstock.workflows.stage.ControlStage;
import java.time.Duration;

/// Refuses analysis items that could only fail later; an item that names a template is the template's own business.
final class AnalysisChecks {
    private final Source source;

    AnalysisChecks(Source source) {
        this.source = source;
    }

    void check(ControlStage.Analysis analysis) {
        analysis.metrics().forEach(this::metric);
        analysis.logs().forEach(this::log);
        analysis.https().forEach(this::http);
    }

    void check(AnalysisTemplateConfig templates) {
        templates.metrics().values().forEach(this::metric);
        templates.logs().values().forEach(this::log);
        templates.https().values().forEach(this::http);
    }

    private void metric(AnalysisMetric metric) {
        if (named(metric.template())) {
            return;
        }
        text(metric, "provider", metric.provider());
        text(metric, "query", metric.query());
        interval(metric, metric.interval());
        if (metric.strategy() == AnalysisMetric.Strategy.THRESHOLD
                && metric.expected().min() == null
                && metric.expected().max() == null) {
            source.missing(source.place(metric, "expected"), "min, max or both, as the strategy is THRESHOLD");
        }
        var min = metric.expected().min();
        var max = metric.expected().max();
        if (min != null && max != null && min > max) {
            source.error(source.place(metric, "expected"), min + " to " + max, "min that is at most max");
        }
    }

    private void log(AnalysisLog log) {
        if (!named(log.template())) {
            text(log, "provider", log.provider());
            text(log, "query", log.query());
            interval(log, log.interval());
        }
    }

    private void http(AnalysisHttp http) {
        if (!named(http.template())) {
            text(http, "url", http.url());
            interval(http, http.interval());
        }
    }

    private static boolean named(AnalysisTemplateReference template) {
        return !template.name().isEmpty();
    }

    private void text(Object item, String field, String value) {
        if (value.isEmpty()) {
            source.missing(source.place(item, field), "text, or a template");
        }
    }

    private void interval(Object item, Duration interval) {
        if (interval.isZero()) {
            source.missing(source.place(item, "interval"), GoDuration.EXPECTED);
        }
    }
}
