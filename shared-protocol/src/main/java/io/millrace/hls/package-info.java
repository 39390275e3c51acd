/** HLS playlists as text (RFC 8216). */
package io.millrace.hls;
