package io.millrace.rtmp.connection;

import io.millrace.amf.AmfValue;
import io.millrace.rtmp.address.StreamAddress;
import io.millrace.rtmp.command.Connect;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;

/** A connection to a listener whose connect has come. Its values can be read on any thread. */
public interface ClientConnection {
    /** The connection itself, whose attributes handlers may use; only the listener writes to it. */
    Channel channel();

    /** The peer, or whom a trusted balancer's PROXY header names. */
    InetSocketAddress remoteAddress();

    /** What the client said. */
    Connect connect();

    /** What a publish or play of that name would mean here. */
    StreamAddress address(String streamName);

    /** All that the client said, as it came. */
    AmfValue commandObject();

    /** How many bytes came behind the handshake until now. */
    long receivedBytes();
}
