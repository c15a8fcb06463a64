package io.penstock.workflows.chain;

import io.penstock.workflows.config.ChainMatcher;
import io.penstock.workflows.config.Platform;
import io.penstock.workflows.id.ApplicationId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Resolves the blocks of a chain to applications, and refuses chains that match nothing or come back to
/// themselves.
public final class ChainPlan {
    private ChainPlan() {}

    /// @param start the application whose configuration holds the chain
    /// @param blocks one matcher a block, as configured
    /// @param registry all enabled applications of the project, `start` among them, in a fixed order
    public static Resolved resolve(ApplicationId start, List<ChainMatcher> blocks, List<Candidate> registry) {
        var resolved = new ArrayList<List<ApplicationId>>();
        for (var matcher : blocks) {
            var matched = registry.stream()
                    .filter(candidate -> !candidate.id().equals(start) && matches(matcher, candidate))
                    .map(Candidate::id)
                    .toList();
            if (matched.isEmpty()) {
                return new Resolved(
                        resolved,
                        "postSync.chain.applications[" + resolved.size() + "]: " + describe(matcher)
                                + " (expected: at least one other enabled application that matches)");
            }
            resolved.add(matched);
        }
        return new Resolved(resolved, cycle(start, registry));
    }

    private static boolean matches(ChainMatcher matcher, Candidate candidate) {
        return (matcher.name().isEmpty() || matcher.name().equals(candidate.name()))
                && (matcher.kind() == null || matcher.kind() == candidate.platform())
                && candidate.labels().entrySet().containsAll(matcher.labels().entrySet());
    }

    private static String describe(ChainMatcher matcher) {
        var parts = new ArrayList<String>();
        if (!matcher.name().isEmpty()) {
            parts.add("name " + matcher.name());
        }
        if (matcher.kind() != null) {
            parts.add("kind " + matcher.kind());
        }
        if (!matcher.labels().isEmpty()) {
            parts.add("labels " + matcher.labels());
        }
        return String.join(", ", parts);
    }

    /// The sentence that names the way back to the start, null when there is none.
    private static @Nullable String cycle(ApplicationId start, List<Candidate> registry) {
        var path = new ArrayList<Candidate>();
        for (var candidate : registry) {
            if (candidate.id().equals(start) && visit(candidate, new Search(start, registry, new HashSet<>(), path))) {
                return "postSync.chain: "
                        + String.join(" → ", path.stream().map(Candidate::name).toList())
                        + " (expected: a chain that does not come back to where it started)";
            }
        }
        return null;
    }

    private static boolean visit(Candidate at, Search search) {
        search.path().add(at);
        for (var next : search.registry()) {
            var follows = !next.id().equals(at.id()) && at.chain().stream().anyMatch(matcher -> matches(matcher, next));
            if (!follows) {
                continue;
            }
            if (next.id().equals(search.start())) {
                search.path().add(next);
                return true;
            }
            if (search.seen().add(next.id()) && visit(next, search)) {
                return true;
            }
        }
        search.path().removeLast();
        return false;
    }

    private record Search(
            ApplicationId start, List<Candidate> registry, Set<ApplicationId> seen, List<Candidate> path) {}

    /// An application that a chain may reach, and the chain that it would start itself.
    public record Candidate(
            ApplicationId id, String name, Platform platform, Map<String, String> labels, List<ChainMatcher> chain) {}

    /// @param blocks applications of each block after the first
    /// @param refusal why the chain does not begin, null when it does
    public record Resolved(
            List<List<ApplicationId>> blocks, @Nullable String refusal) {}
}
