package io.millrace.rtmp.connection;

import io.millrace.amf.AmfValue;
import io.millrace.rtmp.address.StreamAddress;
import io.millrace.rtmp.address.StreamAddressParser;
import io.millrace.rtmp.address.VirtualHosts;
import io.millrace.rtmp.command.Connect;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;

/** A connection as its handlers see it. */
record PeerConnection(
        Channel channel, Connect connect, VirtualHosts vhosts, AmfValue commandObject, ReceivedBytes received)
        implements ClientConnection {
    @Override
    public StreamAddress address(String streamName) {
        return StreamAddressParser.parse(connect.app(), streamName, connect.tcUrl(), vhosts);
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return channel.attr(ConnectionGate.REMOTE).get();
    }

    @Override
    public long receivedBytes() {
        return received.count();
    }
}
