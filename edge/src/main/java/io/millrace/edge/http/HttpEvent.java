package io.millrace.edge.http;

/** What the parts of a connection's pipeline tell each other. */
enum HttpEvent {
    /** The answer is written; the next request may come. */
    ANSWERED
}
