package io.penstock.controlplane.answer;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// The OpenAPI description of this API, as it was when this was built.
@Path("/openapi.json")
public final class DescriptionResource {
    /// Where the description stands on the class path; a test keeps it equal to the code.
    public static final String PLACE = "/openapi/openapi.json";

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public String description() throws IOException {
        try (var stream = DescriptionResource.class.getResourceAsStream(PLACE)) {
            if (stream == null) {
                throw new IOException(PLACE + " is not part of this build");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
