package io.millrace.node;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.time.Duration;
import org.slf4j.Marker;

/**
 * Lets only so many failures of actors into the log: while the database is down, each message to each channel is one. Named
 * in logback.xml. That the database is down, and for how long, is said elsewhere.
 */
public final class ActorFailureFilter extends TurboFilter {
    /** What Akka's message begins with. */
    private static final String SUPERVISOR = "Supervisor ";

    private static final int MAX_IN_PERIOD = 5;
    private static final long PERIOD_NANOS = Duration.ofSeconds(10).toNanos();

    private long periodStart = System.nanoTime();
    private int inPeriod;

    @Override
    public FilterReply decide(
            Marker marker, Logger logger, Level level, String format, Object[] parameters, Throwable failure) {
        boolean isActorFailure = level == Level.ERROR && format != null && format.startsWith(SUPERVISOR);
        return isActorFailure && !isAdmitted(System.nanoTime()) ? FilterReply.DENY : FilterReply.NEUTRAL;
    }

    private synchronized boolean isAdmitted(long now) {
        if (now - periodStart > PERIOD_NANOS) {
            periodStart = now;
            inPeriod = 0;
        }
        inPeriod++;
        return inPeriod <= MAX_IN_PERIOD;
    }
}
