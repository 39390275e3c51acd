package io.millrace.rtmp.connection;

/** A play command. */
public non-sealed interface PlayRequest extends StreamRequest {
    /** Answers StreamBegin, NetStream.Play.Reset, NetStream.Play.Start and |RtmpSampleAccess. */
    void accept(PlayReceiver receiver);

    /** Whether the player has announced that it reads HEVC or AV1 under their FourCCs (enhanced RTMP). */
    default boolean knowsFourCcs() {
        return false;
    }

    /** Whether the player has come by TLS: it is to be sent nowhere else then. */
    default boolean isEncrypted() {
        return false;
    }

    /**
     * Answers that the stream is to be had from another server: by a redirect where the connection can carry one,
     * and for players that know none by {@link #refuse}.
     *
     * @param tcUrl where to connect, the bucket as the application
     * @param stream its name there, with the query
     * @param reason of the refusal
     */
    default void redirect(String tcUrl, String stream, StreamStatus reason) {
        refuse(reason);
    }
}
