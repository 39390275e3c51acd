package io.millrace.rtmp.connection;

/** Serves one played stream; called on the connection's event loop only. */
public interface PlayReceiver {
    /** The play has been answered; comes first, once. */
    void onStarted(PlayedStream stream);

    void onPause(boolean paused);

    /** receiveAudio and receiveVideo. */
    void onSelect(boolean audio, boolean video);

    /** The stream is over for whatever reason; comes last, once. */
    void onClosed();
}
