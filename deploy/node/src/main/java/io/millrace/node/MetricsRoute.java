package io.millrace.node;

import akka.actor.ExtendedActorSystem;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.server.Directives;
import akka.http.javadsl.server.Route;
import akka.management.javadsl.ManagementRouteProvider;
import akka.management.javadsl.ManagementRouteProviderSettings;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/** {@code GET /metrics} in the Prometheus text format; named in akka.conf, so Akka Management finds it. */
public final class MetricsRoute implements ManagementRouteProvider {
    private final PrometheusMeterRegistry meters;

    public MetricsRoute(ExtendedActorSystem system) {
        this.meters = system.settings()
                .setup()
                .get(ManagementSetup.class)
                .orElseThrow()
                .meters();
    }

    @Override
    public Route routes(ManagementRouteProviderSettings settings) {
        return Directives.path(
                "metrics",
                () -> Directives.get(() -> Directives.complete(HttpResponse.create()
                        .withEntity(HttpEntities.create(ContentTypes.TEXT_PLAIN_UTF8, meters.scrape())))));
    }
}
