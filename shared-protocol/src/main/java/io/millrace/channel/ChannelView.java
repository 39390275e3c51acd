package io.millrace.channel;

import java.util.Optional;

/**
 * What a watching edge is told: at once, at every change, and again at every repeated watch.
 *
 * @param revision grows with every change of the channel; an older view than one seen is ignored
 * @param exists whether there is such a channel
 * @param playlistName the live playlist's name now
 * @param withoutSegments whether a session is on that carries nothing that segments have a place for, so that none is to
 *     be waited for
 * @param window present if the watch asked for it
 */
public record ChannelView(
        ChannelId channel,
        long revision,
        boolean exists,
        String playlistName,
        boolean withoutSegments,
        Optional<Route> route,
        Optional<Window> window)
        implements ChannelMessage {}
