package io.millrace.stream;

import java.time.Duration;

/**
 * The bounds of one stream log.
 *
 * @param slabBytes size of one slab of direct memory; a larger unit gets a slab of its own
 * @param maxBytes how much the log may hold in all; the oldest slab goes first
 * @param maxLag how far behind the head a cursor may stay, in stream time, before it jumps
 */
public record StreamLogSettings(int slabBytes, int maxBytes, Duration maxLag) {}
