package io.millrace.rtmp.command;

/** Asks for a message stream (section 7.2.1.3). */
public record CreateStream() implements RtmpCommand {}
