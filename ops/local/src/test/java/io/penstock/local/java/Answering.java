package io.penstock.local.java;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/// A program that is healthy on the port it is given, and ends with a last word when it is given another word.
public final class Answering {
    private Answering() {}

    public static void main(String[] arguments) throws Exception {
        if (!arguments[0].matches("\\d+")) {
            throw new IllegalArgumentException("port: " + arguments[0] + " (expected: digits)");
        }
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
        var server = HttpServer.create(address, 1);
        server.createContext("/readyz", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }
}
