/** Frames as RTMP messages in chunks, for stream logs that RTMP players and relays read. Knows no socket. */
package io.millrace.rtmp.mux;
