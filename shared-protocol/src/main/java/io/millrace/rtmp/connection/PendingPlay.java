package io.millrace.rtmp.connection;

import io.millrace.rtmp.address.StreamAddress;
import io.millrace.rtmp.command.Replies;
import io.millrace.rtmp.message.UserControl;
import io.netty.handler.ssl.SslHandler;

/** A play that waits for its answer. */
final class PendingPlay extends Pending implements PlayRequest {
    private final ServerStream stream;
    private final boolean reset;
    private boolean paused;

    PendingPlay(ServerStream stream, StreamAddress address, boolean reset) {
        super(stream, address);
        this.stream = stream;
        this.reset = reset;
    }

    @Override
    public void accept(PlayReceiver receiver) {
        answer(() -> {
            if (stream.isCurrent(this)) {
                start(receiver);
            } else {
                receiver.onClosed();
            }
        });
    }

    @Override
    public boolean knowsFourCcs() {
        return stream.peerKnowsFourCcs();
    }

    @Override
    public boolean isEncrypted() {
        return stream.session().context().pipeline().get(SslHandler.class) != null;
    }

    @Override
    public void redirect(String tcUrl, String name, StreamStatus reason) {
        answer(() -> {
            if (stream.isCurrent(this)) {
                stream.become(Activity.NONE);
                stream.output().write(Replies.redirect(tcUrl, tcUrl + '/' + name, reason.description()), 0);
                stream.refuse(reason, false);
            }
        });
    }

    private void start(PlayReceiver receiver) {
        Playing playing = new Playing(stream, receiver);
        stream.become(playing);
        stream.output().write(UserControl.streamBegin(stream.id()));
        if (reset) {
            stream.status("NetStream.Play.Reset", "Playing and resetting stream.");
        }
        stream.status("NetStream.Play.Start", "Started playing stream.");
        stream.output().write(Replies.sampleAccess(), stream.id());
        stream.output().flush();
        receiver.onStarted(playing);
        if (!stream.wantsAudio() || !stream.wantsVideo()) {
            playing.onSelect(stream.wantsAudio(), stream.wantsVideo());
        }
        if (paused) {
            playing.onPause(true);
        }
    }

    @Override
    public void onPause(boolean nowPaused) {
        paused = nowPaused;
    }
}
