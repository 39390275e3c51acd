package io.millrace.rtmp.connection;

import io.millrace.rtmp.message.UserControl;
import io.netty.channel.Channel;

/** A play that runs. */
final class Playing implements Activity, PlayedStream {
    private final ServerStream stream;
    private final PlayReceiver receiver;

    Playing(ServerStream stream, PlayReceiver receiver) {
        this.stream = stream;
        this.receiver = receiver;
    }

    @Override
    public Channel channel() {
        return stream.session().context().channel();
    }

    @Override
    public int messageStreamId() {
        return stream.id();
    }

    @Override
    public void publisherGone() {
        channel().eventLoop().execute(() -> {
            if (stream.isCurrent(this)) {
                stream.output().write(UserControl.streamEof(stream.id()));
                stream.status("NetStream.Play.UnpublishNotify", "stream is now unpublished.");
                stream.output().flush();
            }
        });
    }

    @Override
    public void close(StreamStatus reason) {
        channel().eventLoop().execute(() -> stream.closeConnection(this, reason));
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
    }
}
