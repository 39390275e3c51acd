package io.millrace.node;

import akka.actor.setup.Setup;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.millrace.node.health.Health;
import java.util.function.BooleanSupplier;

/** Hands the node's metrics, its health and its readiness to the management routes, which Akka makes itself. */
final class ManagementSetup extends Setup {
    private final PrometheusMeterRegistry meters;
    private final BooleanSupplier listening;
    private final Health health;

    ManagementSetup(PrometheusMeterRegistry meters, BooleanSupplier listening, Health health) {
        this.meters = meters;
        this.listening = listening;
        this.health = health;
    }

    PrometheusMeterRegistry meters() {
        return meters;
    }

    Health health() {
        return health;
    }

    boolean listening() {
        return listening.getAsBoolean();
    }
}
