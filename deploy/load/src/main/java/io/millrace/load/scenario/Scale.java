package io.millrace.load.scenario;

import java.time.Duration;

/**
 * How long and how often.
 *
 * @param window what is measured in one run
 * @param warmUp between the last connect and the window; a server has more of it before its first run
 * @param runs of each row
 * @param perSecond how many viewers connect in a second
 */
public record Scale(Duration window, Duration warmUp, int runs, int perSecond) {}
