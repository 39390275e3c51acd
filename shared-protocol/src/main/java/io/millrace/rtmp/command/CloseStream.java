package io.millrace.rtmp.command;

/** Ends what goes on in the message stream that it was sent in. */
public record CloseStream() implements RtmpCommand {}
