package io.penstock.activities.git;

/// A file in a commit: its path from the repository's root, and the id of its content in the object database.
///
/// @param path as Git has it, with `/`; may hold any character but NUL, so it is shown, never handed to a shell
public record Blob(String path, String id, Kind kind) {
    /// What the entry is.
    public enum Kind {
        FILE,
        EXECUTABLE,
        /// A symbolic link that leads to no file inside the repository; links that do are listed as what they
        /// lead to.
        DEAD_LINK
    }

    /// The last part of the path.
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
