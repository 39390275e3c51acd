package io.millrace.edge.hls;

/**
 * A playlist ready to be sent; the content is shared and not to be changed.
 *
 * @param etag without quotation marks
 * @param maxAgeSeconds how long a cache may show it
 */
public record RenderedPlaylist(byte[] content, String etag, int maxAgeSeconds) {}
