package io.millrace.delivery;

import io.millrace.config.Settings;
import java.time.Duration;

/**
 * The bounds of writing to viewers, from {@code millrace.delivery}.
 *
 * @param minFlushInterval between two flushes of an event loop's viewers while it has little to do
 * @param maxFlushInterval the same under the greatest load
 * @param stuckTimeout how long a viewer's channel may stay unwritable before it is closed
 * @param lowWaterBytes an unwritable channel is writable again below so many bytes in flight
 * @param highWaterBytes a channel is unwritable above so many bytes in flight
 * @param unsentBytes how many bytes the kernel takes for a viewer beyond those under way to it; 0 for any number
 */
public record DeliverySettings(
        Duration minFlushInterval,
        Duration maxFlushInterval,
        Duration stuckTimeout,
        int lowWaterBytes,
        int highWaterBytes,
        int unsentBytes) {

    DeliverySettings withFlushInterval(Duration interval) {
        return new DeliverySettings(interval, interval, stuckTimeout, lowWaterBytes, highWaterBytes, unsentBytes);
    }

    public static DeliverySettings from(Settings delivery) {
        Duration min = delivery.duration("min-flush-interval", Duration.ZERO, Duration.ofSeconds(1));
        int low = delivery.bytes("low-water-bytes", 1, 1 << 26);
        return new DeliverySettings(
                min,
                delivery.duration("max-flush-interval", min, Duration.ofSeconds(5)),
                delivery.duration("stuck-timeout", Duration.ofMillis(100), Duration.ofMinutes(10)),
                low,
                delivery.bytes("high-water-bytes", low, 1 << 27),
                delivery.bytes("unsent-bytes", 0, 1 << 26));
    }
}
