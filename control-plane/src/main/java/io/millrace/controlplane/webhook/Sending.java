package io.millrace.controlplane.webhook;

import java.time.Instant;
import java.util.Optional;

/** What goes on with one webhook's next fact; not kept over a restart. */
final class Sending {
    private int attempts;
    private boolean busy;
    private Optional<String> error = Optional.empty();
    private Optional<Instant> nextAttemptAt = Optional.empty();

    /** Whether an attempt is under way or waits for its time. */
    boolean isBusy() {
        return busy;
    }

    /** Whether an attempt waits for its time. */
    boolean isWaiting() {
        return nextAttemptAt.isPresent();
    }

    int attempts() {
        return attempts;
    }

    Optional<String> error() {
        return error;
    }

    Optional<Instant> nextAttemptAt() {
        return nextAttemptAt;
    }

    void begins() {
        busy = true;
        attempts++;
        nextAttemptAt = Optional.empty();
    }

    void waits(String why, Instant until) {
        error = Optional.of(why);
        nextAttemptAt = Optional.of(until);
    }

    /** The wait is over. */
    void goesOn() {
        busy = false;
        nextAttemptAt = Optional.empty();
    }

    /** The fact is settled. */
    void ends() {
        busy = false;
        attempts = 0;
        error = Optional.empty();
        nextAttemptAt = Optional.empty();
    }
}
