package io.millrace.edge.relay;

import io.millrace.channel.ChannelView;
import java.util.concurrent.CompletableFuture;

/**
 * Somebody who asked for a live playlist.
 *
 * @param waitsForUnknownChannel as for an {@link Audience}
 * @param answer completed on the channel's event loop with a view that has a window, or exceptionally with an
 *     {@link AbsentException}
 */
record WindowRequest(boolean waitsForUnknownChannel, CompletableFuture<ChannelView> answer) {
    void refuse(Absence reason) {
        answer.completeExceptionally(new AbsentException(reason));
    }
}
