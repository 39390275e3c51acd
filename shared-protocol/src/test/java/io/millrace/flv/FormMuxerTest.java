package io.millrace.flv;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.media.Codec;
import io.millrace.media.Frame;
import io.millrace.media.MediaKind;
import io.millrace.stream.Cursor;
import io.millrace.stream.Slices;
import io.millrace.stream.StreamLog;
import io.millrace.stream.StreamLogSettings;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FormMuxerTest {
    private static final String HEVC_CONFIG = "90687663310164";
    private static final String HEVC_KEY_FRAME = "9368766331" + "0A";
    private static final String VP9_KEY_FRAME = "9176703039" + "0A";
    private static final String SOUND = "af0121";
    private static final int FLAGS_AT = 4;

    private final StreamLog log = new StreamLog(new StreamLogSettings(1 << 16, 1 << 24, Duration.ofSeconds(60)));
    private final List<Codec> leftOut = new ArrayList<>();
    private final FormMuxer muxer = new FormMuxer(TagForm.OLD, new FlvMuxer(), leftOut::add);

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void aMuxerWritesTheFormThatItsPlayersRead() {
        write(MediaKind.VIDEO, 0, HEVC_CONFIG);
        write(MediaKind.VIDEO, 0, HEVC_KEY_FRAME);
        List<Frame> frames = FlvSample.frames(start());
        assertThat(frames)
                .extracting(frame -> ByteBufUtil.hexDump(frame.body()))
                .containsExactly("1c000000000164", "1c01000000" + "0a");
        frames.forEach(Frame::release);
    }

    @Test
    void theHeaderNamesNoTrackThatIsLeftOut() {
        write(MediaKind.SCRIPT, 0, metadata("videocodecid", "vp09"));
        write(MediaKind.VIDEO, 0, VP9_KEY_FRAME);
        write(MediaKind.AUDIO, 0, SOUND);
        assertThat(start().getByte(FLAGS_AT)).isEqualTo((byte) 4);
        assertThat(leftOut).containsExactly(Codec.VP9);
    }

    @Test
    void aTrackThatIsLeftOutComesBackWithACodecThatTheFormKnows() {
        write(MediaKind.VIDEO, 0, VP9_KEY_FRAME);
        write(MediaKind.AUDIO, 0, SOUND);
        muxer.beginSession();
        write(MediaKind.VIDEO, 40, HEVC_CONFIG);
        write(MediaKind.VIDEO, 40, HEVC_KEY_FRAME);
        assertThat(start().getByte(FLAGS_AT)).isEqualTo((byte) 1);
    }

    private static String metadata(String property, String fourCc) {
        ByteBuf amf = Unpooled.buffer();
        amf.writeByte(2).writeShort(10).writeBytes("onMetaData".getBytes());
        amf.writeByte(8).writeInt(1);
        amf.writeShort(property.length()).writeBytes(property.getBytes());
        amf.writeByte(0).writeDouble(Unpooled.copiedBuffer(fourCc.getBytes()).getUnsignedInt(0));
        return ByteBufUtil.hexDump(amf.writeMedium(9));
    }

    private void write(MediaKind kind, long time, String hex) {
        Frame frame = FlvTag.read(kind, time, Unpooled.buffer().writeBytes(ByteBufUtil.decodeHexDump(hex)));
        muxer.write(frame, log);
        assertThat(frame.body().refCnt()).isEqualTo(1);
        frame.release();
    }

    private ByteBuf start() {
        ByteBuf all = Unpooled.buffer();
        try (Cursor cursor = log.atNewestRandomAccessPoint()) {
            for (ByteBuf part = Slices.next(cursor); part != null; part = Slices.next(cursor)) {
                all.writeBytes(part);
                part.release();
            }
        }
        return all;
    }
}
