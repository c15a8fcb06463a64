package io.penstock.workflows;

import io.penstock.workflows.id.ApplicationId;
import io.penstock.workflows.id.ChainId;
import io.penstock.workflows.id.ClusterName;
import io.penstock.workflows.id.RepositoryId;
import io.temporal.common.SearchAttributeKey;
import java.util.List;

/// Every name that Penstock uses in Temporal: namespace, queues, workflow ids and search attributes.
public final class TemporalNames {
    public static final String NAMESPACE = "penstock";
    public static final String CONTROL_PLANE_QUEUE = "control-plane";

    public static final SearchAttributeKey<String> PROJECT = SearchAttributeKey.forKeyword("PsProject");
    public static final SearchAttributeKey<String> APPLICATION = SearchAttributeKey.forKeyword("PsApplication");
    public static final SearchAttributeKey<String> CLUSTER = SearchAttributeKey.forKeyword("PsCluster");
    public static final SearchAttributeKey<String> KIND = SearchAttributeKey.forKeyword("PsKind");
    public static final SearchAttributeKey<String> PHASE = SearchAttributeKey.forKeyword("PsPhase");
    public static final SearchAttributeKey<String> DEPLOYMENT = SearchAttributeKey.forKeyword("PsDeployment");
    public static final SearchAttributeKey<String> COMMIT = SearchAttributeKey.forKeyword("PsCommit");

    /// All search attributes, to be registered in the namespace before the first workflow starts.
    public static final List<SearchAttributeKey<String>> SEARCH_ATTRIBUTES =
            List.of(PROJECT, APPLICATION, CLUSTER, KIND, PHASE, DEPLOYMENT, COMMIT);

    private TemporalNames() {}

    /// The queue that a cluster's pipeds poll: the cluster's name, exactly.
    public static String queue(ClusterName cluster) {
        return cluster.value();
    }

    public static String lane(ApplicationId application) {
        return "lane/" + application;
    }

    /// The same for every deployment of an application, so that the server itself forbids two at once.
    public static String deployment(ApplicationId application) {
        return "deploy/" + application;
    }

    public static String chain(ChainId chain) {
        return "chain/" + chain;
    }

    public static String watch(ClusterName cluster, RepositoryId repository) {
        return "watch/" + cluster + "/" + repository;
    }
}
