package io.millrace.origin;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.RecipientRef;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.auth.RelayTickets;
import io.millrace.auth.StreamAccess;
import io.millrace.channel.BucketCommand;
import io.millrace.channel.ChannelCommand;
import io.millrace.channel.ChannelId;
import io.millrace.delivery.Delivery;
import io.millrace.storage.ObjectStore;
import io.netty.channel.EventLoopGroup;
import java.time.InstantSource;
import java.util.function.Function;

/**
 * What the node lends to its origin role; the origin closes none of it.
 *
 * @param system a member of the cluster
 * @param acceptor one event loop that accepts relay connections
 * @param workers the event loops of the relay's connections
 * @param channels the way to a channel's actor: {@code ClusterChannels::channel}
 * @param buckets the way to a bucket's actor by its name: {@code ClusterChannels::bucket}
 */
public record OriginServices(
        ActorSystem<?> system,
        EventLoopGroup acceptor,
        EventLoopGroup workers,
        StreamAccess access,
        Function<ChannelId, RecipientRef<ChannelCommand>> channels,
        Function<String, RecipientRef<BucketCommand>> buckets,
        ObjectStore store,
        RelayTickets tickets,
        Delivery delivery,
        MeterRegistry meters,
        InstantSource clock) {}
