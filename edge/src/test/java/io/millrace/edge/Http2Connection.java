package io.millrace.edge;

import io.millrace.tls.TestingTlsClient;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Predicate;

/** One connection that speaks HTTP/2 (RFC 9113) frame by frame, as a test wants. */
final class Http2Connection implements AutoCloseable {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int CONTINUATION = 9;

    static final int END_STREAM = 1;
    static final int END_HEADERS = 4;

    private final TestingTlsClient client;
    private final DataInputStream in;
    private final DefaultHttp2HeadersEncoder encoder = new DefaultHttp2HeadersEncoder();
    private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder();

    /** @param status of a response that begins, else 0 */
    record Frame(int type, int flags, int stream, byte[] payload, int status) {
        /** The error code of a RST_STREAM or GOAWAY frame. */
        int error() {
            return ByteBuffer.wrap(payload).getInt(type == GOAWAY ? 4 : 0);
        }

        boolean endsStream() {
            return (type == DATA || type == HEADERS) && (flags & END_STREAM) != 0;
        }
    }

    /** @param settings payload of the client's first SETTINGS frame */
    Http2Connection(int port, byte... settings) throws IOException {
        client = new TestingTlsClient(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), "h2");
        in = new DataInputStream(client.socket().getInputStream());
        write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        send(SETTINGS, 0, 0, settings);
    }

    Http2Connection send(int type, int flags, int stream, byte... payload) throws IOException {
        write(frame(type, flags, stream, payload));
        return this;
    }

    static byte[] frame(int type, int flags, int stream, byte... payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .putInt(payload.length << 8 | type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }

    void write(byte[] bytes) throws IOException {
        client.socket().getOutputStream().write(bytes);
        client.socket().getOutputStream().flush();
    }

    /** A whole request without a body. */
    Http2Connection request(int stream, String method, String path, String... headers) throws IOException {
        return send(HEADERS, END_HEADERS | END_STREAM, stream, head(stream, method, path, headers));
    }

    /** The block of a request's headers. */
    byte[] head(int stream, String method, String path, String... more) throws IOException {
        Http2Headers headers = new DefaultHttp2Headers()
                .method(method)
                .scheme("https")
                .authority("localhost")
                .path(path);
        for (int i = 0; i < more.length; i += 2) {
            headers.add(more[i], more[i + 1]);
        }
        ByteBuf out = Unpooled.buffer();
        try {
            encoder.encodeHeaders(stream, headers, out);
        } catch (Http2Exception e) {
            throw new IOException(e);
        }
        return ByteBufUtil.getBytes(out);
    }

    /** The next frame, or none if the connection has ended. */
    Optional<Frame> read() throws IOException {
        try {
            int lengthAndType = in.readInt();
            int flags = in.readUnsignedByte();
            int stream = in.readInt();
            byte[] payload = in.readNBytes(lengthAndType >>> 8);
            int type = lengthAndType & 0xff;
            return Optional.of(
                    new Frame(type, flags, stream, payload, type == HEADERS ? decodedStatus(stream, payload) : 0));
        } catch (EOFException | java.net.SocketException e) {
            return Optional.empty();
        }
    }

    /** Every block has to be decoded: later ones refer to those before. */
    private int decodedStatus(int stream, byte[] block) throws IOException {
        try {
            Http2Headers headers = decoder.decodeHeaders(stream, Unpooled.wrappedBuffer(block));
            return Integer.parseInt(headers.status().toString());
        } catch (Http2Exception e) {
            throw new IOException(e);
        }
    }

    /** Reads on until a frame is as wanted. */
    Frame await(Predicate<Frame> wanted) throws IOException {
        while (true) {
            Frame frame = read().orElseThrow(() -> new IOException("the connection has ended"));
            if (wanted.test(frame)) {
                return frame;
            }
        }
    }

    /** The status of a stream's response, whose body is read. */
    int status(int stream) throws IOException {
        Frame head = await(frame -> frame.type() == HEADERS && frame.stream() == stream);
        Frame last = head;
        while (!last.endsStream()) {
            last = await(frame -> frame.stream() == stream);
        }
        return head.status();
    }

    /** Waits until the server has closed; gives the error that it has named, if it has. */
    Optional<Integer> end() throws IOException {
        Optional<Integer> error = Optional.empty();
        for (Optional<Frame> frame = read(); frame.isPresent(); frame = read()) {
            if (frame.get().type() == GOAWAY) {
                error = Optional.of(frame.get().error());
            }
        }
        return error;
    }

    /** So many frames in one piece. */
    static byte[] repeated(byte[] frame, int times) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < times; i++) {
            all.writeBytes(frame);
        }
        return all.toByteArray();
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
