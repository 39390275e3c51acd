package io.millrace.node;

import akka.actor.ExtendedActorSystem;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.server.Directives;
import akka.http.javadsl.server.Route;
import akka.management.HealthCheckSettings;
import akka.management.javadsl.HealthChecks;
import akka.management.javadsl.ManagementRouteProvider;
import akka.management.javadsl.ManagementRouteProviderSettings;

/**
 * {@code GET /ready}: 200, or 503 while the node should get nothing new, where Akka's own route says 500; named in
 * akka.conf, so Akka Management finds it.
 */
public final class ReadyRoute implements ManagementRouteProvider {
    private final HealthChecks checks;

    public ReadyRoute(ExtendedActorSystem system) {
        checks = new HealthChecks(
                system,
                HealthCheckSettings.create(system.settings().config().getConfig("akka.management.health-checks")));
    }

    @Override
    public Route routes(ManagementRouteProviderSettings settings) {
        return Directives.path(
                "ready",
                () -> Directives.get(() -> Directives.onComplete(
                        checks.ready(),
                        ready -> Directives.complete(
                                ready.getOrElse(() -> false) ? StatusCodes.OK : StatusCodes.SERVICE_UNAVAILABLE))));
    }
}
