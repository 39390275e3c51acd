package io.millrace.rtmp.connection;

import java.net.InetSocketAddress;

/**
 * What an {@link RtmpPlayer} plays.
 *
 * @param server unresolved if its name is to be looked up
 * @param app of the connect, {@code relay} for instance
 * @param tcUrl of the connect, {@code rtmp://host:port/app}
 * @param streamName of the play, percent-encoded, with its query
 */
public record PlayTarget(InetSocketAddress server, String app, String tcUrl, String streamName) {
    /** The name can carry credentials. */
    @Override
    public String toString() {
        return app + " at " + server;
    }
}
