package io.millrace.webhook;

import io.millrace.channel.BucketReply.Bucket;
import io.millrace.channel.ChannelId;
import io.millrace.rtmp.connection.PlayReceiver;
import io.millrace.rtmp.connection.PlayedStream;
import java.util.function.LongSupplier;

/** Tells when a play begins and ends, and hands everything on. Event loop only. */
final class TellingReceiver implements PlayReceiver {
    private final PlayReceiver receiver;
    private final LongSupplier sentBytes;
    private final ClientEvents events;
    private final Bucket bucket;
    private final ChannelId channel;
    private final String param;
    private boolean playing;

    TellingReceiver(
            PlayReceiver receiver,
            LongSupplier sentBytes,
            ClientEvents events,
            Bucket bucket,
            ChannelId channel,
            String param) {
        this.receiver = receiver;
        this.sentBytes = sentBytes;
        this.events = events;
        this.bucket = bucket;
        this.channel = channel;
        this.param = param;
    }

    @Override
    public void onStarted(PlayedStream stream) {
        playing = true;
        events.played(bucket, channel, param);
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
            events.stopped(bucket, channel, param);
        }
    }
}
