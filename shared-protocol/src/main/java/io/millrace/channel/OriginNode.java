package io.millrace.channel;

import akka.cluster.UniqueAddress;

/**
 * The node that holds a session's feed.
 *
 * @param address the node's cluster address with its incarnation's uid, {@code akka://millrace@host:port#uid}
 * @param relayHost where edges reach its relay listener
 */
public record OriginNode(String address, String relayHost, int relayPort) {

    /** The {@link #address} of a member; a node that restarts at the same host and port gets another one. */
    public static String addressOf(UniqueAddress node) {
        return node.address() + "#" + node.longUid();
    }
}
