package io.millrace.rtmp.command;

/** Asks for a bandwidth measurement. */
public record CheckBandwidth() implements RtmpCommand {}
