package io.millrace.controlplane.channel;

import akka.actor.AddressFromURIString;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.javadsl.TimerScheduler;
import io.millrace.channel.ChannelCommand.Watch;
import io.millrace.channel.ChannelMessage;
import io.millrace.channel.ChannelReply;
import io.millrace.channel.ChannelView;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The edges that are told of a channel's changes. Bounded, not persisted, and each is forgotten unless it asks again in
 * time. Used by the actor's thread only.
 */
final class ChannelAudience {
    private final ChannelSettings settings;
    private final TimerScheduler<ChannelMessage> timers;
    private final Map<ActorRef<ChannelView>, Watcher> watchers = new LinkedHashMap<>();

    private record Watcher(boolean withWindow, int missed) {}

    /** One interval, in which every watcher should have asked again, has passed. */
    enum Tick implements ChannelMessage {
        TICK
    }

    ChannelAudience(ChannelSettings settings, TimerScheduler<ChannelMessage> timers) {
        this.settings = settings;
        this.timers = timers;
    }

    /**
     * Answers the watcher, and keeps or renews it; when there are too many, a new one is answered but not kept, and
     * lives on its own asking.
     */
    void join(Watch watch, Function<Boolean, ChannelView> views) {
        if (watchers.containsKey(watch.watcher()) || watchers.size() < settings.maxWatchers()) {
            if (watchers.isEmpty()) {
                timers.startTimerWithFixedDelay(Tick.TICK, Tick.TICK, settings.watchInterval());
            }
            watchers.put(watch.watcher(), new Watcher(watch.withWindow(), 0));
        }
        watch.watcher().tell(views.apply(watch.withWindow()));
    }

    void leave(ActorRef<ChannelView> watcher) {
        watchers.remove(watcher);
        stopTimerIfEmpty();
    }

    /** Where the watchers are. */
    ChannelReply.Watchers nodes(ActorRefResolver resolver) {
        return new ChannelReply.Watchers(watchers.keySet().stream()
                .map(watcher -> AddressFromURIString.parse(resolver.toSerializationFormat(watcher))
                        .toString())
                .collect(Collectors.toSet()));
    }

    /** Forgets those that have not asked again for too long. */
    void age() {
        watchers.replaceAll((ref, watcher) -> new Watcher(watcher.withWindow(), watcher.missed() + 1));
        watchers.values().removeIf(watcher -> watcher.missed() > settings.watchMisses());
        stopTimerIfEmpty();
    }

    private void stopTimerIfEmpty() {
        if (watchers.isEmpty()) {
            timers.cancel(Tick.TICK);
        }
    }

    /** Tells each its view; {@code views} is asked at most once for either kind. */
    void tell(Function<Boolean, ChannelView> views) {
        Map<Boolean, ChannelView> made = new LinkedHashMap<>();
        watchers.forEach((ref, watcher) -> ref.tell(made.computeIfAbsent(watcher.withWindow(), views)));
    }
}
