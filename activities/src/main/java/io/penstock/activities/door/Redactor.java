package io.penstock.activities.door;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;

/// Knows what must not leave the piped, and writes `******` in its place, in plain and in base64.
///
/// Values shorter than 6 characters are not looked for: their removal would garble any text and hide nothing.
public final class Redactor {
    private static final String MASK = "******";
    private static final int SHORTEST = 6;
    private static final int SHORTEST_LINE = 12;
    private static final int MAXIMUM_LEARNT = 20_000;

    private final List<String> own;
    private final LinkedHashSet<String> learnt = new LinkedHashSet<>();
    private volatile List<String> forms;

    /// Starts with the piped's own credentials, which are never forgotten.
    public Redactor(Collection<String> credentials) {
        var all = new LinkedHashSet<String>();
        credentials.forEach(value -> addForms(all, value));
        own = List.copyOf(all);
        forms = longestFirst(all);
    }

    /// Adds values, such as those of a Secret that was rendered; the oldest of very many are forgotten.
    public synchronized void learn(Collection<String> values) {
        var before = learnt.size();
        values.forEach(value -> addForms(learnt, value));
        if (learnt.size() == before) {
            return;
        }
        while (learnt.size() > MAXIMUM_LEARNT) {
            learnt.removeFirst();
        }
        var all = new LinkedHashSet<>(own);
        all.addAll(learnt);
        forms = longestFirst(all);
    }

    /// The text without anything that must not leave.
    public String redact(String text) {
        var clean = text;
        for (var form : forms) {
            if (form.length() <= clean.length() && clean.contains(form)) {
                clean = clean.replace(form, MASK);
            }
        }
        return clean;
    }

    private static void addForms(Collection<String> forms, String value) {
        var trimmed = value.strip();
        if (trimmed.length() < SHORTEST) {
            return;
        }
        forms.add(trimmed);
        for (var exact : List.of(value, trimmed)) {
            var bytes = exact.getBytes(StandardCharsets.UTF_8);
            for (var base64 : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
                forms.add(base64.encodeToString(bytes));
                forms.add(base64.withoutPadding().encodeToString(bytes));
            }
        }
        if (trimmed.indexOf('\n') >= 0) {
            trimmed.lines()
                    .map(String::strip)
                    .filter(line -> line.length() >= SHORTEST_LINE)
                    .forEach(forms::add);
        }
    }

    private static List<String> longestFirst(Collection<String> forms) {
        return forms.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }
}
