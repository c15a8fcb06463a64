package io.penstock.controlplane.error;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemMapperTest {
    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\u001b[31m", "\u0085", "\u2028", "\u2029", "\0"})
    void writesOneLineIntoTheLogWhateverWasAsked(String inserted) {
        var problem = ProblemMapper.problem(new Refusal.NotFound("deployment", "a" + inserted + "b"));
        var line = ProblemMapper.line(problem, "GET", "v1/deployments/a" + inserted + "ERROR all is lost");
        assertThat(line).contains("v1/deployments/a", "ERROR all is lost").doesNotContain(inserted.substring(0, 1));
        assertThat(line).startsWith(problem.id() + " 404 GET ");
        assertThat(Problem.plain(problem.detail())).doesNotContain(inserted.substring(0, 1));
    }
}
