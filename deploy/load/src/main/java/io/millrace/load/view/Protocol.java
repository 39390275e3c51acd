package io.millrace.load.view;

import io.millrace.load.media.FlvScanner;
import io.millrace.load.media.MediaListener;
import java.net.URI;
import java.util.Locale;

/** How a viewer asks for a stream. */
public enum Protocol {
    FLV("http", ".flv") {
        @Override
        Reception reception(URI url, MediaListener listener) {
            return new HttpReception(url, new FlvScanner(listener)::read);
        }
    },
    HTTPS("https", ".flv") {
        @Override
        Reception reception(URI url, MediaListener listener) {
            return new HttpReception(url, new FlvScanner(listener)::read);
        }
    },
    WS("http", ".flv") {
        @Override
        Reception reception(URI url, MediaListener listener) {
            return new WebSocketReception(url, new FlvScanner(listener)::read);
        }
    },
    RTMP("rtmp", "") {
        @Override
        Reception reception(URI url, MediaListener listener) {
            return new RtmpReception(url, listener);
        }
    };

    private final String scheme;
    private final String suffix;

    Protocol(String scheme, String suffix) {
        this.scheme = scheme;
        this.suffix = suffix;
    }

    /** The scheme of the listener that it connects to. */
    public String scheme() {
        return scheme;
    }

    /** What stands behind a stream's name in its address. */
    public String suffix() {
        return suffix;
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether a viewer has to read something before it can ask. */
    boolean readsToAsk() {
        return this == HTTPS || this == RTMP;
    }

    abstract Reception reception(URI url, MediaListener listener);
}
