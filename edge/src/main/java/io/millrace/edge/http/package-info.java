/**
 * The edge's HTTP listener: live streams as HTTP-FLV and WebSocket-FLV, live playlists, and stored objects. Netty
 * handlers on the connection's event loop.
 */
package io.millrace.edge.http;
