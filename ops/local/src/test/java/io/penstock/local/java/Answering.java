package io.penstock.local.java;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/// A program that answers on the port it is given, with what stands in the file it is given, or that it is healthy
/// where there is none; it ends with a last word when the port is another word.
public final class Answering {
    private Answering() {}

    public static void main(String[] arguments) throws Exception {
        if (!arguments[0].matches("\\d+")) {
            throw new IllegalArgumentException("port: " + arguments[0] + " (expected: digits)");
        }
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
        var trouble = Path.of(arguments[1]);
        var server = HttpServer.create(address, 1);
        server.createContext("/readyz", exchange -> {
            var text = Files.exists(trouble) ? Files.readAllBytes(trouble) : new byte[0];
            exchange.sendResponseHeaders(text.length == 0 ? 200 : 503, text.length == 0 ? -1 : text.length);
            exchange.getResponseBody().write(text);
            exchange.close();
        });
        server.start();
    }
}
