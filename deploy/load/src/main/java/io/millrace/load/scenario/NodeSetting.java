package io.millrace.load.scenario;

import java.util.List;
import java.util.OptionalInt;

/**
 * How a node is set for one row of a table.
 *
 * @param label as the table has it; empty if nothing is set
 * @param jvmOptions what sets it
 * @param flushMillis the time between two writes to a viewer, if it is set
 */
record NodeSetting(String label, List<String> jvmOptions, OptionalInt flushMillis) {
    static final NodeSetting NONE = new NodeSetting("", List.of(), OptionalInt.empty());

    /** Its streams are not cut into segments. */
    static final NodeSetting WITHOUT_HLS =
            new NodeSetting("no HLS", List.of("-Dmillrace.bucket.default-hls=off"), OptionalInt.empty());

    NodeSetting {
        jvmOptions = List.copyOf(jvmOptions);
    }

    /** The same time between two writes to a viewer under whatever load. */
    static NodeSetting flush(int millis) {
        return new NodeSetting(
                "flush " + millis + " ms",
                List.of(
                        "-Dmillrace.delivery.min-flush-interval=" + millis + " ms",
                        "-Dmillrace.delivery.max-flush-interval=" + millis + " ms"),
                OptionalInt.of(millis));
    }
}
