package io.millrace.rtmp.command;

/** Switches a play's sound off or on (section 7.2.2.4). */
public record ReceiveAudio(boolean wanted) implements RtmpCommand {}
