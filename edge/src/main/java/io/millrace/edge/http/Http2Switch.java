package io.millrace.edge.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;

/** Makes a connection's pipeline one for HTTP/2 if its client has chosen that in the TLS handshake. */
final class Http2Switch extends ChannelInboundHandlerAdapter {
    private final Http2Pipeline http2;

    Http2Switch(Http2Pipeline http2) {
        this.http2 = http2;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        context.fireUserEventTriggered(event);
        if (event instanceof SslHandshakeCompletionEvent shaken) {
            if (shaken.isSuccess() && isHttp2(context.pipeline().get(SslHandler.class))) {
                http2.replaceHttp1(context.channel());
            }
            context.pipeline().remove(this);
        }
    }

    private static boolean isHttp2(SslHandler tls) {
        return ApplicationProtocolNames.HTTP_2.equals(tls.applicationProtocol());
    }
}
