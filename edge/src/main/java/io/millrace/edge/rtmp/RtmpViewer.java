package io.millrace.edge.rtmp;

import io.millrace.auth.AccessDecision.Granted;
import io.millrace.auth.RightEnd;
import io.millrace.delivery.Delivery;
import io.millrace.delivery.SliceFraming;
import io.millrace.delivery.Viewer;
import io.millrace.delivery.ViewerListener;
import io.millrace.edge.feed.StreamFormat;
import io.millrace.edge.relay.Absence;
import io.millrace.edge.relay.Audience;
import io.millrace.edge.relay.EdgeChannels;
import io.millrace.edge.viewer.Departure;
import io.millrace.edge.viewer.Guest;
import io.millrace.edge.viewer.Stay;
import io.millrace.flv.TagForm;
import io.millrace.rtmp.connection.PlayReceiver;
import io.millrace.rtmp.connection.PlayedStream;
import io.millrace.rtmp.connection.StreamStatus;
import io.millrace.rtmp.mux.Tracks;
import io.millrace.stream.Cursor;
import java.util.Optional;

/**
 * One RTMP player. It is told that the publisher has gone only when the grace time is over, as players leave at once.
 * Confined to its connection's event loop; what the channel says on its own is brought over. A change of tracks joins
 * the log of the new choice at its next random access point, until which the player gets what it had.
 */
final class RtmpViewer implements PlayReceiver, ViewerListener, Guest {
    private static final StreamStatus ENDED =
            new StreamStatus("NetStream.Play.Stop", "The publisher has gone and has not come back.");

    private static final StreamStatus LET_GO =
            new StreamStatus("NetStream.Play.Stop", "This edge is stopping; play again to get another one.");

    private final Granted granted;
    private final EdgeChannels channels;
    private final Delivery delivery;
    private final Stay stay;
    private final Departure departure;
    private final TagForm form;
    private PlayedStream stream;
    private Seat seat;
    private Viewer viewer;
    private boolean paused;
    private boolean closed;
    private boolean letGo;
    private Optional<StreamStatus> expelled = Optional.empty();

    /** @param form of the audio and video messages that the player reads */
    RtmpViewer(
            Granted granted, TagForm form, EdgeChannels channels, Delivery delivery, Stay stay, Departure departure) {
        this.granted = granted;
        this.form = form;
        this.channels = channels;
        this.delivery = delivery;
        this.stay = stay;
        this.departure = departure;
    }

    @Override
    public void onStarted(PlayedStream started) {
        stream = started;
        sit(Tracks.ALL, false);
        departure.enter(this);
        stay.watch(started.channel().eventLoop(), this::expel);
    }

    private void expel(RightEnd end) {
        if (!closed && !letGo) {
            StreamStatus status =
                    new StreamStatus("NetStream.Play.Unauthorized", "The right to play " + end.verb() + ".");
            expelled = Optional.of(status);
            if (viewer != null) {
                viewer.end();
            } else {
                stream.close(status);
            }
        }
    }

    @Override
    public void letGo() {
        stream.channel().eventLoop().execute(() -> {
            if (!closed && !letGo) {
                letGo = true;
                if (viewer != null) {
                    viewer.end();
                } else {
                    stream.close(LET_GO);
                }
            }
        });
    }

    /** How many bytes it was given; on its event loop. */
    long sentBytes() {
        return viewer == null ? 0 : viewer.sentBytes();
    }

    @Override
    public void onPause(boolean pause) {
        paused = pause;
        if (viewer != null) {
            applyPause();
        }
    }

    @Override
    public void onSelect(boolean audio, boolean video) {
        Tracks wanted = Tracks.of(audio, video);
        if (stream != null && !closed && wanted != seat.format.tracks()) {
            channels.leave(granted.channel(), seat);
            sit(wanted, viewer != null);
        }
    }

    @Override
    public void onClosed() {
        if (closed) {
            return;
        }
        closed = true;
        stay.leave();
        departure.leave(this);
        if (seat != null) {
            channels.leave(granted.channel(), seat);
        }
        if (viewer != null) {
            viewer.stop();
        }
    }

    @Override
    public void onWritten(long bytes) {
        stay.sent(bytes);
    }

    @Override
    public void onEnd(Viewer ended) {
        if (expelled.isPresent()) {
            stream.close(expelled.get());
        } else {
            stream.publisherGone();
            stream.close(letGo ? LET_GO : ENDED);
        }
    }

    @Override
    public void onStuck(Viewer stuck) {
        onClosed();
    }

    private void sit(Tracks tracks, boolean goingOn) {
        seat = new Seat(new StreamFormat.Rtmp(stream.messageStreamId(), tracks, form), goingOn);
        channels.join(granted.channel(), seat);
    }

    private void applyPause() {
        if (paused) {
            viewer.pause();
        } else {
            viewer.resume();
        }
    }

    private void begin(Seat of, Cursor cursor) {
        if (closed || of != seat) {
            cursor.close();
            channels.leave(granted.channel(), of);
        } else if (viewer == null) {
            viewer = delivery.start(stream.channel(), cursor, SliceFraming.RAW, this);
            if (paused) {
                viewer.pause();
            }
        } else if (of.format.tracks() == Tracks.NONE) {
            viewer.follow(cursor);
        } else {
            viewer.followOnceReady(cursor);
        }
    }

    private static StreamStatus absence(Absence reason) {
        return switch (reason) {
            case NO_SUCH_CHANNEL -> new StreamStatus("NetStream.Play.StreamNotFound", "There is no such channel.");
            case NOT_LIVE -> new StreamStatus("NetStream.Play.StreamNotFound", "Nobody publishes to this channel.");
            case NO_SUCH_TRACK ->
                new StreamStatus("NetStream.Play.Failed", "The channel carries nothing that RTMP can.");
            case UNAVAILABLE ->
                new StreamStatus("NetStream.Play.Failed", "The channel's origin cannot be reached now.");
            case OVERLOADED ->
                new StreamStatus("NetStream.Play.Failed", "This edge follows as many channels as it may.");
        };
    }

    /** This viewer in the channel's audience, for one choice of tracks. */
    private final class Seat implements Audience {
        private final StreamFormat.Rtmp format;
        private final boolean goingOn;

        /** @param goingOn whether the player has seen something already, which it must not see again */
        Seat(StreamFormat.Rtmp format, boolean goingOn) {
            this.format = format;
            this.goingOn = goingOn;
        }

        private void onLoop(Runnable task) {
            stream.channel().eventLoop().execute(task);
        }

        @Override
        public StreamFormat format() {
            return format;
        }

        @Override
        public boolean fromNextRandomAccessPoint() {
            return goingOn;
        }

        @Override
        public boolean waitsForUnknownChannel() {
            return granted.bucket().settings().autoCreateChannels();
        }

        @Override
        public void onCursor(Cursor cursor) {
            onLoop(() -> begin(this, cursor));
        }

        @Override
        public void onAbsent(Absence reason) {
            stream.close(absence(reason));
        }
    }
}
