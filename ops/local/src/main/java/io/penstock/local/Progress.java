package io.penstock.local;

/// Shows a waiting person what is being done, how far it is and how long it takes.
public interface Progress {
    /// Begins one piece of work; pieces may overlap, and each must be closed.
    Step step(String what);

    /// Says one thing that is not a piece of work.
    void say(String sentence);

    /// One piece of work; closing it before [#done] tells that it failed.
    interface Step extends AutoCloseable {
        /// How far it is, in words, such as `412 of 1350 packages`.
        void at(String howFar);

        /// It ended well, with this result.
        void done(String result);

        @Override
        void close();
    }
}
