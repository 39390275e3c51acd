package io.millrace.node;

import akka.actor.typed.ActorSystem;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.admission.Admission;
import io.millrace.auth.RelayTickets;
import io.millrace.channel.ClusterChannels;
import io.millrace.cluster.NodeDirectory;
import io.millrace.controlplane.token.Tokens;
import io.millrace.delivery.Delivery;
import io.millrace.quota.BucketQuotas;
import io.millrace.storage.ObjectStore;
import io.millrace.tls.ServerTls;
import io.millrace.webhook.Callbacks;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What the node lends to the roles that it runs.
 *
 * @param tokens of a control-plane node only
 */
record Parts(
        ActorSystem<?> system,
        ClusterChannels channels,
        NodeDirectory directory,
        OwnStatus status,
        Access access,
        Optional<Tokens> tokens,
        Callbacks callbacks,
        RelayTickets tickets,
        ObjectStore store,
        Delivery delivery,
        Admission admission,
        BucketQuotas quotas,
        EventLoops loops,
        Optional<ServerTls> tls,
        MeterRegistry meters,
        InstantSource clock) {}
