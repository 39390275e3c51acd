package io.millrace.edge.relay;

import io.millrace.channel.ChannelId;
import io.millrace.channel.Route;
import io.millrace.media.MediaKind;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;

/** Opens relay connections to origins and parents. */
interface RelayPull {
    /**
     * Begins to pull a channel's session.
     *
     * @param route which session, and the ticket to it
     * @param listener called on {@code eventLoop}, first of all after this method has returned
     */
    Connection open(ChannelId channel, Route route, Upstream upstream, EventLoop eventLoop, Listener listener);

    /** One relay connection, trying to be or being open. */
    interface Connection {
        /** Ends the connection; on its event loop. */
        void close();
    }

    /** How a relay connection ends. */
    enum End {
        /** The other side hung up: as a rule since the session is over there. */
        HUNG_UP,
        /** The other side has not got the session. */
        REFUSED,
        /** It broke, was silent for too long or could not be made. */
        FAILED
    }

    /** What a relay connection brings. */
    interface Listener {
        /** @param payload lent for the call */
        void onMedia(MediaKind kind, int timestamp, ByteBuf payload);

        /** Comes last, once. */
        void onClosed(End end, String reason);
    }
}
