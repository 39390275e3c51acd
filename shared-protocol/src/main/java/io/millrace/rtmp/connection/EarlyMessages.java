package io.millrace.rtmp.connection;

import io.millrace.rtmp.message.RawMessage;
import io.millrace.rtmp.message.RtmpProtocolException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;

/** What a hasty client sends while it waits for an answer, within a bound. Event loop only. */
final class EarlyMessages {
    private final int maxBytes;
    private final Queue<RawMessage> messages = new ArrayDeque<>();
    private int bytes;

    EarlyMessages(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** @param message the caller keeps ownership */
    void add(RawMessage message) {
        // An empty message takes room, too.
        bytes += message.payload().readableBytes() + 64;
        if (bytes > maxBytes) {
            throw new RtmpProtocolException(
                    "messages before the connect was answered: " + bytes + " bytes (expected: <= " + maxBytes + ")");
        }
        messages.add(message.retain());
    }

    /** Hands them on in order, those that come meanwhile too. */
    void drainTo(Consumer<RawMessage> receiver) {
        for (RawMessage message = messages.poll(); message != null; message = messages.poll()) {
            try {
                receiver.accept(message);
            } finally {
                message.release();
            }
        }
        bytes = 0;
    }

    void clear() {
        messages.forEach(RawMessage::release);
        messages.clear();
    }
}
