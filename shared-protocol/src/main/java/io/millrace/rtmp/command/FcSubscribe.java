package io.millrace.rtmp.command;

/** Announces a play; a relic of Flash Media Server's edges. */
public record FcSubscribe(String name) implements RtmpCommand {}
