/** Sound alone, as a stream of its coded frames: AAC behind ADTS headers, MP3 as it is. Knows no socket. */
package io.millrace.audio;
