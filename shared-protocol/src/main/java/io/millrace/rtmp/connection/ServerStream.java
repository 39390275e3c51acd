package io.millrace.rtmp.connection;

import io.millrace.rtmp.address.StreamAddress;
import io.millrace.rtmp.command.CloseStream;
import io.millrace.rtmp.command.Pause;
import io.millrace.rtmp.command.Play;
import io.millrace.rtmp.command.Play2;
import io.millrace.rtmp.command.Publish;
import io.millrace.rtmp.command.ReceiveAudio;
import io.millrace.rtmp.command.ReceiveVideo;
import io.millrace.rtmp.command.Replies;
import io.millrace.rtmp.command.RtmpCommand;
import io.millrace.rtmp.command.Seek;
import io.millrace.rtmp.command.Unpublish;
import io.millrace.rtmp.message.CommandMessage;
import io.millrace.rtmp.message.RawMessage;
import java.util.Optional;

/**
 * One message stream: nothing goes on in it, or a publish or a play that waits for its answer or runs. A connection has
 * one publish and one play at a time. Texts that clients may look for are those of Node-Media-Server. Event loop only.
 */
final class ServerStream {
    private final int id;
    private final ServerStreams streams;
    private final ServerSession session;
    private final Output output;
    private final RtmpConnectionSettings settings;

    private boolean amf3;
    private Activity activity = Activity.NONE;
    private boolean wantsAudio = true;
    private boolean wantsVideo = true;

    ServerStream(int id, ServerStreams streams, ServerSession session, Output output, RtmpConnectionSettings settings) {
        this.id = id;
        this.streams = streams;
        this.session = session;
        this.output = output;
        this.settings = settings;
    }

    int id() {
        return id;
    }

    ServerSession session() {
        return session;
    }

    RtmpConnectionSettings settings() {
        return settings;
    }

    Output output() {
        return output;
    }

    boolean wantsAudio() {
        return wantsAudio;
    }

    boolean wantsVideo() {
        return wantsVideo;
    }

    /** @param message the caller keeps ownership */
    void onMedia(RawMessage message) {
        activity.onMedia(message);
    }

    /** @return whether the command is one for streams */
    boolean onCommand(CommandMessage message, RtmpCommand command) {
        amf3 = message.amf3();
        if (command instanceof Publish publish) {
            publish(publish.name());
        } else if (command instanceof Play play) {
            play(play.name(), play.reset());
        } else if (command instanceof Play2 play) {
            play(play.name(), true);
        } else if (command instanceof Unpublish || command instanceof CloseStream) {
            close();
        } else if (command instanceof Pause pause) {
            pause(pause.pause());
        } else if (command instanceof ReceiveAudio select) {
            wantsAudio = select.wanted();
            activity.onSelect(wantsAudio, wantsVideo);
        } else if (command instanceof ReceiveVideo select) {
            wantsVideo = select.wanted();
            activity.onSelect(wantsAudio, wantsVideo);
        } else if (command instanceof Seek) {
            error(new StreamStatus("NetStream.Seek.Failed", "A live stream cannot be searched."));
        } else {
            return false;
        }
        return true;
    }

    private void publish(String name) {
        StreamAddress address = streams.address(name);
        if (activity != Activity.NONE) {
            error(new StreamStatus("NetStream.Publish.BadName", "Something goes on in this message stream already."));
        } else if (streams.othersPublish(this)) {
            error(new StreamStatus("NetStream.Publish.BadConnection", "Connection already publishing"));
        } else if (isEmpty(address)) {
            refuse(new StreamStatus("NetStream.Publish.BadName", "The address names no channel."), true);
        } else if (streams.handlers().publish().isEmpty()) {
            refuse(
                    new StreamStatus("NetStream.Publish.Failed", "This node takes no streams in: it is no origin."),
                    true);
        } else {
            PendingPublish pending = new PendingPublish(this, name, address);
            activity = pending;
            streams.handlers().publish().get().onPublish(pending);
        }
    }

    private void play(String name, boolean reset) {
        StreamAddress address = streams.address(name);
        if (activity.isPublish()) {
            error(new StreamStatus("NetStream.Play.Failed", "This message stream is publishing."));
            return;
        } else if (streams.othersPlay(this)) {
            error(new StreamStatus("NetStream.Play.BadConnection", "Connection already playing"));
            return;
        }
        close();
        if (isEmpty(address)) {
            error(new StreamStatus("NetStream.Play.StreamNotFound", "The address names no channel."));
        } else if (streams.handlers().play().isEmpty()) {
            error(new StreamStatus("NetStream.Play.Failed", "This node gives no streams out: it is no edge."));
        } else {
            PendingPlay pending = new PendingPlay(this, address, reset);
            activity = pending;
            streams.handlers().play().get().onPlay(pending);
        }
    }

    private void pause(boolean pause) {
        if (pause) {
            status("NetStream.Pause.Notify", "Paused live");
        } else {
            status("NetStream.Unpause.Notify", "Unpaused live");
        }
        activity.onPause(pause);
    }

    private static boolean isEmpty(StreamAddress address) {
        return address.candidates().isEmpty() && address.bareChannel().isEmpty();
    }

    boolean isCurrent(Activity asked) {
        return activity == asked;
    }

    /** The activity that a pending one has become; NONE if it was refused. */
    void become(Activity next) {
        activity = next;
    }

    void status(String code, String description) {
        output.write(Replies.onStatus(code, description).withAmf3(amf3), id);
    }

    void error(StreamStatus reason) {
        output.write(Replies.onError(reason.code(), reason.description()).withAmf3(amf3), id);
    }

    /**
     * Says why not. Publishers such as OBS wait on an open connection although they were refused, so it is closed behind
     * the last one; a player may ask for another stream.
     */
    void refuse(StreamStatus reason, boolean publish) {
        error(reason);
        output.flush();
        if (publish && streams.isIdle()) {
            session.closeRefused();
        }
    }

    boolean publishes() {
        return activity.isPublish();
    }

    String path(String name) {
        return streams.path(name);
    }

    boolean isIdle() {
        return activity == Activity.NONE;
    }

    boolean peerCanReconnect() {
        return streams.peerCanReconnect();
    }

    boolean peerKnowsFourCcs() {
        return streams.peerKnowsFourCcs();
    }

    Optional<String> page() {
        return streams.page();
    }

    /** FCUnpublish names the stream and not its id. */
    void unpublish(String name) {
        if (activity.isPublish() && activity.isNamed(name)) {
            close();
        }
    }

    /** Ends what goes on, whatever it is; the message stream stays usable. */
    void close() {
        Activity ended = activity;
        activity = Activity.NONE;
        ended.onClosed();
    }

    /** Ends what goes on, as the connection has ended. */
    void lose() {
        activity.onConnectionLost();
        close();
    }

    /** Says why, ends what goes on and closes the connection. */
    void closeConnection(Activity asking, StreamStatus reason) {
        if (activity == asking) {
            error(reason);
            session.close(reason.code() + ", " + reason.description());
        }
    }
}
