package io.millrace.controlplane.admin;

import io.millrace.controlplane.Actors;
import io.millrace.controlplane.token.TokenSettings;
import io.millrace.controlplane.token.Tokens;
import io.millrace.token.ClusterTokens;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/** All routes of the API, in one place, so that a test can hold them against {@code openapi.json}. */
public final class AdminRoutes {
    private AdminRoutes() {}

    /** @param known what this node knows of keys */
    public static List<Route> of(
            Actors actors, Tokens tokens, ClusterTokens known, TokenSettings settings, InstantSource clock) {
        return Stream.of(
                        new OpenApiResource().routes(),
                        new BucketResource(actors, new BucketSettingsCheck()).routes(),
                        new DeliveryResource(actors).routes(),
                        new TokenResource(actors, tokens, settings, clock).routes(),
                        new KeyResource(tokens, known, clock).routes())
                .flatMap(List::stream)
                .toList();
    }
}
