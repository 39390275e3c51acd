package io.millrace.node;

import akka.actor.typed.ActorSystem;
import com.typesafe.config.Config;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.auth.RelayTickets;
import io.millrace.channel.ClusterChannels;
import io.millrace.config.Settings;
import io.millrace.controlplane.ControlPlaneEntities;
import io.millrace.controlplane.bucket.BucketActorSettings;
import io.millrace.controlplane.bucket.DefaultBucket;
import io.millrace.controlplane.channel.AkkaClusterMembers;
import io.millrace.controlplane.channel.ChannelServices;
import io.millrace.controlplane.channel.ChannelSettings;
import io.millrace.controlplane.persistence.JournalConfiguration;
import io.millrace.controlplane.persistence.JournalSchema;
import io.millrace.controlplane.persistence.JournalUnavailableException;
import io.millrace.controlplane.persistence.PersistenceSettings;
import io.millrace.storage.ObjectStore;
import java.nio.file.Path;
import java.time.InstantSource;

/** The control plane's actors on this node, and the database that they write to. */
final class ControlPlane {
    private final ChannelSettings channels;
    private final BucketActorSettings buckets;
    private final PersistenceSettings persistence;

    ControlPlane(Config config, Path data) {
        this.channels = ChannelSettings.from(Settings.of(config, "millrace.channel"));
        this.buckets = BucketActorSettings.from(Settings.of(config, "millrace.bucket"));
        this.persistence = PersistenceSettings.from(Settings.of(config, "millrace.persistence"), data);
    }

    /** What the actor system must be started with. */
    Config journal() {
        return JournalConfiguration.of(persistence);
    }

    /** Makes the database's tables; blocks. */
    void prepareJournal() {
        try {
            JournalSchema.create(persistence);
        } catch (JournalUnavailableException e) {
            throw new StartException(e.getMessage() + ": " + e.getCause().getMessage(), e);
        }
    }

    /** Starts the entities, and waits until the default bucket is there. */
    ClusterChannels start(
            ActorSystem<?> system, RelayTickets tickets, ObjectStore store, InstantSource clock, MeterRegistry meters) {
        ChannelServices services =
                new ChannelServices(channels, new AkkaClusterMembers(system), tickets, store, clock, meters);
        ClusterChannels cluster = ControlPlaneEntities.start(system, services, buckets, clock);
        Waiting.await(
                "looking for bucket " + buckets.defaultBucket().orElse("none"),
                new DefaultBucket(cluster, buckets).ensure(system));
        return cluster;
    }
}
