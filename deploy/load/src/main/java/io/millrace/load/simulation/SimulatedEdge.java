package io.millrace.load.simulation;

import io.millrace.cluster.Endpoint;
import io.millrace.cluster.NodeLoad;
import io.millrace.cluster.NodeStatus;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/** An edge as far as placement sees it: how many viewers it has of which channel. */
final class SimulatedEdge {
    private static final String HOST = "edge-";
    private static final int RELAY_PORT = 1940;

    private final int number;
    private final int zone;
    private final int capacity;
    private final int[] byChannel;

    /** Those of the viewers who are of another zone. */
    private final Map<Home, Integer> guests;

    /** Those that it follows as a parent, with viewers or without. */
    private final BitSet asParent = new BitSet();

    private int viewers;
    private int guestCount;
    private boolean up = true;
    private boolean draining;
    private int diedAt;

    private record Home(int zone, int channel) {}

    SimulatedEdge(int number, int zone, int capacity, int channels) {
        this(number, zone, capacity, new int[channels], new HashMap<>());
    }

    private SimulatedEdge(int number, int zone, int capacity, int[] byChannel, Map<Home, Integer> guests) {
        this.number = number;
        this.zone = zone;
        this.capacity = capacity;
        this.byChannel = byChannel;
        this.guests = guests;
    }

    SimulatedEdge copy() {
        SimulatedEdge copy = new SimulatedEdge(number, zone, capacity, byChannel.clone(), new HashMap<>(guests));
        copy.asParent.or(asParent);
        copy.viewers = viewers;
        copy.guestCount = guestCount;
        copy.up = up;
        copy.draining = draining;
        copy.diedAt = diedAt;
        return copy;
    }

    static String zoneName(int zone) {
        return "zone-" + zone;
    }

    String name() {
        return HOST + number;
    }

    /** Of the edge of that name. */
    static int number(String name) {
        return Integer.parseInt(name.substring(HOST.length()));
    }

    /** Without its incarnation, as channels name those that follow them. */
    String member() {
        return "akka://millrace@" + name() + ":25520";
    }

    String publicHttp() {
        return "http://" + name() + ":8080";
    }

    /** What it announces now. */
    NodeStatus status() {
        return new NodeStatus(
                member() + "#1",
                Set.of(NodeStatus.EDGE),
                zoneName(zone),
                Optional.empty(),
                Optional.of(new Endpoint(name(), RELAY_PORT)),
                Optional.empty(),
                Optional.of(publicHttp()),
                new NodeLoad(viewers, capacity, 0, 0),
                draining);
    }

    int number() {
        return number;
    }

    int zone() {
        return zone;
    }

    int viewers() {
        return viewers;
    }

    /** How many of the viewers are of other zones. */
    int guests() {
        return guestCount;
    }

    int viewers(int channel) {
        return byChannel[channel];
    }

    /** Whether it counts among those that have the channel. */
    boolean follows(int channel) {
        return byChannel[channel] > 0 || asParent.get(channel);
    }

    int channels() {
        return (int) IntStream.range(0, byChannel.length).filter(this::follows).count();
    }

    /** Another edge of the zone pulls the channel from this one. */
    void becomeParent(int channel) {
        asParent.set(channel);
    }

    int room() {
        return capacity - viewers;
    }

    double load() {
        return viewers / (double) capacity;
    }

    boolean isUp() {
        return up;
    }

    boolean isDraining() {
        return draining;
    }

    int diedAt() {
        return diedAt;
    }

    /** @return whether the edge had none of the channel before, and opens a relay for it */
    boolean take(Party party, int count) {
        boolean first = count > 0 && byChannel[party.channel()] == 0;
        byChannel[party.channel()] += count;
        viewers += count;
        if (count > 0 && party.zone() != zone) {
            guests.merge(new Home(party.zone(), party.channel()), count, Integer::sum);
            guestCount += count;
        }
        return first;
    }

    void leave(Party party) {
        byChannel[party.channel()]--;
        viewers--;
        if (party.zone() != zone) {
            guests.computeIfPresent(
                    new Home(party.zone(), party.channel()), (home, count) -> count > 1 ? count - 1 : null);
            guestCount--;
        }
    }

    /** All viewers, one by one, in random order. */
    List<Party> everybody(Random random) {
        int[] own = byChannel.clone();
        List<Party> all = new ArrayList<>(viewers);
        guests.forEach((home, count) -> {
            own[home.channel()] -= count;
            all.addAll(Collections.nCopies(count, new Party(home.zone(), home.channel(), 0)));
        });
        for (int channel = 0; channel < own.length; channel++) {
            all.addAll(Collections.nCopies(own[channel], new Party(zone, channel, 0)));
        }
        Collections.shuffle(all, random);
        return all;
    }

    /** All connections break. */
    List<Party> die(int second, Random random) {
        List<Party> all = everybody(random);
        all.forEach(this::leave);
        asParent.clear();
        up = false;
        diedAt = second;
        return all;
    }

    void beginDraining() {
        draining = true;
    }

    /** An orderly end: the others know at once. */
    void stop() {
        asParent.clear();
        up = false;
        diedAt = Integer.MIN_VALUE / 2;
    }

    void start() {
        up = true;
        draining = false;
    }
}
