package io.millrace.controlplane.admin;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The description of this API, for everybody: OpenAPI 3.1. */
public final class OpenApiResource {
    private static final String FILE = "openapi.json";

    private final JsonNode document = read();

    static JsonNode read() {
        try (InputStream file = OpenApiResource.class.getResourceAsStream(FILE)) {
            return new AdminJson().parse(file.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public List<Route> routes() {
        return List.of(new Route(
                "GET",
                "/v1/openapi.json",
                true,
                request -> CompletableFuture.completedFuture(AdminResponse.ok(document))));
    }
}
