package io.millrace.controlplane.channel;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.auth.RelayTickets;
import io.millrace.storage.ObjectStore;
import java.time.InstantSource;

/** What all LiveChannel actors of a node share. */
public final class ChannelServices {
    private final ChannelSettings settings;
    private final ClusterMembers members;
    private final RelayTickets tickets;
    private final ObjectStore store;
    private final InstantSource clock;
    private final ChannelMetrics metrics;
    private final ChannelCallbacks callbacks;

    public ChannelServices(
            ChannelSettings settings,
            ClusterMembers members,
            RelayTickets tickets,
            ObjectStore store,
            InstantSource clock,
            ChannelCallbacks callbacks,
            MeterRegistry registry) {
        this.settings = settings;
        this.members = members;
        this.tickets = tickets;
        this.store = store;
        this.clock = clock;
        this.callbacks = callbacks;
        this.metrics = new ChannelMetrics(registry);
    }

    ChannelSettings settings() {
        return settings;
    }

    ClusterMembers members() {
        return members;
    }

    RelayTickets tickets() {
        return tickets;
    }

    ObjectStore store() {
        return store;
    }

    InstantSource clock() {
        return clock;
    }

    ChannelMetrics metrics() {
        return metrics;
    }

    ChannelCallbacks callbacks() {
        return callbacks;
    }
}
