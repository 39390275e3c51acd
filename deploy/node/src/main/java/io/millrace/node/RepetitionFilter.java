package io.millrace.node;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.time.Duration;
import org.slf4j.Marker;

/**
 * Lets only so many of those of Akka's lines into the log that come again and again while something is out: without the
 * database each message to each channel is an actor's failure, and without a control plane the shard regions ask for one
 * all the time. That the database is down, and who cannot be reached, is said elsewhere. Named in logback.xml.
 */
public final class RepetitionFilter extends TurboFilter {
    /** What Akka's message begins with. */
    private static final String SUPERVISOR = "Supervisor ";

    private static final String SHARD_REGION = "akka.cluster.sharding.ShardRegion";

    private final Budget failures = new Budget(5);
    private final Budget regions = new Budget(2);

    @Override
    public FilterReply decide(
            Marker marker, Logger logger, Level level, String format, Object[] parameters, Throwable failure) {
        boolean denied;
        if (level == Level.ERROR && format != null && format.startsWith(SUPERVISOR)) {
            denied = !failures.admits(System.nanoTime());
        } else if (level == Level.WARN && logger.getName().equals(SHARD_REGION)) {
            denied = !regions.admits(System.nanoTime());
        } else {
            denied = false;
        }
        return denied ? FilterReply.DENY : FilterReply.NEUTRAL;
    }

    /** How many lines of one kind there may be in ten seconds. */
    private static final class Budget {
        private static final long PERIOD_NANOS = Duration.ofSeconds(10).toNanos();

        private final int max;
        private long periodStart = System.nanoTime();
        private int inPeriod;

        Budget(int max) {
            this.max = max;
        }

        synchronized boolean admits(long now) {
            if (now - periodStart > PERIOD_NANOS) {
                periodStart = now;
                inPeriod = 0;
            }
            inPeriod++;
            return inPeriod <= max;
        }
    }
}
