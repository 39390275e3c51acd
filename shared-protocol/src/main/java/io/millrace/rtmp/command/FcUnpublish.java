package io.millrace.rtmp.command;

/** Announces the end of a publish. */
public record FcUnpublish(String name) implements RtmpCommand {}
