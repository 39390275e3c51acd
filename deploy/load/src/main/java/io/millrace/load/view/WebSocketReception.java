package io.millrace.load.view;

import io.millrace.load.media.BrokenStreamException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.net.URI;

/** A stream in the binary frames of a WebSocket (RFC 6455), whose limits mean nothing. */
final class WebSocketReception implements Reception {
    private static final int MAX_HEADER_BYTES = 10;
    private static final int CONTINUATION = 0;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;

    private final URI url;
    private final ByteSink data;
    private final AnswerHead head = new AnswerHead();
    private final ByteBuf header = Unpooled.buffer(MAX_HEADER_BYTES, MAX_HEADER_BYTES);
    private boolean upgraded;
    private boolean isData;
    private long left;

    WebSocketReception(URI url, ByteSink data) {
        this.url = url;
        this.data = data;
    }

    @Override
    public void begin(Channel channel) {
        byte[] request = AnswerHead.request("GET " + url.getRawPath() + " HTTP/1.1\r\nHost: " + url.getAuthority()
                + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: bWlsbHJhY2UtYmVuY2gtMQ==\r\n\r\n");
        channel.writeAndFlush(channel.alloc().buffer(request.length).writeBytes(request));
    }

    @Override
    public void read(ByteBuf in) {
        if (!upgraded && head.read(in)) {
            head.requireStatus(101);
            upgraded = true;
        }
        while (in.isReadable()) {
            if (left > 0) {
                ByteBuf payload = in.readSlice((int) Math.min(left, in.readableBytes()));
                left -= payload.readableBytes();
                if (isData) {
                    data.read(payload);
                }
            } else {
                header.writeByte(in.readByte());
                if (isHeaderComplete()) {
                    beginFrame();
                }
            }
        }
    }

    private boolean isHeaderComplete() {
        return header.readableBytes() >= 2 && header.readableBytes() == headerBytes();
    }

    private int headerBytes() {
        return switch (header.getByte(1) & 0x7F) {
            case 126 -> 4;
            case 127 -> 10;
            default -> 2;
        };
    }

    private void beginFrame() {
        int opcode = header.getByte(0) & 0xF;
        if (opcode == CLOSE) {
            throw new BrokenStreamException("the server has closed the WebSocket");
        }
        isData = opcode == BINARY || opcode == CONTINUATION;
        left = switch (headerBytes()) {
            case 4 -> header.getUnsignedShort(2);
            case 10 -> header.getLong(2);
            default -> header.getByte(1) & 0x7F;
        };
        header.clear();
    }
}
