package io.penstock.cli.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// How many tests passed, failed and were skipped. What should have run and left no whole report has failed.
record Counts(int passed, int failed, int skipped, List<String> failures) {
    Counts {
        failures = List.copyOf(failures);
    }

    /// Counts the reports that lie below a checkout.
    ///
    /// @param expected the report that each suite must have left
    static Counts of(Reports reports, SortedMap<String, Path> expected) throws IOException {
        var counts = new Counts(0, 0, 0, List.of());
        for (var report : reports.left()) {
            counts = counts.plus(read(report));
        }
        for (var suite : expected.entrySet()) {
            if (!Files.exists(suite.getValue())) {
                counts = counts.plus(failure(suite.getKey()
                        + ": did not run (it was not reached, did not compile, or its process died; see above)"));
            }
        }
        return counts;
    }

    /// The same, with a build that ended badly counted where no test tells of it.
    Counts afterBuild(int exitCode) {
        return exitCode == 0 || failed > 0
                ? this
                : plus(failure("the checks or the build failed with " + exitCode + "; Maven's own words are above"));
    }

    String line() {
        return passed + " passed, " + failed + " failed, " + skipped + " skipped";
    }

    private static Counts failure(String sentence) {
        return new Counts(0, 1, 0, List.of(sentence));
    }

    private Counts plus(Counts more) {
        var sentences = new ArrayList<>(failures);
        sentences.addAll(more.failures);
        return new Counts(passed + more.passed, failed + more.failed, skipped + more.skipped, sentences);
    }

    private static Counts read(Path report) throws IOException {
        var factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try (var content = Files.newInputStream(report)) {
            var counts = cases(factory.createXMLStreamReader(content));
            return counts.passed + counts.failed + counts.skipped > 0
                    ? counts
                    : failure(report.getFileName() + ": holds no test");
        } catch (XMLStreamException e) {
            return failure(report.getFileName() + ": is not a whole report (" + e.getMessage() + ")");
        }
    }

    private static Counts cases(XMLStreamReader xml) throws XMLStreamException {
        var counts = new Counts(0, 0, 0, List.of());
        while (xml.hasNext()) {
            if (xml.next() == XMLStreamConstants.START_ELEMENT
                    && xml.getLocalName().equals("testcase")) {
                counts = counts.plus(one(xml));
            }
        }
        return counts;
    }

    /// Reads one test to its end.
    private static Counts one(XMLStreamReader xml) throws XMLStreamException {
        var name = xml.getAttributeValue(null, "classname") + "." + xml.getAttributeValue(null, "name");
        var result = new Counts(1, 0, 0, List.of());
        while (!(xml.next() == XMLStreamConstants.END_ELEMENT
                && xml.getLocalName().equals("testcase"))) {
            if (xml.isStartElement()) {
                result = switch (xml.getLocalName()) {
                    case "failure", "error" -> failure(name + " failed");
                    case "skipped" -> new Counts(0, 0, 1, List.of());
                    default -> result;
                };
            }
        }
        return result;
    }
}
