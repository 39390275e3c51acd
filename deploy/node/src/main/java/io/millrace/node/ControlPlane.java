package io.millrace.node;

import akka.actor.typed.ActorSystem;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import com.typesafe.config.Config;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.auth.Buckets;
import io.millrace.auth.RelayTickets;
import io.millrace.channel.ClusterChannels;
import io.millrace.controlplane.ControlPlaneEntities;
import io.millrace.controlplane.bucket.BucketActorSettings;
import io.millrace.controlplane.bucket.DefaultBucket;
import io.millrace.controlplane.channel.AkkaClusterMembers;
import io.millrace.controlplane.channel.ChannelServices;
import io.millrace.controlplane.persistence.JournalConfiguration;
import io.millrace.controlplane.persistence.JournalProbe;
import io.millrace.controlplane.persistence.JournalSchema;
import io.millrace.controlplane.persistence.JournalUnavailableException;
import io.millrace.controlplane.token.KeyCipher;
import io.millrace.controlplane.token.TokenEntities;
import io.millrace.controlplane.token.Tokens;
import io.millrace.controlplane.webhook.WebhookSweep;
import io.millrace.storage.ObjectStore;
import java.time.InstantSource;

/** The control plane's actors on this node, and the database that they write to. */
final class ControlPlane {
    private final PartSettings settings;

    ControlPlane(PartSettings settings) {
        this.settings = settings;
    }

    /** What the actor system must be started with. */
    Config journal() {
        return JournalConfiguration.of(settings.persistence());
    }

    /** Asks the database whether it is there. */
    JournalProbe probe() {
        return new JournalProbe(settings.persistence());
    }

    /** Makes the database's tables; blocks. */
    void prepareJournal() {
        try {
            JournalSchema.create(settings.persistence());
        } catch (JournalUnavailableException e) {
            throw new StartException(e.getMessage() + ": " + e.getCause().getMessage(), e);
        }
    }

    /** Starts the entities, and waits until the default bucket is there. */
    ClusterChannels start(
            ActorSystem<?> system,
            RelayTickets tickets,
            ObjectStore store,
            NodeCallbacks callbacks,
            InstantSource clock,
            MeterRegistry meters) {
        ClusterChannels cluster = new ClusterChannels(ClusterSharding.get(system));
        Buckets known = callbacks.buckets(cluster);
        ChannelServices services = new ChannelServices(
                settings.channels(),
                new AkkaClusterMembers(system),
                tickets,
                store,
                clock,
                callbacks.ofChannels(system, cluster, known),
                meters);
        BucketActorSettings buckets = settings.buckets();
        ControlPlaneEntities.start(system, cluster, services, callbacks.deliveries(system, known), buckets, clock);
        Waiting.await(
                "looking for bucket " + buckets.defaultBucket().orElse("none"),
                new DefaultBucket(cluster, buckets).ensure(system));
        WebhookSweep.start(system, cluster, known, settings.webhook().sweepInterval());
        return cluster;
    }

    /** Starts the entities for tokens. */
    Tokens startTokens(ActorSystem<?> system, KeyCipher cipher, InstantSource clock) {
        TokenEntities entities = TokenEntities.start(
                system, settings.tokens(), cipher, settings.access().answerTimeout(), clock);
        return new Tokens(entities, cipher, clock);
    }
}
