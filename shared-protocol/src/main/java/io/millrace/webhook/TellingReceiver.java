package io.millrace.webhook;

import io.millrace.rtmp.connection.PlayReceiver;
import io.millrace.rtmp.connection.PlayedStream;
import java.util.function.LongSupplier;

/** Tells when a play begins and ends, and hands everything on. Event loop only. */
final class TellingReceiver implements PlayReceiver {
    private final PlayReceiver receiver;
    private final LongSupplier sentBytes;
    private final ClientEvents events;
    private final Claim claim;
    private boolean playing;

    TellingReceiver(PlayReceiver receiver, LongSupplier sentBytes, ClientEvents events, Claim claim) {
        this.receiver = receiver;
        this.sentBytes = sentBytes;
        this.events = events;
        this.claim = claim;
    }

    @Override
    public void onStarted(PlayedStream stream) {
        playing = true;
        events.played(claim);
        receiver.onStarted(stream);
    }

    @Override
    public void onPause(boolean paused) {
        receiver.onPause(paused);
    }

    @Override
    public void onSelect(boolean audio, boolean video) {
        receiver.onSelect(audio, video);
    }

    @Override
    public void onClosed() {
        receiver.onClosed();
        if (playing) {
            playing = false;
            events.sent(sentBytes.getAsLong());
            events.stopped(claim);
        }
    }
}
