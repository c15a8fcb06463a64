package io.penstock.system;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import io.penstock.local.java.ControlPlaneFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A browser, and a person who signs in to the console with it.
final class Console implements AutoCloseable {
    /// An assertion waits at most so long for the page to say what it should.
    private static final double PATIENCE_MILLIS = 30_000;

    private static final List<String> SWITCHES = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    private final Installation it;
    private final Playwright playwright;
    private final Browser browser;
    private final String session;

    Console(Installation it) {
        this.it = it;
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new LaunchOptions().setExecutablePath(chromium()).setArgs(SWITCHES));
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
        try (var sheet = stranger()) {
            sheet.go("/sign-in");
            signIn(sheet, password());
            sheet.page().waitForURL(url("/"));
            session = sheet.page().context().storageState();
        }
    }

    /// How wide the window is, and which theme the system asks for.
    record Look(int width, ColorScheme scheme) {
        static final Look USUAL = new Look(1280, ColorScheme.LIGHT);

        @Override
        public String toString() {
            return width + " wide, " + scheme;
        }
    }

    /// A page of somebody who has not signed in.
    ConsoleSheet stranger() {
        return new ConsoleSheet(browser.newContext(options(Look.USUAL)), this::url);
    }

    /// A page of the administrator.
    ConsoleSheet open(String path, Look look) {
        var sheet = new ConsoleSheet(browser.newContext(options(look).setStorageState(session)), this::url);
        sheet.go(path);
        return sheet;
    }

    ConsoleSheet open(String path) {
        return open(path, Look.USUAL);
    }

    void signIn(ConsoleSheet sheet, String password) {
        sheet.page().locator("input[name=user]").fill(ControlPlaneFiles.USER);
        sheet.page().locator("input[name=password]").fill(password);
        sheet.button("Sign in").click();
    }

    String password() {
        return it.stack().controlPlaneFiles().password();
    }

    private String url(String path) {
        return it.stack().controlPlaneFiles().url() + path;
    }

    private static Browser.NewContextOptions options(Look look) {
        return new Browser.NewContextOptions()
                .setViewportSize(look.width, look.width < 500 ? 844 : 800)
                .setColorScheme(look.scheme)
                .setLocale("en-GB")
                .setTimezoneId("Asia/Tokyo");
    }

    private static Path chromium() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .flatMap(folder -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError("chromium: not on PATH (expected: Debian's package chromium)"));
    }

    @Override
    public void close() {
        browser.contexts().forEach(BrowserContext::close);
        browser.close();
        playwright.close();
    }
}
