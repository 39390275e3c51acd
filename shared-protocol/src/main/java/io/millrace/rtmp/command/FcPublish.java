package io.millrace.rtmp.command;

/** Announces a publish; a relic of Flash Media Server's edges. */
public record FcPublish(String name) implements RtmpCommand {}
