package io.millrace.rtmp.command;

/** Asks for a recording's length in seconds. */
public record GetStreamLength(String name) implements RtmpCommand {}
