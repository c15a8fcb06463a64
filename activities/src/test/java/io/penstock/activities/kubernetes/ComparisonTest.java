package io.penstock.activities.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(20)
class ComparisonTest {
    private static final String NONE = "none";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            nginx:1.25 | nginx:1.26 | Deployment web: spec.template.spec.containers.0.image | none | web: nginx 1.25 → 1.26
            replicas: 3 | replicas: 4 | none | none | Deployment web changed
            replicas: 3 | replicas: "3" | none | none | no object changes
            mode: fast | mode: slow | none | ConfigMap web-config changed | ConfigMap web-config changed
            name: web-config}\\ndata | name: web-other}\\ndata | none | ConfigMap web-other added | ConfigMap web-other added, ConfigMap web-config removed
            nginx:1.25 | registry:5000/nginx | Deployment web: spec.template.spec.containers.0.image | none | web: nginx:1.25 → registry:5000/nginx
            """)
    void seesWhatDecides(ArgumentsAccessor row) {
        var from = Objects.requireNonNull(row.getString(0));
        var to = Objects.requireNonNull(row.getString(1));
        var template = Objects.requireNonNull(row.getString(2));
        var configuration = Objects.requireNonNull(row.getString(3));
        var summary = Objects.requireNonNull(row.getString(4));
        var changed = Given.WEB.replace(from.replace("\\n", "\n"), to.replace("\\n", "\n"));
        var comparison = Comparison.of(Given.manifests(Given.WEB), Given.manifests(changed), List.of());
        assertThat(String.valueOf(comparison.podTemplate())).isEqualTo(template.equals(NONE) ? "null" : template);
        assertThat(String.valueOf(comparison.configuration()))
                .isEqualTo(configuration.equals(NONE) ? "null" : configuration);
        assertThat(comparison.summary()).isEqualTo(summary);
        assertThat(comparison.workloads()).isTrue();
    }

    @Test
    void hasNoWorkloadsBeforeTheFirstDeployment() {
        var comparison = Comparison.of(List.of(), Given.manifests(Given.WEB), List.of());
        assertThat(comparison.workloads()).isFalse();
        assertThat(comparison.summary()).isEqualTo("web: nginx 1.25");
    }

    @Test
    void countsOnlyWhatIsReallyGone() {
        var old = Given.manifests(Given.WEB);
        var spelledOut = Given.manifests(Given.WEB.replace("metadata: {name:", "metadata: {namespace: default, name:"));
        assertThat(Comparison.of(old, old.subList(1, old.size()), List.of()).removed())
                .isEqualTo(1);
        assertThat(Comparison.of(old, spelledOut, List.of()).removed()).isZero();
        assertThat(Comparison.of(List.of(), old, List.of()).removed()).isZero();
    }
}
