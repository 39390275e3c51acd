package io.millrace.stream;

import io.netty.buffer.ByteBuf;

/**
 * A place where a reader can start.
 *
 * @param number counts the log's random access points from 1
 * @param slab what holds the unit at {@code position}
 * @param clock the log's clock at that unit
 * @param preamble not pooled, held by the log; freed when a newer point has another one
 * @param headerBytes how many of the preamble's first bytes only a starting cursor gets
 */
record RandomAccessPoint(long number, Slab slab, long position, long clock, ByteBuf preamble, int headerBytes) {}
