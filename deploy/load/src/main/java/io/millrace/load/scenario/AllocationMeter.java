package io.millrace.load.scenario;

import io.millrace.load.report.Metric;
import io.millrace.load.server.Allocations;
import io.millrace.load.server.Server;
import io.millrace.load.view.ViewerFigures;
import java.util.Map;
import java.util.Optional;

/** What a node allocates over one window, of all its threads and of those that move media. */
final class AllocationMeter {
    private static final String ALL_THREADS = "";
    private static final String MEDIA_THREADS = "media-";

    private final Optional<Allocations> allocations;
    private final Optional<Allocations.Snapshot> before;

    /** The window begins now. */
    AllocationMeter(Server server) {
        allocations = server.allocations();
        before = allocations.map(Allocations::snapshot);
    }

    /**
     * The window ends now.
     *
     * @param reading how many viewers there were
     */
    void end(ViewerFigures seen, int reading, Map<Metric, Double> figures) {
        if (before.isEmpty() || seen.pictures() == 0) {
            return;
        }
        Allocations.Snapshot after = allocations.orElseThrow().snapshot();
        double all = after.bytesSince(before.get(), ALL_THREADS);
        double media = after.bytesSince(before.get(), MEDIA_THREADS);
        figures.put(Metric.ALLOCATED_PER_VIEWER, all / reading / seen.seconds());
        figures.put(Metric.ALLOCATED_PER_FRAME, all / seen.pictures());
        figures.put(Metric.MEDIA_ALLOCATED_PER_FRAME, media / seen.pictures());
    }
}
