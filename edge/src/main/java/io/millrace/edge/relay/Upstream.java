package io.millrace.edge.relay;

import io.millrace.channel.OriginNode;
import io.millrace.cluster.Endpoint;

/**
 * Where a relay is pulled from.
 *
 * @param isParent whether that is another edge, and not the channel's origin
 */
record Upstream(Endpoint relay, boolean isParent) {
    static Upstream of(OriginNode origin) {
        return new Upstream(new Endpoint(origin.relayHost(), origin.relayPort()), false);
    }

    @Override
    public String toString() {
        return (isParent ? "parent " : "origin ") + relay.host() + ":" + relay.port();
    }
}
