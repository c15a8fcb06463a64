package io.penstock.local;

/// Progress that nobody watches.
public final class Quiet implements Progress {
    @Override
    public Step step(String what) {
        return new Step() {
            @Override
            public void at(String howFar) {}

            @Override
            public void done(String result) {}

            @Override
            public void close() {}
        };
    }

    @Override
    public void say(String sentence) {}
}
