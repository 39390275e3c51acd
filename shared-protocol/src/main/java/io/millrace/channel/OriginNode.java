package io.millrace.channel;

/**
 * The node that holds a session's feed.
 *
 * @param address the node's cluster address with its incarnation's uid, {@code akka://millrace@host:port#uid}
 * @param relayHost where edges reach its relay listener
 */
public record OriginNode(String address, String relayHost, int relayPort) {}
