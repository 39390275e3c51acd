package io.millrace.rtmp.connection;

import java.util.Optional;

/** What a listener does: a role that this node does not have is absent, and asking for it is refused. */
public record RtmpHandlers(ConnectHandler connect, Optional<PublishHandler> publish, Optional<PlayHandler> play) {
    /** For those that let every client connect. */
    public RtmpHandlers(Optional<PublishHandler> publish, Optional<PlayHandler> play) {
        this(ConnectHandler.ALL, publish, play);
    }

    public static RtmpHandlers of(PublishHandler publish, PlayHandler play) {
        return new RtmpHandlers(Optional.of(publish), Optional.of(play));
    }

    public static RtmpHandlers publishOnly(PublishHandler publish) {
        return new RtmpHandlers(Optional.of(publish), Optional.empty());
    }

    public static RtmpHandlers playOnly(PlayHandler play) {
        return new RtmpHandlers(Optional.empty(), Optional.of(play));
    }
}
