package io.millrace.edge.relay;

import io.millrace.channel.ChannelView;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Somebody who asked for a live playlist.
 *
 * @param waitsForUnknownChannel as for an {@link Audience}
 * @param playlistName present if a view of a channel whose playlist has another name will do, even without a window
 * @param answer completed on the channel's event loop with a view that has a window, or exceptionally with an
 *     {@link AbsentException}
 */
record WindowRequest(
        boolean waitsForUnknownChannel, Optional<String> playlistName, CompletableFuture<ChannelView> answer) {
    /** Whether the view says all that was asked for. */
    boolean isAnsweredBy(ChannelView view) {
        boolean hasSegments =
                view.window().filter(window -> !window.segments().isEmpty()).isPresent();
        boolean isOther = view.exists()
                && playlistName
                        .filter(name -> !name.equals(view.playlistName()))
                        .isPresent();
        return hasSegments || isOther;
    }

    void refuse(Absence reason) {
        answer.completeExceptionally(new AbsentException(reason));
    }
}
