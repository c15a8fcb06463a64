package io.penstock.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.cli.check.TestCommand.Group;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class CountsTest {
    private static final Set<Group> UNIT = EnumSet.of(Group.UNIT);

    @TempDir
    private Path root;

    @BeforeEach
    void modules() throws IOException {
        write("lake/pom.xml", "");
        write("lake/src/test/java/io/lake/DamTest.java", "");
        write("lake/src/test/java/io/lake/Water.java", "");
        write("ops/system-tests/pom.xml", "");
        write("ops/system-tests/src/test/java/io/WholeTest.java", "");
        write("ui/pom.xml", "");
    }

    @Test
    void whatTheReportsSayIsCounted() throws IOException {
        report("lake", "io.lake.DamTest", """
                <testcase name="holds" classname="io.lake.DamTest"/>
                <testcase name="opens" classname="io.lake.DamTest"><system-out>failure</system-out></testcase>
                <testcase name="leaks" classname="io.lake.DamTest"><failure message="wet"/></testcase>
                <testcase name="waits" classname="io.lake.DamTest"><skipped/></testcase>
                <testcase name="" classname="io.lake.DamTest"><error message="no water"/></testcase>
                """);
        var counts = count(UNIT);
        assertThat(counts.line()).isEqualTo("2 passed, 2 failed, 1 skipped");
        assertThat(counts.failures()).containsExactly("io.lake.DamTest.leaks failed", "io.lake.DamTest. failed");
    }

    @Test
    void aSuiteWithoutReportHasFailed() throws IOException {
        var counts = count(UNIT);
        assertThat(counts.line()).isEqualTo("0 passed, 1 failed, 0 skipped");
        assertThat(counts.failures()).singleElement().asString().startsWith("io.lake.DamTest: did not run");
    }

    @Test
    void onlyTheGroupsThatWereAskedForMustHaveRun() throws IOException {
        assertThat(count(EnumSet.of(Group.CHECKS)).line()).isEqualTo("0 passed, 0 failed, 0 skipped");
        assertThat(count(EnumSet.allOf(Group.class)).failures())
                .extracting(sentence -> sentence.substring(0, sentence.indexOf(':')))
                .containsExactly("console", "io.WholeTest", "io.lake.DamTest");
    }

    @Test
    void aReportThatBreaksOffOrHoldsNoTestHasFailed() throws IOException {
        write("lake/target/surefire-reports/TEST-io.lake.DamTest.xml", "<testsuite><testcase name='holds'/>");
        report("ui", "console", "");
        var counts = count(EnumSet.of(Group.UNIT, Group.UI));
        assertThat(counts.line()).isEqualTo("0 passed, 2 failed, 0 skipped");
        assertThat(counts.failures().getFirst()).contains("TEST-io.lake.DamTest.xml: is not a whole report");
        assertThat(counts.failures().getLast()).isEqualTo("TEST-console.xml: holds no test");
    }

    @Test
    void whatAnEarlierRunLeftIsForgotten() throws IOException {
        report("lake", "io.lake.DamTest", "<testcase name='holds' classname='io.lake.DamTest'/>");
        report("lake", "io.lake.GoneTest", "<testcase name='was' classname='io.lake.GoneTest'/>");
        new Reports(root).forget();
        assertThat(count(UNIT).line()).isEqualTo("0 passed, 1 failed, 0 skipped");
    }

    @Test
    void aBuildThatEndedBadlyIsNoSuccess() throws IOException {
        report("lake", "io.lake.DamTest", "<testcase name='holds' classname='io.lake.DamTest'/>");
        assertThat(count(UNIT).afterBuild(0).line()).isEqualTo("1 passed, 0 failed, 0 skipped");
        assertThat(count(UNIT).afterBuild(1).line()).isEqualTo("1 passed, 1 failed, 0 skipped");
        report("lake", "io.lake.DamTest", "<testcase name='holds' classname='io.lake.DamTest'><error/></testcase>");
        assertThat(count(UNIT).afterBuild(1).line()).isEqualTo("0 passed, 1 failed, 0 skipped");
    }

    private Counts count(Set<Group> groups) throws IOException {
        var reports = new Reports(root);
        return Counts.of(reports, reports.expected(groups));
    }

    private void report(String module, String suite, String cases) throws IOException {
        write(
                module + "/target/surefire-reports/TEST-" + suite + ".xml",
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?><testsuites><testsuite name=\"" + suite + "\">" + cases
                        + "</testsuite></testsuites>");
    }

    private void write(String path, String content) throws IOException {
        var file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
