package io.millrace.rtmp.command;

/** A command that we do not know. */
public record UnknownCommand(String name) implements RtmpCommand {}
