package io.penstock.cli.people;

import static io.penstock.cli.Installation.READER;
import static io.penstock.cli.Installation.SERVER;
import static io.penstock.cli.Installation.WRITER;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.cli.Typed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class PeopleCommandTest {
    @Test
    void addsListsAndDisablesPeople() {
        var added = WRITER.type("user", "add", "--name", "grace", "--email", "grace@example.com", "-o", "json");
        assertThat(added.exit()).as(added.err()).isZero();
        assertThat(added.json().path("role").asText()).isEqualTo("VIEWER");
        assertThat(added.json().path("password").asText()).isNotBlank();
        assertThat(added.err()).contains("not shown again");
        assertThat(READER.type("user", "list").out())
                .contains("grace", "grace@example.com")
                .doesNotContain(added.json().path("password").asText());
        assertThat(WRITER.type("user", "add", "--name", "grace").exit()).isEqualTo(1);
        assertThat(WRITER.type("user", "add", "--name", "eve", "--role", "KING").exit())
                .isEqualTo(2);
        var wrong = WRITER.type("user", "disable", "graze");
        assertThat(wrong.exit()).isEqualTo(4);
        assertThat(wrong.err()).contains("did you mean grace?");
        assertThat(WRITER.type("user", "disable", "grace", "-o", "json")
                        .json()
                        .path("disabledAt")
                        .isNull())
                .isFalse();
        assertThat(READER.type("user", "disable", "grace").exit()).isEqualTo(3);
    }

    @Test
    void makesAKeyThatIsShownOnceAndWorksUntilItIsDisabled() {
        var made = WRITER.type("apikey", "create", "--name", "ci", "-o", "json");
        assertThat(made.exit()).as(made.err()).isZero();
        assertThat(made.json().path("role").asText()).isEqualTo("READ_ONLY");
        var key = made.json().path("key").asText();
        var program = Typed.with(SERVER.port(), key);
        assertThat(program.type("application", "list").exit()).isZero();
        assertThat(WRITER.type("apikey", "list").out()).contains("ci").doesNotContain(key);
        assertThat(WRITER.type("apikey", "disable", "cj").err()).contains("did you mean ci?");
        assertThat(WRITER.type("apikey", "disable", "ci").exit()).isZero();
        assertThat(program.type("application", "list").exit()).isEqualTo(3);
        assertThat(READER.type("apikey", "list").exit()).isEqualTo(3);
    }
}
