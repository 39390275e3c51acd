package io.millrace.rtmp.command;

/** An answer to a command of ours, not a command. */
public record Answer() implements RtmpCommand {}
