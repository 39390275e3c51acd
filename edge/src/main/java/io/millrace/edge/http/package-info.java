/**
 * The edge's HTTP listener: live streams over HTTP and WebSocket, live playlists, and stored objects. Netty
 * handlers on the connection's event loop.
 */
package io.millrace.edge.http;
