package io.millrace.storage;

import java.time.Instant;

/**
 * What is known of a stored object without its content.
 *
 * @param etag the lower-case hex MD5 of the content, without quotation marks
 */
public record ObjectInfo(String bucket, String key, long size, String etag, String contentType, Instant lastModified) {}
