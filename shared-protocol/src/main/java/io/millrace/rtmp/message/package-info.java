/**
 * RTMP messages: the records that the protocol's control and command messages are, and how each is read and written.
 * Media messages stay {@link io.millrace.rtmp.message.RawMessage}s, whose payload nobody copies. Knows no socket.
 */
package io.millrace.rtmp.message;
