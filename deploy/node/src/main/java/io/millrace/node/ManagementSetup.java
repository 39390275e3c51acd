package io.millrace.node;

import akka.actor.setup.Setup;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.function.BooleanSupplier;

/** Hands the node's metrics and its readiness to the management routes, which Akka makes itself. */
final class ManagementSetup extends Setup {
    private final PrometheusMeterRegistry meters;
    private final BooleanSupplier listening;

    ManagementSetup(PrometheusMeterRegistry meters, BooleanSupplier listening) {
        this.meters = meters;
        this.listening = listening;
    }

    PrometheusMeterRegistry meters() {
        return meters;
    }

    boolean listening() {
        return listening.getAsBoolean();
    }
}
