package io.millrace.channel;

/** @param codec as OSS names it: {@code H264}, {@code H265} … */
public record VideoInfo(String codec, int width, int height, double frameRate, long bytesPerSecond) {}
