package io.millrace.load.simulation;

/**
 * What viewers have in common who are placed alike.
 *
 * @param zone where they are
 * @param channel what they want to see
 * @param redirects how many they have followed since they set out
 */
record Party(int zone, int channel, int redirects) {
    Party redirected() {
        return new Party(zone, channel, redirects + 1);
    }
}
