package io.millrace.origin;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import io.millrace.channel.ChannelCommand;
import io.millrace.channel.ChannelConfig;
import io.millrace.channel.ChannelReply;
import io.millrace.channel.EndReason;
import io.millrace.channel.Segment;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** A channel's actor that grants one session of epoch 7, renews it, and enters all its segments. */
public final class TestingChannel {
    public static final long EPOCH = 7;

    private final List<Segment> segments = new CopyOnWriteArrayList<>();
    private final CompletableFuture<EndReason> ended = new CompletableFuture<>();
    private volatile ChannelCommand.Report lastReport;

    public Behavior<ChannelCommand> behavior(ChannelConfig config) {
        return Behaviors.receive(ChannelCommand.class)
                .onMessage(ChannelCommand.StartPublish.class, start -> {
                    start.replyTo().tell(new ChannelReply.Granted(EPOCH, config, 0));
                    return Behaviors.same();
                })
                .onMessage(ChannelCommand.Report.class, report -> {
                    lastReport = report;
                    report.replyTo().tell(new ChannelReply.Renewed(EPOCH));
                    return Behaviors.same();
                })
                .onMessage(ChannelCommand.SealSegment.class, seal -> {
                    segments.add(seal.segment());
                    seal.replyTo().tell(new ChannelReply.Sealed(seal.segment().sequence()));
                    return Behaviors.same();
                })
                .onMessage(ChannelCommand.EndPublish.class, end -> {
                    ended.complete(end.reason());
                    end.replyTo().tell(new ChannelReply.Ended(EPOCH));
                    return Behaviors.same();
                })
                .build();
    }

    public List<Segment> segments() {
        return segments;
    }

    public CompletableFuture<EndReason> ended() {
        return ended;
    }

    public ChannelCommand.Report lastReport() {
        return lastReport;
    }
}
