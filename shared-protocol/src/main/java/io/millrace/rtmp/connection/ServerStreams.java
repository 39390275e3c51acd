package io.millrace.rtmp.connection;

import io.millrace.amf.AmfNumber;
import io.millrace.rtmp.address.StreamAddress;
import io.millrace.rtmp.command.Answer;
import io.millrace.rtmp.command.CheckBandwidth;
import io.millrace.rtmp.command.Connect;
import io.millrace.rtmp.command.CreateStream;
import io.millrace.rtmp.command.DeleteStream;
import io.millrace.rtmp.command.FcPublish;
import io.millrace.rtmp.command.FcSubscribe;
import io.millrace.rtmp.command.FcUnpublish;
import io.millrace.rtmp.command.GetStreamLength;
import io.millrace.rtmp.command.ReleaseStream;
import io.millrace.rtmp.command.Replies;
import io.millrace.rtmp.command.RtmpCommand;
import io.millrace.rtmp.message.CommandMessage;
import io.millrace.rtmp.message.RawMessage;
import io.millrace.rtmp.message.RtmpProtocolException;
import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import java.util.List;
import java.util.Optional;

/** The message streams of one connection, and the commands that concern no single one of them. */
final class ServerStreams {
    private static final int CONNECTION = 0;

    private final ServerSession session;
    private final Output output;
    private final RtmpConnectionSettings settings;
    private final RtmpHandlers handlers;
    private final IntObjectMap<ServerStream> streams = new IntObjectHashMap<>();
    private Connect connect;
    private ClientConnection connection;

    ServerStreams(ServerSession session, Output output, RtmpConnectionSettings settings, RtmpHandlers handlers) {
        this.session = session;
        this.output = output;
        this.settings = settings;
        this.handlers = handlers;
    }

    void connected(ClientConnection peer) {
        connection = peer;
        connect = peer.connect();
    }

    Optional<ClientConnection> connection() {
        return Optional.ofNullable(connection);
    }

    StreamAddress address(String streamName) {
        return connection.address(streamName);
    }

    /** Where the client stands, if that is a web page. */
    Optional<String> page() {
        return Optional.of(connect.pageUrl()).filter(url -> !url.isEmpty());
    }

    boolean peerCanReconnect() {
        return connect.enhanced().canReconnect();
    }

    boolean peerKnowsFourCcs() {
        return connect.enhanced().takesVideo("hvc1") || connect.enhanced().takesVideo("av01");
    }

    /** Whether another stream than this one publishes, or waits to. */
    boolean othersPublish(ServerStream asking) {
        for (ServerStream stream : streams.values()) {
            if (stream != asking && stream.publishes()) {
                return true;
            }
        }
        return false;
    }

    /** Whether another stream than this one plays, or waits to. */
    boolean othersPlay(ServerStream asking) {
        for (ServerStream stream : streams.values()) {
            if (stream != asking && !stream.isIdle() && !stream.publishes()) {
                return true;
            }
        }
        return false;
    }

    /** How people name a stream: {@code /app/name}, without parameters, which can carry credentials. */
    String path(String streamName) {
        return '/' + withoutQuery(connect.app()) + '/' + withoutQuery(streamName);
    }

    private static String withoutQuery(String address) {
        int query = address.indexOf('?');
        return query < 0 ? address : address.substring(0, query);
    }

    /** Whether nothing goes on in any of them. */
    boolean isIdle() {
        for (ServerStream stream : streams.values()) {
            if (!stream.isIdle()) {
                return false;
            }
        }
        return true;
    }

    RtmpHandlers handlers() {
        return handlers;
    }

    /**
     * Media on message stream 0, which is the connection's own, are of the one stream that it publishes: Node-Media-Server's
     * client sends all media so.
     *
     * @param message the caller keeps ownership
     */
    void onMedia(RawMessage message) {
        int id = message.messageStreamId();
        ServerStream stream = id == CONNECTION ? published() : streams.get(id);
        if (stream != null) {
            stream.onMedia(message);
        }
    }

    /** The stream that publishes, or waits to, or {@code null}. */
    private ServerStream published() {
        for (ServerStream stream : streams.values()) {
            if (stream.publishes()) {
                return stream;
            }
        }
        return null;
    }

    void onCommand(CommandMessage message, RtmpCommand command, int messageStreamId) {
        double transaction = message.transactionId();
        if (command instanceof CreateStream) {
            createStream(message);
        } else if (command instanceof DeleteStream delete) {
            ServerStream stream = streams.remove(delete.messageStreamId());
            if (stream != null) {
                stream.close();
            }
        } else if (command instanceof ReleaseStream || command instanceof CheckBandwidth) {
            answer(message, Replies.result(transaction));
        } else if (command instanceof FcPublish) {
            answer(message, Replies.result(transaction));
            answer(message, Replies.onFc("onFCPublish", "NetStream.Publish.Start", "The name is noted."));
        } else if (command instanceof FcUnpublish end) {
            List.copyOf(streams.values()).forEach(stream -> stream.unpublish(end.name()));
            answer(message, Replies.result(transaction));
            answer(message, Replies.onFc("onFCUnpublish", "NetStream.Unpublish.Success", "The publish has ended."));
        } else if (command instanceof FcSubscribe) {
            answer(message, Replies.onFc("onFCSubscribe", "NetStream.Play.Start", "The name is noted."));
        } else if (command instanceof GetStreamLength) {
            answer(message, Replies.result(transaction, new AmfNumber(0)));
        } else if (!(command instanceof Answer)) {
            onStreamCommand(message, command, messageStreamId);
        }
    }

    private void onStreamCommand(CommandMessage message, RtmpCommand command, int messageStreamId) {
        ServerStream stream = streams.get(messageStreamId);
        boolean done = stream != null && stream.onCommand(message, command);
        if (!done && message.transactionId() != 0 || stream == null) {
            String reason = stream == null
                    ? "There is no message stream " + Integer.toUnsignedString(messageStreamId) + "."
                    : "This command is not known.";
            answer(message, Replies.error(message.transactionId(), "NetConnection.Call.Failed", reason));
        }
    }

    private void createStream(CommandMessage message) {
        if (streams.size() >= settings.maxStreamsPerConnection()) {
            String reason = "streams of this connection: " + (streams.size() + 1) + " (expected: <= "
                    + settings.maxStreamsPerConnection() + ")";
            answer(message, Replies.error(message.transactionId(), "NetConnection.Call.Failed", reason));
            throw new RtmpProtocolException(reason);
        }
        int id = lowestFreeId();
        streams.put(id, new ServerStream(id, this, session, output, settings));
        answer(message, Replies.streamCreated(message.transactionId(), id));
    }

    /**
     * Ids stay small, as each that is played on costs an edge a stream log of its own: no client may choose from all of
     * them by creating and deleting streams.
     */
    private int lowestFreeId() {
        int id = 1;
        while (streams.containsKey(id)) {
            id++;
        }
        return id;
    }

    /** Answers in the dress in which the command came. */
    private void answer(CommandMessage command, CommandMessage reply) {
        output.write(reply.withAmf3(command.amf3()));
    }

    void closeAll() {
        List<ServerStream> all = List.copyOf(streams.values());
        streams.clear();
        all.forEach(ServerStream::lose);
    }
}
