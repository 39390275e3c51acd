/**
 * The Action Message Format, in which RTMP commands and stream metadata are written: AMF0 both ways, AMF3 for reading.
 * Knows buffers only; what a value means is for others to say.
 */
package io.millrace.amf;
