package io.penstock.cli;

import java.io.Console;
import java.util.Optional;

/// The terminal that somebody sits at.
public final class Terminal {
    private Terminal() {}

    /// Empty where standard input or output is none: there is nobody to ask then.
    public static Optional<Console> find() {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal);
    }
}
