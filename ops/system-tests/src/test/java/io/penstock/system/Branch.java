package io.penstock.system;

import io.penstock.local.process.Command;
import java.util.ArrayList;
import java.util.List;

/// The sample's branch, moved as nobody should.
final class Branch {
    private final Installation it;

    Branch(Installation it) {
        this.it = it;
    }

    /// What stood on the branch after this commit is there no more.
    void forceBackTo(String commit) {
        git("reset", "--quiet", "--hard", commit);
        git("push", "--quiet", "--force", "origin", "HEAD:main");
    }

    private void git(String... words) {
        var command = new ArrayList<>(List.of("git", "-C", it.sample().work().toString()));
        command.addAll(List.of(words));
        Command.of(command).succeed();
    }
}
