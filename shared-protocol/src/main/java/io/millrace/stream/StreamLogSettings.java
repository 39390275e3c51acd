package io.millrace.stream;

import io.millrace.config.Settings;
import java.time.Duration;

/**
 * The bounds of one stream log, from {@code millrace.stream}.
 *
 * @param slabBytes size of one slab of direct memory; a larger unit gets a slab of its own
 * @param maxBytes how much the log may hold in all; the oldest slab goes first
 * @param maxLag how far behind the head a cursor may stay, in stream time, before it jumps
 */
public record StreamLogSettings(int slabBytes, int maxBytes, Duration maxLag) {

    public StreamLogSettings {
        if (slabBytes < 1 || slabBytes > maxBytes) {
            throw new IllegalArgumentException("slabBytes: " + slabBytes + " (expected: 1 .. " + maxBytes + ")");
        }
        if (maxLag.isNegative()) {
            throw new IllegalArgumentException("maxLag: " + maxLag + " (expected: >= 0)");
        }
    }

    public static StreamLogSettings from(Settings stream) {
        int slabBytes = stream.bytes("slab-bytes", 1 << 12, 1 << 24);
        return new StreamLogSettings(
                slabBytes,
                stream.bytes("max-bytes", Math.max(1 << 16, slabBytes), 1 << 30),
                stream.duration("max-lag", Duration.ofMillis(100), Duration.ofMinutes(1)));
    }
}
