/**
 * RTMP connections on Netty, as server and as client: the pipeline from bytes to commands and media, and the interfaces
 * by which an origin plugs publishing and an edge plugs playing into one listener.
 */
package io.millrace.rtmp.connection;
