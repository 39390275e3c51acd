package io.millrace.media;

/**
 * What a configuration or a header says about the sound.
 *
 * @param sampleRate in Hz, as heard
 * @param channels 1 and up; 0 if the configuration leaves it to the stream
 */
public record AudioDescription(int sampleRate, int channels) {}
