package io.millrace.amf;

/**
 * What a reader accepts.
 *
 * @param maxDepth how deep objects and arrays may lie in each other
 * @param maxBytes the size of one message's values together
 */
public record AmfLimits(int maxDepth, int maxBytes) {}
