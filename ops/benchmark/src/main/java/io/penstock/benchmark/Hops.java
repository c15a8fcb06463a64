package io.penstock.benchmark;

import io.penstock.benchmark.arena.Arena;
import io.penstock.benchmark.arena.DeploymentTimes;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a deployment had done by Temporal, as most of many did.
///
/// @param lane, deployment in order: `L` a local activity, `R` a remote one, `C` the child workflow
/// @param remote, local how many there are of each, lane and deployment together
/// @param described what else the histories say, on average
record Hops(String lane, String deployment, int remote, int local, Map<String, Object> described) {
    /// Counted from the histories of these deployments; the lanes' before their first child ended.
    static Hops of(Arena arena, List<DeploymentTimes> deployments) {
        var shapes = new HashMap<List<String>, Integer>();
        var types = new TreeMap<String, Integer>();
        var tasks = 0;
        try (var histories = arena.histories()) {
            for (var deployment : deployments) {
                var lane = histories.ofLane(deployment);
                var run = histories.ofDeployment(deployment);
                shapes.merge(List.of(lane.hops(), run.hops()), 1, Integer::sum);
                tasks += lane.workflowTasks().count() + run.workflowTasks().count();
                lane.localActivities().forEach(type -> types.merge(type, 1, Integer::sum));
                run.localActivities().forEach(type -> types.merge(type, 1, Integer::sum));
                run.activities().forEach(activity -> types.merge(activity.type(), 1, Integer::sum));
            }
        }
        var usual = shapes.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
        var count = (double) deployments.size();
        var described = new LinkedHashMap<String, Object>();
        described.put("hops, lane and deployment", String.join(" and ", usual));
        described.put("workflow tasks each", Samples.rounded(tasks / count));
        types.forEach((type, times) -> described.put(type + " each", Samples.rounded(times / count)));
        var all = usual.getFirst() + usual.getLast();
        return new Hops(usual.getFirst(), usual.getLast(), count(all, 'R'), count(all, 'L'), described);
    }

    private static int count(String hops, char hop) {
        return (int) hops.chars().filter(each -> each == hop).count();
    }
}
