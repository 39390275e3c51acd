package io.millrace.edge;

import akka.actor.typed.ActorSystem;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.admission.Admission;
import io.millrace.auth.LiveRights;
import io.millrace.auth.ObjectAccess;
import io.millrace.auth.StreamAccess;
import io.millrace.channel.ClusterChannels;
import io.millrace.cluster.NodeStatus;
import io.millrace.delivery.Delivery;
import io.millrace.quota.BucketQuotas;
import io.millrace.storage.ObjectStore;
import io.millrace.webhook.HttpCallbacks;
import io.millrace.webhook.RtmpCallbacks;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What an edge needs of its node; owned by the node.
 *
 * @param nodes the cluster's nodes, as {@code NodeDirectory} knows them
 * @param self this node among them, once it is known
 */
public record EdgeServices(
        ActorSystem<?> system,
        ClusterChannels channels,
        Supplier<List<NodeStatus>> nodes,
        Supplier<Optional<NodeStatus>> self,
        EventLoopGroup acceptLoops,
        EventLoopGroup loops,
        Class<? extends ServerChannel> transport,
        StreamAccess streamAccess,
        ObjectAccess objectAccess,
        LiveRights rights,
        BucketQuotas quotas,
        RtmpCallbacks rtmpCallbacks,
        HttpCallbacks httpCallbacks,
        ObjectStore store,
        Delivery delivery,
        Admission admission,
        MeterRegistry registry,
        InstantSource clock) {}
