package io.millrace.rtmp.command;

/** Pauses or resumes a play (section 7.2.2.8). */
public record Pause(boolean pause, double millis) implements RtmpCommand {}
