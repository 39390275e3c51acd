package io.millrace.controlplane.channel;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.TimerScheduler;
import io.millrace.channel.ChannelFact;
import io.millrace.channel.ChannelId;
import io.millrace.channel.ChannelMessage;
import io.millrace.channel.ClientInfo;
import io.millrace.channel.DeliveryCommand;
import io.millrace.channel.DeliveryReply;
import io.millrace.channel.Publisher;
import io.millrace.controlplane.channel.ChannelEvent.FactsNoted;
import io.millrace.controlplane.channel.ChannelEvent.FactsTaken;
import io.millrace.controlplane.channel.ChannelEvent.PublishEnded;
import io.millrace.controlplane.channel.ChannelEvent.PublishStarted;
import io.millrace.controlplane.channel.ChannelEvent.SegmentSealed;
import io.millrace.controlplane.channel.ChannelState.Session;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes facts for callbacks of a channel's events, which are persisted with these, and hands them over to the actor that
 * delivers them, again and again until it has them. The channel waits for nothing of that.
 */
final class FactHandover {
    /** After so many taken facts the journal is told, rather than after each: some may come twice after a crash. */
    private static final int TAKEN_BATCH = 20;

    private final ChannelId id;
    private final ChannelServices services;
    private final TimerScheduler<ChannelMessage> timers;
    private final ActorRef<DeliveryReply.Taken> replies;
    private long taken;
    private long told;

    /** The other actor has not answered. */
    enum Again implements ChannelMessage {
        AGAIN
    }

    FactHandover(
            ChannelId id,
            ChannelServices services,
            TimerScheduler<ChannelMessage> timers,
            ActorRef<DeliveryReply.Taken> replies) {
        this.id = id;
        this.services = services;
        this.timers = timers;
        this.replies = replies;
    }

    /** The events with their facts behind them, if anybody might want these. */
    List<ChannelEvent> withFacts(ChannelState before, List<ChannelEvent> events) {
        List<ChannelFact> facts = facts(before, events);
        if (facts.isEmpty() || !services.callbacks().mayWant(id.bucket(), facts)) {
            return events;
        }
        List<ChannelEvent> all = new ArrayList<>(events);
        all.add(new FactsNoted(facts));
        all.addAll(untold());
        return all;
    }

    private List<ChannelFact> facts(ChannelState before, List<ChannelEvent> events) {
        List<ChannelFact> facts = new ArrayList<>();
        long number = before.outbox().last();
        for (ChannelEvent event : events) {
            Optional<ChannelFact> fact = fact(before, event, number + 1);
            if (fact.isPresent()) {
                number++;
                facts.add(fact.get());
            }
        }
        return facts;
    }

    /** A session that ends in the same breath as another begins is the one from before. */
    private Optional<ChannelFact> fact(ChannelState before, ChannelEvent event, long number) {
        if (event instanceof PublishStarted started) {
            String playlist = started.publisher()
                    .playlistName()
                    .or(() -> before.profile().map(profile -> profile.config().playlistName()))
                    .orElse("");
            return Optional.of(ChannelFact.published(
                    number, started.epoch(), started.at(), client(started.publisher()), playlist));
        }
        if (event instanceof PublishEnded ended) {
            ClientInfo client = client(before);
            return Optional.of(
                    ChannelFact.unpublished(number, ended.epoch(), ended.at(), client, before.playlistName()));
        }
        if (event instanceof SegmentSealed sealed) {
            Instant now = services.clock().instant();
            ClientInfo client = client(before).withoutConnect();
            return Optional.of(ChannelFact.segment(number, now, client, before.playlistName(), sealed.segment()));
        }
        return Optional.empty();
    }

    private static ClientInfo client(ChannelState state) {
        return state.session().map(Session::publisher).map(FactHandover::client).orElse(ClientInfo.UNKNOWN);
    }

    private static ClientInfo client(Publisher publisher) {
        return publisher.client().orElse(ClientInfo.UNKNOWN);
    }

    /** Events have been persisted. */
    void persisted(ChannelState after, List<ChannelEvent> events) {
        events.forEach(event -> {
            if (event instanceof FactsNoted noted) {
                services.callbacks().tellListeners(id, noted.facts());
            }
        });
        handOver(after);
    }

    /** Hands over what the other actor does not have, if there is anything. */
    void handOver(ChannelState state) {
        List<ChannelFact> facts = pending(state);
        if (facts.isEmpty()) {
            timers.cancel(Again.AGAIN);
        } else {
            services.callbacks().deliver(id, new DeliveryCommand.Take(facts, replies));
            timers.startSingleTimer(
                    Again.AGAIN, Again.AGAIN, services.callbacks().patience());
        }
    }

    private List<ChannelFact> pending(ChannelState state) {
        return state.outbox().facts().stream()
                .filter(fact -> fact.number() > taken)
                .toList();
    }

    /**
     * The other actor has facts.
     *
     * @return what the journal is to be told now
     */
    List<ChannelEvent> onTaken(ChannelState state, long upTo) {
        taken = Math.max(taken, upTo);
        if (pending(state).isEmpty()) {
            timers.cancel(Again.AGAIN);
        }
        return taken - told >= TAKEN_BATCH ? untold() : List.of();
    }

    /** What the journal has not been told yet. */
    List<ChannelEvent> untold() {
        if (taken == told) {
            return List.of();
        }
        told = taken;
        return List.of(new FactsTaken(taken));
    }

    /** Whether the other actor has all. */
    boolean isDone(ChannelState state) {
        return pending(state).isEmpty();
    }
}
