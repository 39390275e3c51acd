package io.millrace.edge.relay;

import io.millrace.channel.ChannelId;
import io.millrace.channel.Route;
import io.millrace.media.MediaKind;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;

/** Opens relay connections to origins. */
interface RelayPull {
    /**
     * Begins to pull a channel from where its route leads.
     *
     * @param listener called on {@code eventLoop}, first of all after this method has returned
     */
    Connection open(ChannelId channel, Route route, EventLoop eventLoop, Listener listener);

    /** One relay connection, trying to be or being open. */
    interface Connection {
        /** Ends the connection; on its event loop. */
        void close();
    }

    /** What a relay connection brings. */
    interface Listener {
        /** @param payload lent for the call */
        void onMedia(MediaKind kind, int timestamp, ByteBuf payload);

        /** The session at that origin is over, or the connection broke or could not be made; comes last, once. */
        void onClosed(String reason);
    }
}
