package io.millrace.edge.relay;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.cluster.sharding.typed.javadsl.EntityRef;
import io.millrace.channel.ChannelCommand;
import io.millrace.channel.ChannelMessage;
import io.millrace.channel.ChannelView;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Watches one LiveChannel for one edge: repeats the watch, so that an actor that moved or restarted needs no memory of
 * its watchers, and hands each view on.
 */
final class ChannelWatcher extends AbstractBehavior<ChannelMessage> {
    private final EntityRef<ChannelCommand> channel;
    private final ActorRef<ChannelView> self;
    private final Consumer<ChannelView> receiver;
    private boolean withWindow;

    /** What the edge tells its watcher. */
    enum Order implements ChannelMessage {
        /** Ask for the window, too. */
        WITH_WINDOW,
        /** Ask for the route only. */
        ROUTE_ONLY,
        STOP
    }

    private enum Tick implements ChannelMessage {
        REPEAT
    }

    private ChannelWatcher(
            ActorContext<ChannelMessage> context, EntityRef<ChannelCommand> channel, Consumer<ChannelView> receiver) {
        super(context);
        this.channel = channel;
        this.self = context.getSelf().narrow();
        this.receiver = receiver;
        watch();
    }

    /** @param receiver called on the actor's thread; must not block */
    static Behavior<ChannelMessage> create(
            EntityRef<ChannelCommand> channel, Duration interval, Consumer<ChannelView> receiver) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(Tick.REPEAT, interval);
            return new ChannelWatcher(context, channel, receiver);
        }));
    }

    @Override
    public Receive<ChannelMessage> createReceive() {
        return newReceiveBuilder()
                .onMessage(ChannelView.class, this::onView)
                .onMessageEquals(Tick.REPEAT, this::onRepeat)
                .onMessageEquals(Order.WITH_WINDOW, () -> onInterest(true))
                .onMessageEquals(Order.ROUTE_ONLY, () -> onInterest(false))
                .onMessageEquals(Order.STOP, this::onStop)
                .build();
    }

    private Behavior<ChannelMessage> onView(ChannelView view) {
        receiver.accept(view);
        return this;
    }

    private Behavior<ChannelMessage> onRepeat() {
        watch();
        return this;
    }

    private Behavior<ChannelMessage> onInterest(boolean window) {
        if (window != withWindow) {
            withWindow = window;
            watch();
        }
        return this;
    }

    private Behavior<ChannelMessage> onStop() {
        channel.tell(new ChannelCommand.Unwatch(self));
        return Behaviors.stopped();
    }

    private void watch() {
        channel.tell(new ChannelCommand.Watch(withWindow, self));
    }
}
