/** Live playlists as this edge shows them, rendered from a channel's window. */
package io.millrace.edge.hls;
