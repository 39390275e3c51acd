package io.millrace.controlplane.bucket;

import io.millrace.channel.BucketCommand;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/**
 * Puts changes in order: those of one lane run one after another, those of different lanes at the same time. Bounded, in
 * all and by lane. Used by the actor's thread only.
 */
final class ChangeLanes {
    private final int max;
    private final int maxPerLane;
    /** The head of each queue is running. */
    private final Map<String, Queue<BucketCommand>> lanes = new HashMap<>();

    private int size;

    enum Admission {
        RUNS,
        WAITS,
        REFUSED
    }

    ChangeLanes(int max, int maxPerLane) {
        this.max = max;
        this.maxPerLane = maxPerLane;
    }

    Admission admit(String lane, BucketCommand command) {
        Queue<BucketCommand> queue = lanes.get(lane);
        if (size >= max || queue != null && queue.size() >= maxPerLane) {
            return Admission.REFUSED;
        }
        size++;
        if (queue == null) {
            lanes.computeIfAbsent(lane, name -> new ArrayDeque<>()).add(command);
            return Admission.RUNS;
        }
        queue.add(command);
        return Admission.WAITS;
    }

    /** The lane's running command is done; answers the one that is to run now. */
    Optional<BucketCommand> done(String lane) {
        Queue<BucketCommand> queue = lanes.get(lane);
        queue.remove();
        size--;
        if (queue.isEmpty()) {
            lanes.remove(lane);
        }
        return Optional.ofNullable(queue.peek());
    }

    /** How many lanes have a running command. */
    int running() {
        return lanes.size();
    }
}
