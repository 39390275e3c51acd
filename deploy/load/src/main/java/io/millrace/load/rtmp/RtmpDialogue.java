package io.millrace.load.rtmp;

import io.millrace.amf.AmfLimits;
import io.millrace.amf.AmfNumber;
import io.millrace.amf.AmfProperties;
import io.millrace.load.media.BrokenStreamException;
import io.millrace.load.media.MediaListener;
import io.millrace.rtmp.chunk.ChunkEncoder;
import io.millrace.rtmp.command.Requests;
import io.millrace.rtmp.message.CommandMessage;
import io.millrace.rtmp.message.MessageType;
import io.millrace.rtmp.message.RtmpMessage;
import io.millrace.rtmp.message.SetChunkSize;
import io.millrace.rtmp.message.UserControl;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.net.URI;

/**
 * What a client says on one connection: handshake, connect, createStream, then publish or play. Messages are listened to
 * for as long as the connection lives. Event loop only.
 */
public final class RtmpDialogue {
    /** The size of chunks that it sends, that of OBS. */
    public static final int CHUNK_BYTES = 4096;

    private static final AmfLimits AMF = new AmfLimits(16, 64 * 1024);
    private static final int HANDSHAKE_BYTES = 1536;
    private static final int VERSION = 3;
    private static final int CONTROL_CHUNK_STREAM = 2;
    private static final int COMMAND_CHUNK_STREAM = 3;
    private static final int CONNECT = 1;
    private static final int CREATE_STREAM = 2;

    /** What a connection is for. */
    public enum Purpose {
        PUBLISH,
        PLAY
    }

    /** Is told when media may be sent or will come. */
    public interface Started {
        void onStarted(int messageStreamId);
    }

    private final URI url;
    private final Purpose purpose;
    private final MediaListener media;
    private final Started started;
    private final ChunkEncoder encoder = new ChunkEncoder();
    private final ChunkScanner scanner = new ChunkScanner(this::onMessage);
    private final ByteBuf handshake = Unpooled.buffer(1 + HANDSHAKE_BYTES, 1 + HANDSHAKE_BYTES);
    private int handshakeLeft = 1 + 2 * HANDSHAKE_BYTES;
    private int messageStreamId;
    private Channel channel;

    /** @param url {@code rtmp://host:port/app/stream} */
    public RtmpDialogue(URI url, Purpose purpose, MediaListener media, Started started) {
        this.url = url;
        this.purpose = purpose;
        this.media = media;
        this.started = started;
    }

    /** Begins on a connection that is there. */
    public void begin(Channel connection) {
        channel = connection;
        ByteBuf c0c1 = channel.alloc().buffer(1 + HANDSHAKE_BYTES);
        channel.writeAndFlush(c0c1.writeByte(VERSION).writeZero(HANDSHAKE_BYTES));
    }

    /**
     * @param in all of it is read; the caller keeps ownership
     * @throws BrokenStreamException if it is no RTMP, or a refusal
     */
    public void read(ByteBuf in) {
        if (handshakeLeft > 0) {
            shakeHands(in);
        }
        scanner.read(in);
    }

    private void shakeHands(ByteBuf in) {
        int count = Math.min(handshakeLeft, in.readableBytes());
        int kept = Math.min(count, handshake.writableBytes());
        handshake.writeBytes(in, in.readerIndex(), kept);
        in.skipBytes(count);
        handshakeLeft -= count;
        if (kept > 0 && !handshake.isWritable()) {
            channel.writeAndFlush(channel.alloc().buffer(HANDSHAKE_BYTES).writeBytes(handshake, 1, HANDSHAKE_BYTES));
        }
        if (handshakeLeft == 0) {
            String app = url.getPath().substring(1, url.getPath().lastIndexOf('/'));
            send(CONTROL_CHUNK_STREAM, 0, new SetChunkSize(CHUNK_BYTES));
            send(
                    COMMAND_CHUNK_STREAM,
                    0,
                    Requests.connect(CONNECT, app, url.getScheme() + "://" + url.getAuthority() + "/" + app));
        }
    }

    private void send(int chunkStream, int stream, RtmpMessage message) {
        ByteBuf out = channel.alloc().buffer();
        encoder.write(out, chunkStream, 0, stream, message);
        channel.writeAndFlush(out);
    }

    private void onMessage(int type, int timestamp, ByteBuf head) {
        switch (type) {
            case MessageType.AUDIO, MessageType.VIDEO, MessageType.DATA_AMF0 -> media.onUnit(type, timestamp, head);
            case MessageType.COMMAND_AMF0 -> onCommand((CommandMessage) RtmpMessage.read(type, head, AMF));
            case MessageType.USER_CONTROL -> {
                UserControl control = (UserControl) RtmpMessage.read(type, head, AMF);
                if (control.eventType() == UserControl.PING_REQUEST) {
                    send(CONTROL_CHUNK_STREAM, 0, UserControl.pingResponse(control.value()));
                }
            }
            default -> {
                // Windows and acknowledgements need no answer.
            }
        }
    }

    private void onCommand(CommandMessage command) {
        switch (command.name()) {
            case "_result" -> onResult(command);
            case "onStatus" -> onStatus(command);
            case "_error" -> throw new BrokenStreamException("refused: " + command.arguments());
            default -> {
                // onBWDone and kin.
            }
        }
    }

    private void onResult(CommandMessage result) {
        if (result.transactionId() == CONNECT) {
            send(COMMAND_CHUNK_STREAM, 0, Requests.createStream(CREATE_STREAM));
        } else if (result.transactionId() == CREATE_STREAM && result.arguments().get(0) instanceof AmfNumber id) {
            messageStreamId = (int) id.value();
            String name = url.getPath().substring(url.getPath().lastIndexOf('/') + 1);
            send(
                    COMMAND_CHUNK_STREAM,
                    messageStreamId,
                    purpose == Purpose.PUBLISH ? Requests.publish(0, name) : Requests.play(0, name));
        }
    }

    private void onStatus(CommandMessage command) {
        if (command.arguments().isEmpty() || !(command.arguments().get(0) instanceof AmfProperties status)) {
            return;
        }
        String code = status.text("code").orElse("");
        if (status.text("level").filter("error"::equals).isPresent()) {
            throw new BrokenStreamException("refused: " + code);
        }
        if (code.equals(purpose == Purpose.PUBLISH ? "NetStream.Publish.Start" : "NetStream.Play.Start")) {
            started.onStarted(messageStreamId);
        }
    }
}
