/** RTMP play: serves feeds to players that connect by RTMP. */
package io.millrace.edge.rtmp;
