package io.millrace.node;

import akka.actor.ExtendedActorSystem;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.server.Directives;
import akka.http.javadsl.server.Route;
import akka.management.javadsl.ManagementRouteProvider;
import akka.management.javadsl.ManagementRouteProviderSettings;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.node.health.DependencyState;
import io.millrace.node.health.Health;

/**
 * {@code GET /health}: what is known of this node's dependencies, in JSON, for people. Always 200, as a node goes on while
 * one of them is down; named in akka.conf, so Akka Management finds it.
 */
public final class HealthRoute implements ManagementRouteProvider {
    private final Health health;
    private final ObjectMapper json = new ObjectMapper();

    public HealthRoute(ExtendedActorSystem system) {
        this.health = system.settings()
                .setup()
                .get(ManagementSetup.class)
                .orElseThrow()
                .health();
    }

    @Override
    public Route routes(ManagementRouteProviderSettings settings) {
        return Directives.path(
                "health",
                () -> Directives.get(() -> Directives.complete(HttpResponse.create()
                        .withEntity(HttpEntities.create(
                                ContentTypes.APPLICATION_JSON, document().toPrettyString())))));
    }

    private ObjectNode document() {
        ObjectNode document = json.createObjectNode();
        ObjectNode dependencies = document.putObject("dependencies");
        for (DependencyState state : health.dependencies()) {
            ObjectNode one = dependencies.putObject(state.name());
            one.put("up", state.up());
            one.put("since", state.since().toString());
            if (!state.up()) {
                one.put("meaning", state.meaning());
            }
            state.lastError().ifPresent(error -> one.put("lastError", error));
            state.lastErrorAt().ifPresent(at -> one.put("lastErrorAt", at.toString()));
        }
        return document;
    }
}
