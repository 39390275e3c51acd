package io.millrace.systemtest;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waits until something holds. */
final class Await {
    private static final Duration PAUSE = Duration.ofMillis(50);

    private Await() {}

    static void until(String what, Duration limit, BooleanSupplier condition) {
        until(what, limit, condition::getAsBoolean, held -> held);
    }

    /** @return the first value that will do */
    static <T> T until(String what, Duration limit, Supplier<T> value, Predicate<T> condition) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            T now = value.get();
            if (condition.test(now)) {
                return now;
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError(what + ": not within " + limit + "; the last was " + now);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
