package io.penstock.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.penstock.local.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/// One open page of the console, and what the browser complained of while it was open.
final class ConsoleSheet implements AutoCloseable {
    /// Checked by axe; gives what it found, a line each.
    private static final String AXE = """
            async () => (await axe.run(document)).violations.map(each =>
                each.id + ': ' + each.nodes.map(node => node.html.slice(0, 200)).join(' | '))
            """;

    private final BrowserContext context;
    private final Page page;
    private final UnaryOperator<String> url;
    private final List<String> complaints = new ArrayList<>();

    ConsoleSheet(BrowserContext context, UnaryOperator<String> url) {
        this.context = context;
        this.url = url;
        page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text() + " " + message.location());
            }
        });
        page.onPageError(complaints::add);
    }

    Page page() {
        return page;
    }

    void go(String path) {
        page.navigate(url.apply(path));
    }

    void press(String... keys) {
        for (var key : keys) {
            page.keyboard().press(key);
        }
    }

    Locator button(String name) {
        return role(AriaRole.BUTTON, name);
    }

    Locator link(String name) {
        return role(AriaRole.LINK, name);
    }

    Locator dialog() {
        return page.getByRole(AriaRole.DIALOG);
    }

    private Locator role(AriaRole role, String name) {
        return page.getByRole(role, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator region(String name) {
        return role(AriaRole.REGION, name);
    }

    /// Presses a button of the open dialog.
    void confirm(String button) {
        dialog().getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(button).setExact(true))
                .click();
    }

    void titled(String heading) {
        PlaywrightAssertions.assertThat(page.getByRole(
                        AriaRole.HEADING,
                        new Page.GetByRoleOptions()
                                .setName(heading)
                                .setExact(true)
                                .setLevel(1)))
                .isVisible();
    }

    void says(String text) {
        PlaywrightAssertions.assertThat(page.getByText(text).first()).isVisible();
    }

    void at(String path) {
        page.waitForURL(url.apply(path));
    }

    /// Waits until nothing is on its way any more.
    void whole() {
        PlaywrightAssertions.assertThat(page.getByLabel("Loading")).hasCount(0);
    }

    /// The system asks for another theme, and the page follows.
    void wear(ColorScheme scheme) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        var theme = scheme.name().toLowerCase(Locale.ROOT);
        PlaywrightAssertions.assertThat(page.locator("html[data-mantine-color-scheme=" + theme + "]"))
                .hasCount(1);
    }

    /// The page is the same one since this was called for the first time: it was not loaded anew.
    void assertNotReloaded() {
        assertThat(page.evaluate("() => window.seen")).as("not reloaded").isEqualTo(true);
    }

    void mark() {
        page.evaluate("() => { window.seen = true }");
    }

    void assertAccessible(String what) {
        if (!(boolean) page.evaluate("() => 'axe' in window")) {
            page.evaluate(axe());
        }
        assertThat((List<?>) page.evaluate(AXE)).as("axe on " + what).isEmpty();
    }

    void assertNothingSideways(String what) {
        assertThat(page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .as("pixels that " + what + " scrolls sideways")
                .isEqualTo(0);
    }

    /// The browser complained of nothing but what is expected, by words of the complaint.
    void assertQuiet(String... expected) {
        assertThat(complaints)
                .filteredOn(complaint -> List.of(expected).stream().noneMatch(complaint::contains))
                .as("errors in the browser")
                .isEmpty();
    }

    private static String axe() {
        try {
            return Files.readString(Checkout.find().root().resolve("ui/node_modules/axe-core/axe.min.js"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
