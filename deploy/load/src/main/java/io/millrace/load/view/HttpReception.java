package io.millrace.load.view;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.net.URI;

/** A stream as the body of one HTTP answer, up to the connection's end or in chunks. */
final class HttpReception implements Reception {
    private final URI url;
    private final ByteSink body;
    private final AnswerHead head = new AnswerHead();
    private ByteSink now = this::readHead;

    HttpReception(URI url, ByteSink body) {
        this.url = url;
        this.body = body;
    }

    @Override
    public void begin(Channel channel) {
        byte[] request = AnswerHead.request("GET " + url.getRawPath() + " HTTP/1.1\r\nHost: " + url.getAuthority()
                + "\r\nUser-Agent: millrace-load\r\nAccept: */*\r\n\r\n");
        channel.writeAndFlush(channel.alloc().buffer(request.length).writeBytes(request));
    }

    @Override
    public void read(ByteBuf in) {
        now.read(in);
    }

    private void readHead(ByteBuf in) {
        if (head.read(in)) {
            head.requireStatus(200);
            boolean chunked = head.header("transfer-encoding").equals("chunked");
            now = chunked ? new ChunkedBody(body)::read : body;
            now.read(in);
        }
    }
}
