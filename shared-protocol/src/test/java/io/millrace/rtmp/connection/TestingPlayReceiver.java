package io.millrace.rtmp.connection;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Notes what happens to a play, as one text a call. */
final class TestingPlayReceiver implements PlayReceiver {
    final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    volatile PlayedStream stream;

    @Override
    public void onStarted(PlayedStream started) {
        stream = started;
        events.add("started");
    }

    @Override
    public void onPause(boolean paused) {
        events.add(paused ? "paused" : "resumed");
    }

    @Override
    public void onSelect(boolean audio, boolean video) {
        events.add("audio " + audio + " video " + video);
    }

    @Override
    public void onClosed() {
        events.add("closed");
    }
}
