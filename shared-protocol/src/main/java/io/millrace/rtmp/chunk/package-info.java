/**
 * Chunk streams: messages cut into chunks and put together again (RTMP 1.0, section 5.3), with every bound that keeps a
 * peer from making us hold more than it was allowed. Knows no command and no media.
 */
package io.millrace.rtmp.chunk;
