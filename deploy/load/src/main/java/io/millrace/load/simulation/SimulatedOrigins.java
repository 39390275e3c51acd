package io.millrace.load.simulation;

import io.millrace.cluster.Endpoint;
import io.millrace.cluster.NodeLoad;
import io.millrace.cluster.NodeStatus;
import io.millrace.controlplane.api.LiveOrigins;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/** The origins, which stand in the zones by turns, and at which of them each channel's publisher is. */
final class SimulatedOrigins {
    static final int NOWHERE = -1;

    /** As a node of one processor takes. */
    private static final int CAPACITY = 1000;

    private static final int RTMP_PORT = 1935;

    private final int zones;
    private final int[] originOf;
    private final int[] publishers;
    private final boolean[] up;
    private List<NodeStatus> announced = List.of();

    private SimulatedOrigins(int zones, int[] originOf, int[] publishers, boolean[] up) {
        this.zones = zones;
        this.originOf = originOf;
        this.publishers = publishers;
        this.up = up;
    }

    static SimulatedOrigins of(Plan plan) {
        int[] originOf = new int[plan.channels()];
        boolean[] up = new boolean[plan.origins()];
        Arrays.fill(originOf, NOWHERE);
        Arrays.fill(up, true);
        return new SimulatedOrigins(plan.zones(), originOf, new int[plan.origins()], up);
    }

    SimulatedOrigins copy() {
        return new SimulatedOrigins(zones, originOf.clone(), publishers.clone(), up.clone());
    }

    /** All announce how many publishers they have. */
    void announce() {
        announced = IntStream.range(0, up.length)
                .filter(origin -> up[origin])
                .mapToObj(this::status)
                .toList();
    }

    private NodeStatus status(int origin) {
        return new NodeStatus(
                "akka://millrace@origin-" + origin + ":25520#1",
                Set.of(NodeStatus.ORIGIN),
                SimulatedEdge.zoneName(zone(origin)),
                Optional.of(new Endpoint(Integer.toString(origin), RTMP_PORT)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new NodeLoad(0, 0, publishers[origin], CAPACITY),
                false);
    }

    /**
     * A channel's publisher comes.
     *
     * @return at which origin it is; {@link #NOWHERE} if none has room
     */
    int connect(int channel, Random random) {
        int origin = LiveOrigins.ordered(announced, random).stream()
                .mapToInt(address -> Integer.parseInt(address.getHostString()))
                .filter(candidate -> up[candidate] && publishers[candidate] < CAPACITY)
                .findFirst()
                .orElse(NOWHERE);
        originOf[channel] = origin;
        if (origin != NOWHERE) {
            publishers[origin]++;
        }
        return origin;
    }

    /** @return the channels whose publishers have lost it */
    List<Integer> die(int origin) {
        List<Integer> channels = new ArrayList<>();
        for (int channel = 0; channel < originOf.length; channel++) {
            if (originOf[channel] == origin) {
                originOf[channel] = NOWHERE;
                channels.add(channel);
            }
        }
        up[origin] = false;
        publishers[origin] = 0;
        return channels;
    }

    int count() {
        return up.length;
    }

    int zone(int origin) {
        return origin % zones;
    }

    boolean isUp(int origin) {
        return up[origin];
    }

    int publishers(int origin) {
        return publishers[origin];
    }

    int originOf(int channel) {
        return originOf[channel];
    }
}
