package io.millrace.rtmp.connection;

import io.millrace.amf.AmfLimits;
import io.millrace.amf.AmfObject;
import io.millrace.amf.AmfValue;
import io.millrace.rtmp.chunk.ChunkDecoder;
import io.millrace.rtmp.chunk.ChunkEncoder;
import io.millrace.rtmp.chunk.ChunkLimits;
import io.millrace.rtmp.command.Requests;
import io.millrace.rtmp.message.CommandMessage;
import io.millrace.rtmp.message.MessageType;
import io.millrace.rtmp.message.RawMessage;
import io.millrace.rtmp.message.RtmpMessage;
import io.millrace.rtmp.message.SetChunkSize;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Map;
import java.util.function.Predicate;

/** A client on a blocking socket that says exactly what a test wants. */
public final class TestingClient implements Closeable {
    static final AmfLimits AMF = new AmfLimits(32, 1 << 20);
    private static final int PACKET = 1536;

    private final Socket socket;
    private final ChunkEncoder encoder = new ChunkEncoder();
    private final EmbeddedChannel decoder =
            new EmbeddedChannel(new ChunkDecoder(new ChunkLimits(1 << 24, 1 << 30, 64, 1 << 26)));

    TestingClient(InetSocketAddress server) throws IOException {
        this(new Socket("127.0.0.1", server.getPort()));
    }

    /** @param connected the client takes it over */
    TestingClient(Socket connected) throws IOException {
        socket = connected;
        socket.setSoTimeout(30_000);
    }

    public static TestingClient connected(InetSocketAddress server, String app) throws IOException {
        TestingClient client = new TestingClient(server);
        client.handshake();
        client.send(Requests.connect(1, app, "rtmp://127.0.0.1:" + server.getPort() + '/' + app), 0);
        client.awaitCommand("_result");
        return client;
    }

    /** As {@link #connected}, with further properties of the connect. */
    static TestingClient connected(InetSocketAddress server, String app, Map<String, AmfValue> properties)
            throws IOException {
        TestingClient client = new TestingClient(server);
        client.handshake();
        AmfObject.Builder object =
                AmfObject.builder().put("app", app).put("tcUrl", "rtmp://127.0.0.1:" + server.getPort() + '/' + app);
        properties.forEach(object::put);
        client.send(CommandMessage.of("connect", 1, object.build()), 0);
        client.awaitCommand("_result");
        return client;
    }

    void handshake() throws IOException {
        byte[] c0c1 = new byte[1 + PACKET];
        c0c1[0] = 3;
        write(c0c1);
        socket.getInputStream().readNBytes(1 + 2 * PACKET);
        write(new byte[PACKET]);
    }

    /** createStream, whose answer's id is returned. */
    public int createStream() throws IOException {
        send(Requests.createStream(7), 0);
        CommandMessage result = awaitCommand("_result");
        return (int) ((io.millrace.amf.AmfNumber) result.arguments().get(0)).value();
    }

    int publish(String name) throws IOException {
        int id = createStream();
        send(Requests.publish(8, name), id);
        return id;
    }

    public int play(String name) throws IOException {
        int id = createStream();
        send(Requests.play(8, name), id);
        return id;
    }

    void chunkSize(int size) throws IOException {
        send(new SetChunkSize(size), 0);
    }

    public void send(RtmpMessage message, int messageStreamId) throws IOException {
        ByteBuf out = Unpooled.buffer();
        encoder.write(out, message instanceof CommandMessage ? 3 : 2, 0, messageStreamId, message);
        write(ByteBufUtil.getBytes(out));
    }

    void sendMedia(int typeId, int timestamp, int messageStreamId, byte[] payload) throws IOException {
        ByteBuf out = Unpooled.buffer();
        encoder.write(out, 4, typeId, timestamp, messageStreamId, Unpooled.wrappedBuffer(payload));
        write(ByteBufUtil.getBytes(out));
    }

    void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** The next message, or {@code null} at the end of the connection; the caller releases it. */
    public RawMessage next() throws IOException {
        byte[] read = new byte[1 << 16];
        RawMessage message = decoder.readInbound();
        while (message == null) {
            int count = socket.getInputStream().read(read);
            if (count < 0) {
                return null;
            }
            decoder.writeInbound(Unpooled.copiedBuffer(read, 0, count));
            message = decoder.readInbound();
        }
        return message;
    }

    /** The next command of that name; what comes before is skipped. */
    public CommandMessage awaitCommand(String name) throws IOException {
        return awaitCommand(command -> command.name().equals(name));
    }

    public CommandMessage awaitCommand(Predicate<CommandMessage> wanted) throws IOException {
        for (RawMessage message = next(); message != null; message = next()) {
            try {
                boolean isCommand =
                        message.typeId() == MessageType.COMMAND_AMF0 || message.typeId() == MessageType.COMMAND_AMF3;
                if (isCommand
                        && RtmpMessage.read(message.typeId(), message.payload(), AMF) instanceof CommandMessage command
                        && wanted.test(command)) {
                    return command;
                }
            } finally {
                message.release();
            }
        }
        throw new IOException("closed by the server");
    }

    /** The code of the next onStatus. */
    public String awaitStatus() throws IOException {
        return code(awaitCommand("onStatus"));
    }

    static String code(CommandMessage command) {
        return ((io.millrace.amf.AmfProperties) command.arguments().get(0))
                .text("code")
                .orElse("");
    }

    static String description(CommandMessage command) {
        return ((io.millrace.amf.AmfProperties) command.arguments().get(0))
                .text("description")
                .orElse("");
    }

    /** Whether the server ends the connection; what still comes is skipped. */
    public boolean awaitEnd() {
        try {
            for (RawMessage message = next(); message != null; message = next()) {
                message.release();
            }
            return true;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        decoder.finishAndReleaseAll();
        socket.close();
    }
}
