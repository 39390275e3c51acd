package io.millrace.rtmp.connection;

import io.millrace.rtmp.message.RawMessage;
import java.util.Optional;

/** A publish that runs. */
final class Publishing implements Activity, PublishedStream {
    private final ServerStream stream;
    private final String name;
    private final PublishReceiver receiver;
    private final MediaReader media;
    private final boolean canReconnect;

    Publishing(ServerStream stream, String name, PublishReceiver receiver) {
        this.stream = stream;
        this.name = name;
        this.receiver = receiver;
        this.canReconnect = stream.peerCanReconnect();
        this.media = new MediaReader(stream.settings().amfLimits(), (kind, timestamp, payload) -> {
            if (stream.isCurrent(this)) {
                receiver.onMedia(kind, timestamp, payload);
            }
        });
    }

    @Override
    public boolean isPublish() {
        return true;
    }

    @Override
    public boolean isNamed(String other) {
        return name.equals(other);
    }

    @Override
    public void onMedia(RawMessage message) {
        media.read(message);
    }

    @Override
    public void onConnectionLost() {
        receiver.onConnectionLost();
    }

    @Override
    public void onClosed() {
        stream.session().reads().end();
        stream.status("NetStream.Unpublish.Success", stream.path(name) + " is now unpublished.");
        receiver.onClosed();
    }

    @Override
    public boolean canReconnect() {
        return canReconnect;
    }

    @Override
    public void requestReconnect(Optional<String> tcUrl, String description) {
        if (canReconnect) {
            stream.session().context().executor().execute(() -> {
                if (stream.isCurrent(this)) {
                    stream.session().requestReconnect(tcUrl, description);
                }
            });
        }
    }

    @Override
    public void close(StreamStatus reason) {
        stream.session().context().executor().execute(() -> stream.closeConnection(this, reason));
    }
}
