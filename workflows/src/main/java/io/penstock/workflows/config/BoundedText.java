package io.penstock.workflows.config;

/// A text that lets an expression look at it so often and no more; counting steps, it gives the same answer
/// each time.
final class BoundedText implements CharSequence {
    private static final int STEPS = 5_000_000;

    private final String text;
    private final String pattern;
    private int left = STEPS;

    BoundedText(String text, String pattern) {
        this.text = text;
        this.pattern = pattern;
    }

    @Override
    public char charAt(int index) {
        if (--left < 0) {
            throw new ConfigException("pattern: " + Fault.shown(pattern)
                    + " (expected: an expression that is found or not in reasonable time)");
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.substring(start, end);
    }

    @Override
    public String toString() {
        return text;
    }
}
