package io.penstock.controlplane.web;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The console's files. A path that is no file is a page of the console, and gets `index.html`.
public final class ConsoleServlet extends HttpServlet {
    private static final String FOLDER = "console";
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "json", "application/json",
            "svg", "image/svg+xml",
            "png", "image/png",
            "ico", "image/x-icon",
            "woff2", "font/woff2",
            "txt", "text/plain; charset=utf-8",
            "webmanifest", "application/manifest+json");
    private static final String POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
            + "frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var path = request.getRequestURI();
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "same-origin");
        response.setHeader("Content-Security-Policy", POLICY);
        var extension = extension(path);
        var file = extension == null || path.contains("..") ? null : read(path);
        if (file != null) {
            response.setHeader(
                    "Cache-Control", path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache");
            send(response, TYPES.getOrDefault(extension, "application/octet-stream"), file);
        } else if (extension != null) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        } else {
            page(response);
        }
    }

    private static void page(HttpServletResponse response) throws IOException {
        var index = read("/index.html");
        response.setHeader("Cache-Control", "no-cache");
        if (index == null) {
            response.setStatus(HttpServletResponse.SC_NOT_FOUND);
            index = "The console is not part of this build. The API is under /api/v1.\n"
                    .getBytes(StandardCharsets.UTF_8);
            send(response, "text/plain; charset=utf-8", index);
        } else {
            send(response, "text/html; charset=utf-8", index);
        }
    }

    private static void send(HttpServletResponse response, String type, byte[] content) throws IOException {
        response.setContentType(type);
        response.setContentLength(content.length);
        response.getOutputStream().write(content);
    }

    private static @Nullable String extension(String path) {
        var name = path.substring(path.lastIndexOf('/') + 1);
        var dot = name.lastIndexOf('.');
        return dot < 0 ? null : name.substring(dot + 1);
    }

    private static byte @Nullable [] read(String path) throws IOException {
        try (var stream = ConsoleServlet.class.getClassLoader().getResourceAsStream(FOLDER + path)) {
            return stream == null ? null : stream.readAllBytes();
        }
    }
}
