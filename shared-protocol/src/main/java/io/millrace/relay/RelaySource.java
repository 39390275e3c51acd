package io.millrace.relay;

import io.millrace.channel.ChannelId;

/** The feeds of this node's origin role, for relays whose tickets are good. */
public interface RelaySource {
    /** Whether that session of the channel, or a later one, is here now; on any thread. */
    boolean knows(ChannelId channel, long epoch);

    /** Answers the play, now or within its {@link RelayPlay#patience}; called on {@link RelayPlay#eventLoop}. */
    void serve(RelayPlay play);
}
