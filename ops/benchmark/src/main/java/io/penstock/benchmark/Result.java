package io.penstock.benchmark;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.workflows.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One line of figures, in the form of the contracts.
///
/// @param variant what tells lines of the same measure apart
/// @param budgetP99 null where the design names none
/// @param held whether the budget is kept, null where there is none
/// @param error why there are no figures
/// @param where the figure's parts
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Result(
        String measure,
        String variant,
        String unit,
        int n,
        @Nullable Double min,
        @Nullable Double p50,
        @Nullable Double p99,
        @Nullable Double max,
        @Nullable Double budget,
        @Nullable Double budgetP99,
        @Nullable Boolean held,
        @Nullable String error,
        ObjectNode environment,
        ObjectNode where) {
    /// The line that figures of one unit belong to.
    record Line(Measure measure, String variant, String unit) {}

    static Result of(Line line, Samples samples, @Nullable Budget budget, Map<String, Object> where) {
        return new Result(
                line.measure().title(),
                line.variant(),
                line.unit(),
                samples.size(),
                Samples.rounded(samples.min()),
                Samples.rounded(samples.median()),
                Samples.rounded(samples.quantile(0.99)),
                Samples.rounded(samples.max()),
                budget == null ? null : Samples.rounded(budget.p50()),
                budget == null ? null : budget.p99(),
                budget == null ? null : budget.held(samples),
                null,
                ordered(Map.of()),
                ordered(where));
    }

    /// There are no figures.
    static Result failed(Measure measure, String variant, String error) {
        return new Result(
                measure.title(),
                variant,
                "",
                0,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                error,
                ordered(Map.of()),
                ordered(Map.of()));
    }

    Result in(Map<String, Object> machine) {
        return new Result(
                measure, variant, unit, n, min, p50, p99, max, budget, budgetP99, held, error, ordered(machine), where);
    }

    /// The budget has more than the quantiles to it.
    Result held(boolean whether) {
        return new Result(
                measure, variant, unit, n, min, p50, p99, max, budget, budgetP99, whether, error, environment, where);
    }

    /// A map is written by the order of its keys, an object in its own.
    private static ObjectNode ordered(Map<String, Object> parts) {
        var node = Json.wire().createObjectNode();
        parts.forEach(node::putPOJO);
        return node;
    }
}
