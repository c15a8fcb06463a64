package io.penstock.controlplane.web;

import io.dropwizard.core.setup.AdminEnvironment;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/// `/healthz`, `/readyz` and `/metrics` on the admin port, and nothing else: what else Dropwizard offers there could
/// be called by any page of a browser on the same machine.
public final class Probes {
    private Probes() {}

    /// @param readiness what must be well before requests may come: name → null when it is, else a sentence
    public static void install(
            AdminEnvironment admin, PrometheusMeterRegistry meters, Supplier<Map<String, String>> readiness) {
        admin.addFilter("probes", new Only()).addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
        admin.addServlet("healthz", new Probe(Map::of)).addMapping("/healthz");
        admin.addServlet("readyz", new Probe(readiness)).addMapping("/readyz");
        admin.addServlet("metrics-text", new Scrape(meters)).addMapping("/metrics");
    }

    private static final class Only extends HttpFilter {
        private static final Set<String> PATHS = Set.of("/healthz", "/readyz", "/metrics");
        private static final long serialVersionUID = 1;

        @Override
        protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            if (PATHS.contains(request.getServletPath()) && request.getMethod().equals("GET")) {
                chain.doFilter(request, response);
            } else {
                response.sendError(HttpServletResponse.SC_NOT_FOUND);
            }
        }
    }

    private static final class Probe extends HttpServlet {
        private final transient Supplier<Map<String, String>> faults;

        Probe(Supplier<Map<String, String>> faults) {
            this.faults = faults;
        }

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            var found = faults.get();
            response.setStatus(found.isEmpty() ? 200 : 503);
            response.setContentType("text/plain; charset=utf-8");
            var text = new StringBuilder(found.isEmpty() ? "ok\n" : "");
            found.forEach((name, fault) ->
                    text.append(name).append(": ").append(fault).append('\n'));
            response.getWriter().write(text.toString());
        }
    }

    private static final class Scrape extends HttpServlet {
        private final transient PrometheusMeterRegistry meters;

        Scrape(PrometheusMeterRegistry meters) {
            this.meters = meters;
        }

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setContentType("text/plain; version=0.0.4; charset=utf-8");
            response.getWriter().write(meters.scrape());
        }
    }
}
