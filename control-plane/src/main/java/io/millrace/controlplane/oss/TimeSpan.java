package io.millrace.controlplane.oss;

import io.millrace.auth.UnixTime;
import java.time.Duration;
import java.time.Instant;

/** The span of a playlist on demand; the segments whose start lies in it, ends included, are in the playlist. */
record TimeSpan(Instant from, Instant to) {
    private static final Duration MAX = Duration.ofDays(1);

    /**
     * @throws OssException InvalidArgument
     */
    static TimeSpan of(OssRequest request) {
        Instant from = time(request, "startTime", "0044-00000304");
        Instant to = time(request, "endTime", "0044-00000305");
        if (from.isAfter(to)) {
            throw OssErrors.invalidArgument("startTime must not be later than endTime.", "0044-00000306");
        }
        if (Duration.between(from, to).compareTo(MAX) > 0) {
            throw OssErrors.invalidArgument("The time span must not be longer than one day.", "0044-00000307");
        }
        return new TimeSpan(from, to);
    }

    private static Instant time(OssRequest request, String name, String ec) {
        return request.parameter(name)
                .flatMap(UnixTime::parse)
                .orElseThrow(() -> OssErrors.invalidArgument(name + " must be a UNIX time in seconds.", ec));
    }

    boolean contains(long millis) {
        return from.toEpochMilli() <= millis && millis <= to.toEpochMilli();
    }
}
