package io.millrace.load.simulation;

/**
 * Whether the zones can do without one of their edges.
 *
 * @param cluster before any has died
 * @param leftBefore viewers who had found no edge by then
 * @param zonesShort the zones that had to send viewers to others, or away, when their fullest edge died
 * @param elsewhere to other zones, in all those cases together
 * @param left without an edge, likewise
 */
record SpareCheck(SimulatedCluster cluster, long leftBefore, int zonesShort, long elsewhere, long left) {}
