package io.penstock.activities.door;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How the piped stands with the control plane, as its last answer showed.
///
/// @param answered when it last answered at all, null before the first time
/// @param trouble why the last call did not succeed, null when it did
/// @param revoked whether it refuses the piped's key
public record Standing(@Nullable Instant answered, @Nullable String trouble, boolean revoked) {
    static final Standing UNKNOWN = new Standing(null, "the control plane has not answered yet", false);

    /// Whether the last call succeeded.
    public boolean good() {
        return trouble == null;
    }
}
