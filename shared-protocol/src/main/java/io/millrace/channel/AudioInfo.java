package io.millrace.channel;

/** @param codec as OSS names it: {@code AAC}, {@code MP3} … */
public record AudioInfo(String codec, int sampleRate, int channels, long bytesPerSecond) {}
