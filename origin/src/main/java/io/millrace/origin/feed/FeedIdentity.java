package io.millrace.origin.feed;

import io.millrace.channel.ChannelId;
import io.netty.channel.EventLoop;

/**
 * Whose feed it is.
 *
 * @param eventLoop the publisher's, the feed's only writer
 */
public record FeedIdentity(ChannelId channel, long epoch, EventLoop eventLoop) {}
