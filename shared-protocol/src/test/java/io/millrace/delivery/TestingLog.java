package io.millrace.delivery;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.millrace.stream.StreamLog;
import io.millrace.stream.StreamLogSettings;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.time.Duration;

/** Writes text into a stream log. */
final class TestingLog {
    final StreamLog log;

    TestingLog(int slabBytes, int maxBytes, Duration maxLag) {
        log = new StreamLog(new StreamLogSettings(slabBytes, maxBytes, maxLag));
    }

    TestingLog() {
        this(1 << 10, 1 << 20, Duration.ofSeconds(1));
    }

    void point(String header, String preamble, String unit, long timestampMillis) {
        log.randomAccessPoint(Unpooled.copiedBuffer(header + preamble, US_ASCII), header.length());
        write(unit, timestampMillis);
    }

    void write(String unit, long timestampMillis) {
        ByteBufUtil.writeAscii(log.begin(unit.length()), unit);
        log.commit(timestampMillis);
    }
}
