package io.millrace.rtmp.command;

/** Jumps in a play (section 7.2.2.7). */
public record Seek(double millis) implements RtmpCommand {}
