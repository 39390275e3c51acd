package io.millrace.edge;

import akka.actor.typed.ActorSystem;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.auth.ObjectAccess;
import io.millrace.auth.StreamAccess;
import io.millrace.channel.ClusterChannels;
import io.millrace.delivery.Delivery;
import io.millrace.storage.ObjectStore;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import java.time.InstantSource;

/** What an edge needs of its node; owned by the node. */
public record EdgeServices(
        ActorSystem<?> system,
        ClusterChannels channels,
        EventLoopGroup acceptLoops,
        EventLoopGroup loops,
        Class<? extends ServerChannel> transport,
        StreamAccess streamAccess,
        ObjectAccess objectAccess,
        ObjectStore store,
        Delivery delivery,
        MeterRegistry registry,
        InstantSource clock) {}
