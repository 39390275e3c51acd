package io.millrace.origin.publish;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import io.millrace.auth.LiveRight;
import io.millrace.auth.StreamAction;
import io.millrace.channel.ChannelCommand;
import io.millrace.channel.ChannelReply;
import io.millrace.channel.EndReason;
import io.millrace.channel.SessionSignal;
import io.millrace.origin.feed.Feed;
import io.millrace.origin.feed.FeedIdentity;
import io.millrace.origin.publish.SessionMessage.ChannelAnswered;
import io.millrace.origin.publish.SessionMessage.FeedOver;
import io.millrace.origin.publish.SessionMessage.RightOver;
import io.millrace.origin.publish.SessionMessage.SegmentCut;
import io.millrace.origin.publish.SessionMessage.SegmentStored;
import io.millrace.origin.publish.SessionMessage.Signalled;
import io.millrace.origin.publish.SessionMessage.Stop;
import io.millrace.origin.publish.SessionMessage.Timer;
import io.millrace.origin.segment.SegmentBudget;
import io.millrace.quota.BucketPlace;
import java.util.OptionalInt;

/**
 * One session at its origin: renews it at the channel while the publisher is there, enters its segments, and ends it
 * when the last of them is entered. When the channel says that the session is over, the publisher is cut. A control
 * plane that does not answer changes nothing for the publisher: what it has to be told is told again.
 */
final class PublishSession extends AbstractBehavior<SessionMessage> {
    private final SessionServices services;
    private final TimerScheduler<SessionMessage> timers;
    private final SessionChannel channel;
    private final ActorRef<SessionSignal> signals;
    private final FeedLink link;
    private final Feed feed;
    private final SegmentOutbox outbox;
    private final boolean canMove;
    private final LiveRight right;
    private final BucketPlace place;

    private EndReason endReason = EndReason.CLOSED_BY_ORIGIN;
    private boolean fenced;
    private boolean feedOver;
    private boolean ending;
    private int endTries;

    static Behavior<SessionMessage> create(
            SessionServices services,
            PublishSessions.Publish publish,
            ChannelReply.Granted granted,
            BucketPlace place,
            ActorRef<ChannelReply> replies,
            ActorRef<SessionSignal> signals) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            SessionChannel channel = new SessionChannel(
                    publish.channel(), granted.epoch(), services.channels().apply(publish.channel()), replies);
            try {
                PublishSession session =
                        new PublishSession(context, timers, services, channel, signals, publish, granted, place);
                publish.request().accept(session.feed);
                return session;
            } catch (RuntimeException e) {
                place.leave();
                publish.request().refuse(PublishStatus.internalError());
                throw e;
            }
        }));
    }

    private PublishSession(
            ActorContext<SessionMessage> context,
            TimerScheduler<SessionMessage> timers,
            SessionServices services,
            SessionChannel channel,
            ActorRef<SessionSignal> signals,
            PublishSessions.Publish publish,
            ChannelReply.Granted granted,
            BucketPlace place) {
        super(context);
        context.setLoggerName(PublishSession.class);
        this.services = services;
        this.timers = timers;
        this.channel = channel;
        this.signals = signals;
        SegmentBudget.Share share = services.budget().share();
        this.link = new FeedLink(channel.id(), context.getSelf(), share, services.meters());
        this.feed = services.feeds()
                .create(
                        new FeedIdentity(
                                channel.id(), channel.epoch(), publish.request().eventLoop()),
                        publish.bucket().settings().liveOnly()
                                ? OptionalInt.empty()
                                : OptionalInt.of(granted.config().fragDurationSeconds()),
                        link);
        this.outbox = new SegmentOutbox(context, timers, services, channel, share, granted.nextSequence());
        this.place = place;
        this.canMove =
                publish.request().canReconnect() && publish.bucket().settings().takeOver();
        this.right = services.rights()
                .enter(
                        StreamAction.PUBLISH,
                        publish.right(),
                        publish.bucket().settings().security())
                .orElseThrow();
        right.watch(publish.request().eventLoop(), end -> context.getSelf().tell(new RightOver(end)));
        timers.startTimerAtFixedRate(Timer.REPORT, services.settings().reportInterval());
        context.getLog()
                .info(
                        "Publish of {} begins: epoch {}, from {}",
                        channel.id(),
                        channel.epoch(),
                        publish.request().remoteAddress());
    }

    @Override
    public Receive<SessionMessage> createReceive() {
        return newReceiveBuilder()
                .onMessage(SegmentCut.class, this::onSegmentCut)
                .onMessage(SegmentStored.class, this::onSegmentStored)
                .onMessage(ChannelAnswered.class, answered -> onChannelReply(answered.reply()))
                .onMessage(Signalled.class, signalled -> onSignal(signalled.signal()))
                .onMessage(FeedOver.class, this::onFeedOver)
                .onMessage(RightOver.class, this::onRightOver)
                .onMessage(Stop.class, this::onStop)
                .onMessage(Timer.class, this::onTimer)
                .onAnyMessage(other -> this)
                .onSignal(PostStop.class, stopped -> onPostStop())
                .build();
    }

    private Behavior<SessionMessage> onTimer(Timer timer) {
        switch (timer) {
            case REPORT -> report();
            case STORE_AGAIN -> outbox.store();
            case SEAL_AGAIN -> outbox.seal();
            case END_AGAIN -> end();
            case FINISH_TIMED_OUT -> {
                return onFinishTimedOut();
            }
            case RECONNECT_OVER -> closeAtKeyFrame();
            case KEY_FRAME_OVERDUE -> feed.close(PublishStatus.stopping(), EndReason.CLOSED_BY_ORIGIN);
            case ASK_AGAIN, START_TIMED_OUT -> {}
        }
        return this;
    }

    private void report() {
        channel.tell(replies -> new ChannelCommand.Report(channel.epoch(), feed.media(), signals, replies.narrow()));
    }

    private Behavior<SessionMessage> onSegmentCut(SegmentCut cut) {
        outbox.add(cut.segment());
        return this;
    }

    private Behavior<SessionMessage> onSegmentStored(SegmentStored stored) {
        outbox.onStored(stored);
        return endIfDone();
    }

    private Behavior<SessionMessage> onChannelReply(ChannelReply reply) {
        if (reply instanceof ChannelReply.Sealed sealed) {
            outbox.onSealed(sealed);
            return endIfDone();
        }
        if (reply instanceof ChannelReply.OutOfOrder expected) {
            outbox.onOutOfOrder(expected);
            return this;
        }
        if (reply instanceof ChannelReply.Fenced fence) {
            return cut(fence.reason());
        }
        if (reply instanceof ChannelReply.Ended ended && ended.epoch() == channel.epoch()) {
            return ending ? Behaviors.stopped() : this;
        }
        if (reply instanceof ChannelReply.Granted again && again.epoch() != channel.epoch()) {
            giveBack(again);
        }
        return this;
    }

    /** A repeated ask began a second session, as the first one was over by then; this actor serves the first. */
    private void giveBack(ChannelReply.Granted again) {
        channel.tell(
                replies -> new ChannelCommand.EndPublish(again.epoch(), EndReason.CLOSED_BY_ORIGIN, replies.narrow()));
    }

    private Behavior<SessionMessage> onSignal(SessionSignal signal) {
        return signal.epoch() >= channel.epoch() ? cut(signal.reason()) : this;
    }

    private Behavior<SessionMessage> cut(EndReason reason) {
        if (!fenced) {
            fenced = true;
            getContext().getLog().info("Publish of {} (epoch {}) is cut: {}", channel.id(), channel.epoch(), reason);
            timers.cancel(Timer.REPORT);
            link.shut();
            outbox.discard();
            feed.close(PublishStatus.cut(channel.id(), reason), reason);
        }
        return endIfDone();
    }

    private Behavior<SessionMessage> onRightOver(RightOver over) {
        getContext()
                .getLog()
                .info(
                        "Publish of {} (epoch {}) is closed: its right {}",
                        channel.id(),
                        channel.epoch(),
                        over.end().verb());
        feed.close(PublishStatus.rightOver(over.end()), EndReason.CLOSED_BY_ORIGIN);
        return this;
    }

    private Behavior<SessionMessage> onFeedOver(FeedOver over) {
        feedOver = true;
        right.leave();
        place.leave();
        endReason = over.reason();
        if (!timers.isTimerActive(Timer.FINISH_TIMED_OUT)) {
            timers.startSingleTimer(Timer.FINISH_TIMED_OUT, services.settings().finishTimeout());
        }
        return endIfDone();
    }

    /** A publisher that can move is asked to, and has some time for it; where none may take over, it could not begin. */
    private Behavior<SessionMessage> onStop(Stop stop) {
        timers.startSingleTimer(Timer.FINISH_TIMED_OUT, stop.deadline());
        if (canMove) {
            feed.requestReconnect("This node is stopping; connect again.");
            timers.startSingleTimer(Timer.RECONNECT_OVER, services.settings().reconnectTime());
        } else {
            closeAtKeyFrame();
        }
        return this;
    }

    private void closeAtKeyFrame() {
        feed.closeAtKeyFrame(PublishStatus.stopping());
        timers.startSingleTimer(Timer.KEY_FRAME_OVERDUE, services.settings().keyFrameWait());
    }

    private Behavior<SessionMessage> endIfDone() {
        if (!feedOver || ending || !outbox.isIdle()) {
            return this;
        }
        getContext().getLog().info("Publish of {} (epoch {}) is over: {}", channel.id(), channel.epoch(), endReason);
        if (fenced) {
            return Behaviors.stopped();
        }
        ending = true;
        timers.cancel(Timer.REPORT);
        end();
        return this;
    }

    private void end() {
        channel.tell(replies -> new ChannelCommand.EndPublish(channel.epoch(), endReason, replies.narrow()));
        endTries++;
        timers.startSingleTimer(Timer.END_AGAIN, services.settings().backoff(endTries));
    }

    private Behavior<SessionMessage> onFinishTimedOut() {
        if (outbox.size() > 0) {
            services.meters().counter("millrace.origin.segments.dropped").increment(outbox.size());
        }
        getContext()
                .getLog()
                .warn(
                        "Publish of {} (epoch {}) could not be ended in time; {} segments are lost",
                        channel.id(),
                        channel.epoch(),
                        outbox.size());
        if (!fenced && !ending) {
            end();
        }
        return Behaviors.stopped();
    }

    /** Also the way out of a failure, when publisher and segments must not be left behind. */
    private Behavior<SessionMessage> onPostStop() {
        right.leave();
        place.leave();
        link.shut();
        outbox.discard();
        feed.close(PublishStatus.internalError(), EndReason.CLOSED_BY_ORIGIN);
        return this;
    }
}
