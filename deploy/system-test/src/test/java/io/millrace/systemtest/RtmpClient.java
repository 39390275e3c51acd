package io.millrace.systemtest;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The least of an RTMP client, made apart from Millrace's own RTMP so that both cannot be wrong in the same way; it can
 * also send what no client should.
 */
final class RtmpClient implements AutoCloseable {
    private static final int HANDSHAKE_BYTES = 1536;
    private static final int TIMEOUT_MILLIS = 20_000;
    private static final int CHUNK_BYTES = 65536;

    static final int SET_CHUNK_SIZE = 1;
    static final int AUDIO = 8;
    static final int VIDEO = 9;
    static final int DATA = 18;
    static final int COMMAND = 20;

    private final Socket socket = new Socket();
    private final DataOutputStream out;
    private final DataInputStream in;
    private final Map<Integer, Incoming> incoming = new HashMap<>();
    private int incomingChunkBytes = 128;
    private int outgoingChunkBytes = 128;
    private int transactions;

    /** A message that came in. */
    record Message(int type, int streamId, int timestamp, byte[] payload) {
        boolean says(String text) {
            return new String(payload, StandardCharsets.ISO_8859_1).contains(text);
        }
    }

    private static final class Incoming {
        private int length;
        private int type;
        private int streamId;
        private boolean extended;
        private int timestamp;
        private final ByteArrayOutputStream payload = new ByteArrayOutputStream();
    }

    RtmpClient(int port) throws IOException {
        this("localhost", port);
    }

    RtmpClient(String host, int port) throws IOException {
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(host, port), TIMEOUT_MILLIS);
        out = new DataOutputStream(socket.getOutputStream());
        in = new DataInputStream(socket.getInputStream());
    }

    OutputStream raw() {
        return out;
    }

    RtmpClient handshake() throws IOException {
        byte[] c1 = new byte[HANDSHAKE_BYTES];
        Arrays.fill(c1, 8, c1.length, (byte) 7);
        out.writeByte(3);
        out.write(c1);
        out.flush();
        in.readByte();
        byte[] s1 = in.readNBytes(HANDSHAKE_BYTES);
        out.write(s1);
        out.flush();
        in.skipNBytes(HANDSHAKE_BYTES);
        return this;
    }

    /** Connects to an app and raises the chunk size. */
    RtmpClient connect(String app) throws IOException {
        send(2, SET_CHUNK_SIZE, 0, 0, new byte[] {0, 1, 0, 0});
        outgoingChunkBytes = CHUNK_BYTES;
        command(0, "connect", Map.of("app", app, "tcUrl", "rtmp://localhost/" + app));
        await("_result");
        return this;
    }

    /** Publishes to a stream of the app; its message stream is number 1. */
    RtmpClient publish(String stream) throws IOException {
        command(0, "createStream", (Object) null);
        await("_result");
        command(1, "publish", null, stream, "live");
        await("NetStream.Publish.Start");
        return this;
    }

    /** Plays a stream of the app, in message stream number 1. */
    RtmpClient play(String stream) throws IOException {
        command(0, "createStream", (Object) null);
        await("_result");
        command(1, "play", null, stream);
        await("NetStream.Play.Start");
        return this;
    }

    /** Sends a command in AMF0: strings, numbers, maps of strings, and nulls. */
    void command(int streamId, String name, Object... arguments) throws IOException {
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        DataOutputStream amf = new DataOutputStream(payload);
        writeAmf(amf, name);
        writeAmf(amf, (double) ++transactions);
        for (Object argument : arguments) {
            writeAmf(amf, argument);
        }
        send(3, COMMAND, streamId, 0, payload.toByteArray());
    }

    private static void writeAmf(DataOutputStream amf, Object value) throws IOException {
        if (value == null) {
            amf.writeByte(5);
        } else if (value instanceof Double number) {
            amf.writeByte(0);
            amf.writeDouble(number);
        } else if (value instanceof Map<?, ?> map) {
            amf.writeByte(3);
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                amf.writeUTF(entry.getKey().toString());
                writeAmf(amf, entry.getValue());
            }
            amf.write(new byte[] {0, 0, 9});
        } else {
            amf.writeByte(2);
            amf.writeUTF(value.toString());
        }
    }

    /** Sends a message in chunks: a full header, then headers of type 3. */
    void send(int chunkStream, int type, int streamId, int timestamp, byte[] payload) throws IOException {
        boolean extended = Integer.compareUnsigned(timestamp, 0xFFFFFF) >= 0;
        out.writeByte(chunkStream);
        writeMedium(extended ? 0xFFFFFF : timestamp);
        writeMedium(payload.length);
        out.writeByte(type);
        out.writeInt(Integer.reverseBytes(streamId));
        for (int from = 0; from == 0 || from < payload.length; from += outgoingChunkBytes) {
            if (from > 0) {
                out.writeByte(0xC0 | chunkStream);
            }
            if (extended) {
                out.writeInt(timestamp);
            }
            out.write(payload, from, Math.min(outgoingChunkBytes, payload.length - from));
        }
        out.flush();
    }

    private void writeMedium(int value) throws IOException {
        out.writeByte(value >> 16);
        out.writeShort(value);
    }

    /** Reads until a command that contains the text, and fails at one that tells of an error. */
    Message await(String text) throws IOException {
        while (true) {
            Message message = read();
            if (message.says(text)) {
                return message;
            }
            if (message.type() == COMMAND && message.says("error")) {
                throw new AssertionError(new String(message.payload(), StandardCharsets.ISO_8859_1));
            }
        }
    }

    /**
     * The next whole message; what concerns the protocol itself is obeyed and passed on as well. Its time stamp is the
     * sender's only if that sends whole headers.
     */
    Message read() throws IOException {
        while (true) {
            int first = in.readUnsignedByte();
            int chunkStream = chunkStream(first & 0x3F);
            Incoming message = incoming.computeIfAbsent(chunkStream, id -> new Incoming());
            readHeader(first >> 6, message);
            int missing = message.length - message.payload.size();
            message.payload.write(in.readNBytes(Math.min(missing, incomingChunkBytes)));
            if (message.payload.size() == message.length) {
                byte[] payload = message.payload.toByteArray();
                message.payload.reset();
                if (message.type == SET_CHUNK_SIZE) {
                    incomingChunkBytes = new DataInputStream(new java.io.ByteArrayInputStream(payload)).readInt();
                }
                return new Message(message.type, message.streamId, message.timestamp, payload);
            }
        }
    }

    private int chunkStream(int short6) throws IOException {
        return switch (short6) {
            case 0 -> 64 + in.readUnsignedByte();
            case 1 -> 64 + in.readUnsignedByte() + 256 * in.readUnsignedByte();
            default -> short6;
        };
    }

    private void readHeader(int format, Incoming message) throws IOException {
        if (format < 3) {
            message.timestamp = readMedium();
            message.extended = message.timestamp == 0xFFFFFF;
        }
        if (format < 2) {
            message.length = readMedium();
            message.type = in.readUnsignedByte();
        }
        if (format == 0) {
            message.streamId = Integer.reverseBytes(in.readInt());
        }
        if (message.extended) {
            message.timestamp = in.readInt();
        }
    }

    private int readMedium() throws IOException {
        return in.readUnsignedByte() << 16 | in.readUnsignedShort();
    }

    /** Whether the other side closes the connection within the time limit, whatever it sends before. */
    boolean isClosedByPeer() throws IOException {
        try {
            while (in.read(new byte[4096]) >= 0) {
                continue;
            }
            return true;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (java.net.SocketException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
