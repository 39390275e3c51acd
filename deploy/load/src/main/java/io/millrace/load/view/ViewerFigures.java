package io.millrace.load.view;

import org.HdrHistogram.Histogram;

/**
 * What viewers have seen in a window.
 *
 * @param bytes received, with what the protocol adds
 * @param pictures whole video units
 * @param lost pictures left out, by their numbers
 * @param stalls gaps of more than a second between two units
 * @param broken viewers closed because what came was no stream, since they were opened
 * @param closed viewers that the server closed or refused, since they were opened
 * @param latencyMicros of marked pictures, from when they were due to when they were whole
 * @param firstKeyFrameMicros of all viewers, from the beginning of the connect to when the first key frame was whole
 */
public record ViewerFigures(
        double seconds,
        long bytes,
        long pictures,
        long lost,
        long stalls,
        long broken,
        long closed,
        Histogram latencyMicros,
        Histogram firstKeyFrameMicros) {
    static ViewerFigures of(Tally tally, double seconds) {
        return new ViewerFigures(
                seconds,
                tally.bytes,
                tally.pictures,
                tally.lost,
                tally.stalls,
                tally.broken,
                tally.closed,
                tally.latencyMicros,
                tally.firstKeyFrameMicros);
    }
}
