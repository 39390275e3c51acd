package io.millrace.controlplane.channel;

import io.millrace.channel.ChannelFact;
import java.util.ArrayList;
import java.util.List;

/**
 * Facts for callbacks that nobody else keeps yet.
 *
 * @param last the number of the last one ever
 * @param facts oldest first
 */
record FactOutbox(long last, List<ChannelFact> facts) {
    /** Beyond so many the oldest go: whoever should take them has not for an hour or more. */
    static final int MAX = 1000;

    static final FactOutbox EMPTY = new FactOutbox(0, List.of());

    FactOutbox {
        facts = List.copyOf(facts);
    }

    FactOutbox with(List<ChannelFact> more) {
        List<ChannelFact> all = new ArrayList<>(facts);
        all.addAll(more);
        long newest = more.isEmpty() ? last : more.get(more.size() - 1).number();
        return new FactOutbox(newest, all.subList(Math.max(0, all.size() - MAX), all.size()));
    }

    FactOutbox without(long upTo) {
        return new FactOutbox(
                last, facts.stream().filter(fact -> fact.number() > upTo).toList());
    }
}
