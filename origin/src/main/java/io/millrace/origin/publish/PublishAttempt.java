package io.millrace.origin.publish;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.RecipientRef;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import io.millrace.channel.BucketCommand;
import io.millrace.channel.BucketReply;
import io.millrace.channel.ChannelCommand;
import io.millrace.channel.ChannelConfig;
import io.millrace.channel.ChannelReply;
import io.millrace.channel.ChannelStatus;
import io.millrace.channel.EndReason;
import io.millrace.channel.Publisher;
import io.millrace.channel.SessionSignal;
import io.millrace.origin.publish.SessionMessage.BucketAnswered;
import io.millrace.origin.publish.SessionMessage.ChannelAnswered;
import io.millrace.origin.publish.SessionMessage.Signalled;
import io.millrace.origin.publish.SessionMessage.Stop;
import io.millrace.origin.publish.SessionMessage.Timer;
import io.millrace.quota.BucketPlace;
import io.millrace.rtmp.connection.StreamStatus;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.UUID;

/**
 * One publish that waits for its channel's grant. Asks until there is an answer, creates the channel where its bucket
 * wants that, and becomes the running {@link PublishSession}, or refuses the publisher. A grant that comes after the
 * refusal is given back at once.
 */
final class PublishAttempt extends AbstractBehavior<SessionMessage> {
    private final SessionServices services;
    private final PublishSessions.Publish publish;
    private final TimerScheduler<SessionMessage> timers;
    private final RecipientRef<ChannelCommand> channel;
    private final ActorRef<ChannelReply> channelReplies;
    private final ActorRef<SessionSignal> signals;
    private final String attempt = UUID.randomUUID().toString();

    private Optional<BucketPlace> place;
    private boolean checking;
    private boolean creating;
    private boolean created;
    private boolean refused;

    static Behavior<SessionMessage> create(SessionServices services, PublishSessions.Publish publish) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new PublishAttempt(context, timers, services, publish)));
    }

    private PublishAttempt(
            ActorContext<SessionMessage> context,
            TimerScheduler<SessionMessage> timers,
            SessionServices services,
            PublishSessions.Publish publish) {
        super(context);
        context.setLoggerName(PublishAttempt.class);
        this.services = services;
        this.publish = publish;
        this.timers = timers;
        this.channel = services.channels().apply(publish.channel());
        this.channelReplies = context.messageAdapter(ChannelReply.class, ChannelAnswered::new);
        this.signals = context.messageAdapter(SessionSignal.class, Signalled::new);
        this.place = services.quotas().enterPublisher(publish.bucket(), publish.channel(), false);
        this.checking = place.isEmpty();
        timers.startSingleTimer(Timer.START_TIMED_OUT, services.settings().startTimeout());
        ask();
    }

    @Override
    public Receive<SessionMessage> createReceive() {
        return newReceiveBuilder()
                .onMessage(ChannelAnswered.class, answered -> onChannelReply(answered.reply()))
                .onMessage(BucketAnswered.class, answered -> onBucketReply(answered.reply()))
                .onMessageEquals(Timer.ASK_AGAIN, this::onAskAgain)
                .onMessageEquals(Timer.START_TIMED_OUT, this::onStartTimedOut)
                .onMessage(Stop.class, this::onStop)
                .onAnyMessage(other -> this)
                .onSignal(PostStop.class, stopped -> onPostStop())
                .build();
    }

    private void ask() {
        if (checking) {
            channel.tell(new ChannelCommand.GetStatus(channelReplies.narrow()));
        } else if (creating) {
            ActorRef<BucketReply> replies = getContext().messageAdapter(BucketReply.class, BucketAnswered::new);
            services.buckets()
                    .apply(publish.channel().bucket())
                    .tell(new BucketCommand.PutChannel(
                            publish.channel().channel(),
                            ChannelConfig.DEFAULT,
                            ChannelStatus.ENABLED,
                            true,
                            replies.narrow()));
        } else {
            channel.tell(new ChannelCommand.StartPublish(
                    attempt,
                    services.node(),
                    new Publisher(
                            remoteAddress(),
                            publish.playlistName(),
                            services.callbacks().publisher(publish.request(), publish.right())),
                    publish.bucket().settings().takeOver(),
                    signals,
                    channelReplies.narrow()));
        }
        timers.startSingleTimer(Timer.ASK_AGAIN, services.settings().startInterval());
    }

    private Behavior<SessionMessage> onAskAgain() {
        ask();
        return this;
    }

    private Behavior<SessionMessage> onChannelReply(ChannelReply reply) {
        if (reply instanceof ChannelReply.Granted granted) {
            return refused ? giveBack(granted) : begin(granted);
        }
        if (checking && !refused) {
            return onChecked(reply);
        }
        if (refused || creating) {
            return reply instanceof ChannelReply.Ended ? Behaviors.stopped() : this;
        }
        if (reply instanceof ChannelReply.NoSuchChannel) {
            return onNoSuchChannel();
        }
        if (reply instanceof ChannelReply.Disabled) {
            return refuseAndStop(PublishStatus.disabled(publish.channel()));
        }
        if (reply instanceof ChannelReply.AlreadyPublishing) {
            return refuseAndStop(PublishStatus.alreadyPublishing(publish.channel()));
        }
        return this;
    }

    /** The bucket is full; but who takes over a channel that is live is no more than was there. */
    private Behavior<SessionMessage> onChecked(ChannelReply reply) {
        if (reply instanceof ChannelReply.Status status && status.live().isPresent()) {
            checking = false;
            place = services.quotas().enterPublisher(publish.bucket(), publish.channel(), true);
            ask();
            return this;
        }
        return reply instanceof ChannelReply.Stat
                ? refuseAndStop(
                        PublishStatus.tooManyPublishers(publish.channel().bucket()))
                : this;
    }

    private Behavior<SessionMessage> onNoSuchChannel() {
        if (created || !publish.bucket().settings().autoCreateChannels()) {
            return refuseAndStop(PublishStatus.noSuchChannel(publish.channel()));
        }
        creating = true;
        ask();
        return this;
    }

    private Behavior<SessionMessage> onBucketReply(BucketReply reply) {
        if (refused || !creating) {
            return this;
        }
        if (reply instanceof BucketReply.NoSuchBucket) {
            return refuseAndStop(PublishStatus.noSuchBucket(publish.channel().bucket()));
        }
        if (reply instanceof BucketReply.TooManyChannels full) {
            return refuseAndStop(PublishStatus.tooManyChannels(publish.channel().bucket(), full.limit()));
        }
        if (!(reply instanceof BucketReply.Unavailable)) {
            creating = false;
            created = true;
            ask();
        }
        return this;
    }

    private Behavior<SessionMessage> begin(ChannelReply.Granted granted) {
        timers.cancelAll();
        return PublishSession.create(services, publish, granted, place.orElseThrow(), channelReplies, signals);
    }

    private Behavior<SessionMessage> giveBack(ChannelReply.Granted granted) {
        channel.tell(
                new ChannelCommand.EndPublish(granted.epoch(), EndReason.CLOSED_BY_ORIGIN, channelReplies.narrow()));
        return this;
    }

    private Behavior<SessionMessage> onStartTimedOut() {
        return refused ? Behaviors.stopped() : refuse(PublishStatus.unavailable());
    }

    private Behavior<SessionMessage> onStop(Stop stop) {
        refuse(PublishStatus.stopping());
        timers.startSingleTimer(Timer.START_TIMED_OUT, stop.deadline());
        return this;
    }

    /** Refuses the publisher, but stays for a while, as the channel may still answer with a grant. */
    private Behavior<SessionMessage> refuse(StreamStatus status) {
        if (!refused) {
            refused = true;
            place.ifPresent(BucketPlace::leave);
            timers.cancel(Timer.ASK_AGAIN);
            timers.startSingleTimer(Timer.START_TIMED_OUT, services.settings().startTimeout());
            tellRefusal(status);
        }
        return this;
    }

    private Behavior<SessionMessage> refuseAndStop(StreamStatus status) {
        tellRefusal(status);
        return Behaviors.stopped();
    }

    private Behavior<SessionMessage> onPostStop() {
        place.ifPresent(BucketPlace::leave);
        return this;
    }

    private void tellRefusal(StreamStatus status) {
        services.meters().counter("millrace.origin.publish.refused").increment();
        getContext()
                .getLog()
                .info(
                        "Refused the publish of {} from {}: {}",
                        publish.channel(),
                        remoteAddress(),
                        status.description());
        publish.request().refuse(status);
    }

    private String remoteAddress() {
        InetSocketAddress remote = publish.request().remoteAddress();
        return remote.getAddress() == null
                ? remote.getHostString() + ':' + remote.getPort()
                : remote.getAddress().getHostAddress() + ':' + remote.getPort();
    }
}
