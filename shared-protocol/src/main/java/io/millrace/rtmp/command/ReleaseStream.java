package io.millrace.rtmp.command;

/** FMLE's and its followers' wish that an earlier publish of the name be ended. */
public record ReleaseStream(String name) implements RtmpCommand {}
