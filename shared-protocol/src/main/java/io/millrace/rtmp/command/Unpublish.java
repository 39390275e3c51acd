package io.millrace.rtmp.command;

/** publish(false): the stream ends, its message stream stays. */
public record Unpublish() implements RtmpCommand {}
