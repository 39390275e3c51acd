package io.millrace.rtmp.chunk;

/**
 * What one peer may make us hold.
 *
 * @param maxMessageBytes the largest message
 * @param maxChunkSize the largest chunk size that it may announce
 * @param maxChunkStreams how many chunk streams it may use
 * @param maxUnfinishedBytes memory of all its partly received messages together
 */
public record ChunkLimits(int maxMessageBytes, int maxChunkSize, int maxChunkStreams, int maxUnfinishedBytes) {}
