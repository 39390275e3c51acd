package io.millrace.controlplane.api;

import akka.http.javadsl.model.headers.ModeledCustomHeader;

/** The Content-Length of an answer to HEAD, which akka-http leaves out by itself (RFC 9110, section 8.6, wants it). */
public final class HeadLength extends ModeledCustomHeader {
    public HeadLength(long bytes) {
        super("Content-Length", Long.toString(bytes));
    }

    @Override
    public boolean renderInRequests() {
        return false;
    }

    @Override
    public boolean renderInResponses() {
        return true;
    }
}
