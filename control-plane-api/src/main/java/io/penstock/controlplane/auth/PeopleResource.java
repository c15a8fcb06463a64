package io.penstock.controlplane.auth;

import io.penstock.controlplane.answer.Answers;
import io.penstock.controlplane.answer.Page;
import io.penstock.controlplane.answer.Required;
import io.penstock.controlplane.answer.View;
import io.penstock.controlplane.audit.Audit;
import io.penstock.controlplane.error.Faults;
import io.penstock.controlplane.error.Refusal;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// The people of the installation: list, add, disable.
@Path("/v1/people")
public final class PeopleResource {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][-_.A-Za-z0-9]{0,62}");

    private final Jdbi jdbi;

    public PeopleResource(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// @param email as it stands in commits, null leaves the person unmatched
    /// @param role ADMIN, EDITOR or VIEWER
    /// @param password null has one made
    public record NewPerson(
            @Required @Nullable String name,
            @Nullable String email,
            @Required @Nullable String role,
            @Nullable String password) {
        @Override
        public String toString() {
            return "NewPerson " + name;
        }
    }

    /// @param password the one that was made; shown once, null when the caller chose it
    public record AddedPerson(
            UUID id,
            String name,
            @Nullable String email,
            Role role,
            @Nullable String password) implements View {
        @Override
        public String toString() {
            return "AddedPerson " + name;
        }
    }

    @GET
    public Page<PeopleDao.PersonView> list() {
        return new Page<>(jdbi.withExtension(PeopleDao.class, PeopleDao::all), null);
    }

    @POST
    @Answers(201)
    @ShownOnce
    @RolesAllowed(Caller.ADMINISTER)
    public AddedPerson add(@Nullable NewPerson asked, @Context SecurityContext security) {
        var body = asked == null ? new NewPerson(null, null, null, null) : asked;
        var faults = new Faults();
        var name = faults.required("name", body.name(), PeopleResource::name);
        var role = faults.required("role", body.role(), PeopleResource::role);
        if (body.password() != null && !Passwords.taken(body.password())) {
            faults.add("password", "…", Passwords.EXPECTED);
        }
        faults.refuse();
        var password = body.password() == null ? Secrets.fresh() : body.password();
        var row = new PeopleDao.NewRow(
                UUID.randomUUID(), name.orElseThrow(), body.email(), role.orElseThrow(), Passwords.hash(password));
        jdbi.useTransaction(handle -> {
            var people = handle.attach(PeopleDao.class);
            if (people.isKey(row.name())) {
                throw new Refusal.Conflict("name: " + row.name() + " is an API key's");
            }
            if (people.add(row) == 0) {
                throw new Refusal.Conflict("name: " + row.name() + " is taken");
            }
            var detail = Map.of("name", row.name(), "role", row.role());
            Audit.write(
                    handle,
                    Caller.of(security),
                    new Audit.Entry("person.add", row.id().toString(), detail));
        });
        return new AddedPerson(
                row.id(), row.name(), row.email(), row.role(), body.password() == null ? password : null);
    }

    @POST
    @Path("{id}/disable")
    @RolesAllowed(Caller.ADMINISTER)
    public PeopleDao.PersonView disable(@PathParam("id") String id, @Context SecurityContext security) {
        return jdbi.inTransaction(handle -> {
            var people = handle.attach(PeopleDao.class);
            var person = people.find(id).orElseThrow(() -> new Refusal.NotFound("person", id));
            if (person.role() == Role.ADMIN && people.otherAdmins(person.id()) == 0) {
                throw new Refusal.Conflict(person.name() + " is the last administrator.");
            }
            people.disable(person.id());
            people.signOut(person.id());
            Audit.write(
                    handle, Caller.of(security), "person.disable", person.id().toString());
            return people.find(person.id().toString()).orElseThrow();
        });
    }

    static String name(String text) {
        if (!NAME.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "name: " + text + " (expected: letters, digits, `-`, `_` and `.`, at most 63)");
        }
        return text;
    }

    private static Role role(String text) {
        return switch (text) {
            case "ADMIN" -> Role.ADMIN;
            case "EDITOR" -> Role.EDITOR;
            case "VIEWER" -> Role.VIEWER;
            default -> throw new IllegalArgumentException("role: " + text + " (expected: ADMIN, EDITOR or VIEWER)");
        };
    }
}
