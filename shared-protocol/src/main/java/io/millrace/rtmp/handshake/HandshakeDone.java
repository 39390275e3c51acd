package io.millrace.rtmp.handshake;

/** Fired as a user event through the pipeline when the handshake is over and the first chunk may come. */
public enum HandshakeDone {
    SIMPLE,
    DIGEST
}
