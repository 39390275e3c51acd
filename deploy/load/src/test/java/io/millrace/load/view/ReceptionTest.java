package io.millrace.load.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.load.media.BrokenStreamException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ReceptionTest {
    private static final URI URL = URI.create("http://127.0.0.1:8080/live/a.flv");

    private final StringBuilder body = new StringBuilder();
    private final ByteSink sink = in -> body.append(in.readCharSequence(in.readableBytes(), StandardCharsets.US_ASCII));

    @Test
    void anAnswerUpToTheConnectionsEndIsPassedOnBehindItsHead() {
        feed(new HttpReception(URL, sink), text("HTTP/1.1 200 OK\r\nContent-Type: video/x-flv\r\n\r\nFLV..."));

        assertThat(body).hasToString("FLV...");
    }

    @Test
    void anAnswerInChunksIsPutTogether() {
        feed(
                new HttpReception(URL, sink),
                text("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nFLV\r\nA;x=y\r\n0123456789\r\n"));

        assertThat(body).hasToString("FLV0123456789");
    }

    @Test
    void anyOtherAnswerIsARefusal() {
        HttpReception reception = new HttpReception(URL, sink);

        assertThatThrownBy(() -> feed(reception, text("HTTP/1.1 404 Not Found\r\n\r\n")))
                .isInstanceOf(BrokenStreamException.class)
                .hasMessageContaining("404");
    }

    @Test
    void webSocketFramesOfAllLengthsArePutTogether() {
        ByteBuf stream = text("HTTP/1.1 101 Switching Protocols\r\n\r\n");
        stream.writeByte(0x82).writeByte(3).writeBytes(text("FLV"));
        stream.writeByte(0x89).writeByte(2).writeBytes(text("no"));
        stream.writeByte(0x82).writeByte(126).writeShort(200).writeBytes(text("a".repeat(200)));
        stream.writeByte(0x82).writeByte(127).writeLong(70_000).writeBytes(text("b".repeat(70_000)));
        feed(new WebSocketReception(URL, sink), stream);

        assertThat(body).hasToString("FLV" + "a".repeat(200) + "b".repeat(70_000));
    }

    @Test
    void aClosedWebSocketIsTheEnd() {
        WebSocketReception reception = new WebSocketReception(URL, sink);
        ByteBuf stream = text("HTTP/1.1 101 Switching Protocols\r\n\r\n");

        assertThatThrownBy(() -> feed(reception, stream.writeByte(0x88).writeByte(2)))
                .isInstanceOf(BrokenStreamException.class);
    }

    @Test
    void aRequestNamesPathAndHost() {
        EmbeddedChannel channel = new EmbeddedChannel();
        new HttpReception(URL, sink).begin(channel);
        ByteBuf request = channel.readOutbound();

        assertThat(request.toString(StandardCharsets.US_ASCII))
                .startsWith("GET /live/a.flv HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n")
                .endsWith("\r\n\r\n");
        request.release();
        channel.finishAndReleaseAll();
    }

    private static ByteBuf text(String text) {
        return Unpooled.buffer().writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void feed(Reception reception, ByteBuf stream) {
        while (stream.isReadable()) {
            reception.read(stream.readSlice(1));
        }
    }
}
