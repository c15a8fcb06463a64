package io.penstock.workflows.id;

import java.util.regex.Pattern;

/// The forms that identities take, and the sentence that refuses anything else.
enum Names {
    UUID("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "a UUID in lower case"),
    CLUSTER("(?!control-plane$)[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?", "a DNS label of at most 63 characters"),
    REPOSITORY("[A-Za-z0-9]([-_.A-Za-z0-9]{0,98}[A-Za-z0-9])?", "letters, digits, `-`, `_` and `.`, at most 100"),
    COMMIT("[0-9a-f]{40}([0-9a-f]{24})?", "40 or 64 lower-case hexadecimal digits"),
    SHA256("[0-9a-f]{64}", "64 lower-case hexadecimal digits");

    private final Pattern form;
    private final String expected;

    Names(String form, String expected) {
        this.form = Pattern.compile(form);
        this.expected = expected;
    }

    static void check(String what, String value, Names form) {
        if (!form.form.matcher(value).matches()) {
            var shown = value.length() > 80 ? value.substring(0, 80) + "…" : value;
            throw new IllegalArgumentException(
                    what + ": " + shown.replaceAll("\\p{Cntrl}", "�") + " (expected: " + form.expected + ")");
        }
    }
}
