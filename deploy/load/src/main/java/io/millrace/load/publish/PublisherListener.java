package io.millrace.load.publish;

/** Is told how a publisher fares; on its event loop. */
interface PublisherListener {
    void onPublishing();

    /** It was closed, or failed; may be told twice. */
    void onClosed(Throwable cause);
}
