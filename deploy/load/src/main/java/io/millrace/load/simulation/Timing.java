package io.millrace.load.simulation;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.millrace.cluster.DirectorySettings;
import io.millrace.config.Settings;
import io.millrace.controlplane.nearest.NearestSettings;
import io.millrace.edge.relay.RelaySettings;
import java.time.Duration;

/**
 * In seconds, how long things take: what nodes are set to by default, and what is assumed about everybody else.
 *
 * @param announcing between two announcements of a node's load
 * @param draining over which an edge that stops lets its viewers go
 * @param grace for which viewers stay connected without their channel
 * @param busyMargin no time, but set beside them: see {@link NearestSettings}
 */
record Timing(int announcing, int draining, int grace, double busyMargin) {
    /** Until a dead node is seen to be out of reach, and nobody is sent to it any more (docs/operations.md). */
    static final int UNREACHABLE = 4;

    /** Until it is counted out, and its channels' publishers are let in elsewhere though no take-over is allowed. */
    static final int COUNTED_OUT = 10;

    /** Over which those whose connection broke come back, each at its own time. */
    static final int RETURNING = 5;

    /** Before who was refused, or found nobody, tries again; what Retry-After says. */
    static final int RETRYING = 5;

    /** Until a stopped edge is there again. */
    static final int RESTARTING = 15;

    private static final Duration LONGEST = Duration.ofHours(1);

    static Timing ofDefaults() {
        Config root = ConfigFactory.load();
        Settings edge = Settings.of(root, "millrace.edge");
        return new Timing(
                seconds(DirectorySettings.from(Settings.of(root, "millrace.cluster"))
                        .announceInterval()),
                seconds(edge.duration("drain-time", Duration.ZERO, LONGEST)),
                seconds(RelaySettings.from(edge).grace()),
                NearestSettings.from(Settings.of(root, "millrace.nearest")).busyMargin());
    }

    private static int seconds(Duration duration) {
        return (int) Math.max(1, duration.toSeconds());
    }
}
