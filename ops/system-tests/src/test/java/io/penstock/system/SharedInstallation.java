package io.penstock.system;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives every test class the same installation: made when the first asks for it, purged when the last has ended.
/// What a failed test leaves dead or standing still is brought back, so that the next one speaks for itself.
final class SharedInstallation implements ParameterResolver, AfterEachCallback {
    private static final Namespace OURS = Namespace.create(SharedInstallation.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Installation.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return made(context).installation();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        var installation = made(context).installation;
        if (installation != null && context.getExecutionException().isPresent()) {
            installation.processes().thawAll();
            installation.up();
        }
    }

    private static Made made(ExtensionContext context) {
        return context.getRoot().getStore(OURS).computeIfAbsent(Made.class, _ -> new Made(), Made.class);
    }

    /// The one attempt to make it: where `up` fails, every test fails with the same words and none tries again.
    private static final class Made implements AutoCloseable {
        private @Nullable Installation installation;
        private @Nullable AssertionError failure;

        Made() {
            try {
                installation = new Installation();
            } catch (AssertionError e) {
                failure = e;
            }
        }

        Installation installation() {
            if (installation == null) {
                throw new AssertionError("there is no installation to test", failure);
            }
            return installation;
        }

        @Override
        public void close() {
            if (installation != null) {
                installation.close();
            }
        }
    }
}
