package io.millrace.rtmp.command;

/** Ends a message stream for good (section 7.2.2.3). */
public record DeleteStream(int messageStreamId) implements RtmpCommand {}
