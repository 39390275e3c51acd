/** MPEG transport streams (ISO/IEC 13818-1): H.264, HEVC, AAC and MP3 frames as 188-byte packets. Bytes and frames only. */
package io.millrace.mpegts;
