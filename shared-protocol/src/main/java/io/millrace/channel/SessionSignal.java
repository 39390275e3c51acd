package io.millrace.channel;

/**
 * Tells the origin that a session of its is over: the origin cuts the publisher. Sent by the channel when it disables,
 * deletes or hands the channel on.
 */
public record SessionSignal(ChannelId channel, long epoch, EndReason reason) implements ChannelMessage {}
