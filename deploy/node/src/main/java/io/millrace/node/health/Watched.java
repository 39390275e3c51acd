package io.millrace.node.health;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One dependency and what the answers, or their absence, have told of it. For any thread. */
final class Watched {
    private static final Logger LOG = LoggerFactory.getLogger(Watched.class);

    private final Dependency dependency;
    private final Duration timeout;
    private final InstantSource clock;
    private Optional<DependencyState> state = Optional.empty();

    /** When the question that is not answered yet was put. */
    private Optional<Instant> asked = Optional.empty();

    Watched(Dependency dependency, Duration timeout, InstantSource clock) {
        this.dependency = dependency;
        this.timeout = timeout;
        this.clock = clock;
    }

    /** Asks, and waits for the answer. */
    void ask() {
        begin();
        Optional<String> error = Optional.empty();
        try {
            dependency.probe().check();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        } catch (TimeoutException e) {
            error = Optional.of(noAnswer());
        } catch (ExecutionException e) {
            error = Optional.of(text(e.getCause()));
        } catch (Exception e) {
            error = Optional.of(text(e));
        }
        end(error);
    }

    private static String text(Throwable failure) {
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }

    private synchronized void begin() {
        asked = Optional.of(clock.instant());
    }

    private synchronized void end(Optional<String> error) {
        asked = Optional.empty();
        become(error);
    }

    /** Takes a question that was not answered in time for a failed one; the answer may come yet. */
    synchronized void check() {
        Instant latest = clock.instant().minus(timeout);
        if (asked.isPresent() && asked.get().isBefore(latest)) {
            become(Optional.of(noAnswer()));
        }
    }

    private String noAnswer() {
        return "no answer within " + timeout.toMillis() + " ms";
    }

    private void become(Optional<String> error) {
        Instant now = clock.instant();
        boolean up = error.isEmpty();
        boolean changed = state.isEmpty() || state.get().up() != up;
        if (changed && !up) {
            LOG.warn("The {} is down: {}. {}", dependency.name(), error.get(), dependency.meaning());
        } else if (changed && state.isPresent()) {
            LOG.info(
                    "The {} is up again, after {}",
                    dependency.name(),
                    Duration.between(state.get().since(), now));
        }
        state = Optional.of(new DependencyState(
                dependency.name(),
                up,
                changed ? now : state.get().since(),
                error.or(() -> state.flatMap(DependencyState::lastError)),
                up ? state.flatMap(DependencyState::lastErrorAt) : Optional.of(now),
                dependency.meaning()));
    }

    synchronized Optional<DependencyState> state() {
        return state;
    }
}
