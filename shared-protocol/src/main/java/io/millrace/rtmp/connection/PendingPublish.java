package io.millrace.rtmp.connection;

import io.millrace.rtmp.address.StreamAddress;
import io.millrace.rtmp.message.RawMessage;
import io.millrace.rtmp.message.RtmpProtocolException;
import java.util.ArrayDeque;
import java.util.Queue;

/** A publish that waits for its answer; media that a hasty publisher sends meanwhile are kept, within a bound. */
final class PendingPublish extends Pending implements PublishRequest {
    private final ServerStream stream;
    private final String name;
    private final Queue<RawMessage> early = new ArrayDeque<>();
    private int earlyBytes;

    PendingPublish(ServerStream stream, String name, StreamAddress address) {
        super(stream, address);
        this.stream = stream;
        this.name = name;
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
    public boolean canReconnect() {
        return stream.peerCanReconnect();
    }

    @Override
    public void accept(PublishReceiver receiver) {
        answer(() -> {
            if (stream.isCurrent(this)) {
                start(receiver);
            } else {
                receiver.onClosed();
            }
        });
    }

    private void start(PublishReceiver receiver) {
        Publishing publishing = new Publishing(stream, name, receiver);
        stream.become(publishing);
        stream.session().reads().begin();
        stream.status("NetStream.Publish.Start", stream.path(name) + " is now published.");
        stream.output().flush();
        receiver.onStarted(publishing);
        for (RawMessage message = early.poll(); message != null; message = early.poll()) {
            try {
                if (stream.isCurrent(publishing)) {
                    publishing.onMedia(message);
                }
            } catch (RuntimeException e) {
                stream.session().context().pipeline().fireExceptionCaught(e);
            } finally {
                message.release();
            }
        }
    }

    @Override
    public void onMedia(RawMessage message) {
        earlyBytes += message.payload().readableBytes();
        if (earlyBytes > stream.settings().maxUnfinishedBytes()) {
            throw new RtmpProtocolException("media before the publish was answered: " + earlyBytes
                    + " bytes (expected: <= " + stream.settings().maxUnfinishedBytes() + ")");
        }
        early.add(message.retain());
    }

    @Override
    public void onClosed() {
        early.forEach(RawMessage::release);
        early.clear();
    }
}
