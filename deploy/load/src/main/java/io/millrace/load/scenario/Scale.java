package io.millrace.load.scenario;

import java.time.Duration;

/**
 * How long and how often.
 *
 * @param window what is measured in one run
 * @param warmUp between the last connect and the window; a server's first run has three times as much
 * @param runs of each row
 * @param perSecond how many viewers or publishers connect in a second
 */
public record Scale(Duration window, Duration warmUp, int runs, int perSecond) {}
