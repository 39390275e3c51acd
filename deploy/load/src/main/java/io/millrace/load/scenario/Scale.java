package io.millrace.load.scenario;

import java.time.Duration;

/**
 * How long and how often.
 *
 * @param window what is measured in one run
 * @param serverWarmUp how long a server serves before its first run; a JVM compiles for a minute and longer
 * @param warmUp between the last connect and the window
 * @param runs of each row
 * @param perSecond how many viewers connect in a second
 * @param maxOthersPercent what other processes may take of one processor in a run that counts
 */
public record Scale(
        Duration window, Duration serverWarmUp, Duration warmUp, int runs, int perSecond, int maxOthersPercent) {}
