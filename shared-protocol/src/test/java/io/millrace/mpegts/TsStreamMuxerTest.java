package io.millrace.mpegts;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.flv.FlvSample;
import io.millrace.media.Frame;
import io.millrace.stream.Cursor;
import io.millrace.stream.Slices;
import io.millrace.stream.StreamLog;
import io.millrace.stream.StreamLogSettings;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TsStreamMuxerTest {
    private final StreamLog log = new StreamLog(new StreamLogSettings(1 << 16, 1 << 24, Duration.ofSeconds(30)));
    private final TsStreamMuxer muxer = new TsStreamMuxer(codec -> {});

    private TsReader rest(Cursor cursor) {
        ByteBuf all = Unpooled.buffer();
        for (ByteBuf part = Slices.next(cursor); part != null; part = Slices.next(cursor)) {
            all.writeBytes(part);
            part.release();
        }
        cursor.close();
        return new TsReader().read(all);
    }

    @ParameterizedTest
    @ValueSource(strings = {"h264-aac.flv", "hevc-aac.flv", "mp3.flv"})
    void aNewcomerBeginsWithTheProgramTablesAndARandomAccessPoint(String sample) {
        List<Frame> frames = FlvSample.frames(sample);
        frames.forEach(frame -> muxer.write(frame, log));
        frames.forEach(Frame::release);
        TsReader stream = rest(log.atNewestRandomAccessPoint());
        assertThat(stream.pids).startsWith(0, TsReader.PMT_PID);
        assertThat(stream.pes.get(0).randomAccess).isTrue();
        log.close();
    }

    @Test
    void whatIsNotMediaLeavesNoTrace() {
        List<Frame> frames = FlvSample.frames("h264-aac.flv");
        frames.stream().filter(frame -> frame.type() != Frame.Type.CODED).forEach(frame -> muxer.write(frame, log));
        frames.forEach(Frame::release);
        assertThat(log.head()).isZero();
        log.close();
    }
}
