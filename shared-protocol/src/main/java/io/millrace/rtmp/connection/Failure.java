package io.millrace.rtmp.connection;

import io.millrace.amf.AmfLimitException;
import io.millrace.amf.MalformedAmfException;
import io.millrace.rtmp.message.RtmpProtocolException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.haproxy.HAProxyProtocolException;
import java.io.IOException;
import javax.net.ssl.SSLException;

/** Whose fault an exception in the pipeline is. */
enum Failure {
    /** The peer broke the protocol or a bound. */
    PEER,
    /** The network did. */
    LOST,
    /** We did. */
    OURS;

    static Failure kindOf(Throwable thrown) {
        Throwable cause = causeOf(thrown);
        if (cause instanceof RtmpProtocolException
                || cause instanceof MalformedAmfException
                || cause instanceof AmfLimitException
                || cause instanceof HAProxyProtocolException
                || cause instanceof SSLException
                || cause instanceof DecoderException) {
            return PEER;
        }
        return cause instanceof IOException ? LOST : OURS;
    }

    static String describe(Throwable thrown) {
        Throwable cause = causeOf(thrown);
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    /** Netty's decoders wrap what was thrown in them. */
    private static Throwable causeOf(Throwable thrown) {
        return thrown instanceof DecoderException && thrown.getCause() != null ? thrown.getCause() : thrown;
    }
}
