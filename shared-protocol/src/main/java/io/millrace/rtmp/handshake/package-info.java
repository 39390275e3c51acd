/**
 * The RTMP handshake as server and as client: the simple one of RTMP 1.0, section 5.2, and the digest one that Flash
 * and its descendants begin. Each side is a Netty handler that takes itself out of the pipeline when it is done.
 */
package io.millrace.rtmp.handshake;
