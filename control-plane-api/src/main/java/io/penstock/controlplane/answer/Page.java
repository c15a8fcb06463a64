package io.penstock.controlplane.answer;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A part of a list, and the cursor that leads on.
///
/// @param next null when nothing follows
public record Page<T>(List<T> items, @Nullable String next) implements View {
    private static final int USUAL = 50;
    private static final int MOST = 200;

    public Page {
        items = List.copyOf(items);
    }

    /// How many items a page holds, given what was asked for.
    public static int size(@Nullable Integer limit) {
        return limit == null ? USUAL : Math.clamp(limit, 1, MOST);
    }

    /// Makes a page of `size` from rows of which one more than that was asked for.
    public static <T> Page<T> of(List<T> rows, int size, Function<T, Cursor> cursor) {
        if (rows.size() <= size) {
            return new Page<>(rows, null);
        }
        var items = rows.subList(0, size);
        return new Page<>(items, cursor.apply(items.getLast()).text());
    }

    /// The same page of other things.
    public <U> Page<U> with(List<U> others) {
        return new Page<>(others, next);
    }
}
