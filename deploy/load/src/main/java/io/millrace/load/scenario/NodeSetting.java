package io.millrace.load.scenario;

import io.millrace.load.report.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * How a node is set for one row of a table.
 *
 * @param label as the table has it; empty if nothing is set
 * @param jvmOptions what sets it
 * @param flushMillis the time between two writes to a viewer, if it is set
 * @param pinned whether it is kept to the processors that servers have
 */
record NodeSetting(String label, List<String> jvmOptions, OptionalInt flushMillis, boolean pinned) {
    static final NodeSetting NONE = new NodeSetting("", List.of(), OptionalInt.empty(), true);

    /** Its streams are not cut into segments. */
    static final NodeSetting WITHOUT_HLS =
            new NodeSetting("no HLS", List.of("-Dmillrace.bucket.default-hls=off"), OptionalInt.empty(), true);

    NodeSetting {
        jvmOptions = List.copyOf(jvmOptions);
    }

    /** The same time between two writes to a viewer under whatever load. */
    static NodeSetting flush(int millis) {
        return new NodeSetting("flush " + millis + " ms", flushOptions(millis), OptionalInt.of(millis), true);
    }

    private static List<String> flushOptions(int millis) {
        return List.of(
                "-Dmillrace.delivery.min-flush-interval=" + millis + " ms",
                "-Dmillrace.delivery.max-flush-interval=" + millis + " ms");
    }

    /** So many event loops, on whatever processors. */
    static NodeSetting eventLoops(int count, int flushMillis) {
        List<String> jvmOptions = new ArrayList<>(flushOptions(flushMillis));
        jvmOptions.add("-Dmillrace.event-loop-threads=" + count);
        return new NodeSetting(Subject.eventLoops(count), jvmOptions, OptionalInt.of(flushMillis), false);
    }
}
