package io.millrace.load.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlvScannerTest {
    private final List<String> units = new ArrayList<>();
    private final FlvScanner scanner = new FlvScanner(
            (type, timestamp, head) -> units.add(type + "@" + timestamp + " " + ByteBufUtil.hexDump(head)));

    @Test
    void itFindsTheSameTagsByteByByteAsInOnePiece() {
        ByteBuf stream = TestingFlv.show(3)
                .tag(StoredTag.VIDEO, 0x01020304, Unpooled.wrappedBuffer(new byte[5000]))
                .tag(StoredTag.AUDIO, 5000)
                .bytes();

        new FlvScanner((type, timestamp, head) -> units.add(type + "@" + timestamp + " " + ByteBufUtil.hexDump(head)))
                .read(stream.duplicate());
        List<String> atOnce = List.copyOf(units);
        units.clear();
        while (stream.isReadable()) {
            scanner.read(stream.readSlice(1));
        }

        assertThat(units).isEqualTo(atOnce).hasSize(11);
        assertThat(units.get(3)).isEqualTo("9@1000 1701000000000000036500" + "07");
        assertThat(units.get(9)).isEqualTo("9@16909060 " + "00".repeat(MediaListener.HEAD_BYTES));
        assertThat(units.get(10)).isEqualTo("8@5000 ");
    }

    @Test
    void aTagIsToldOnlyWhenItsLastByteHasCome() {
        ByteBuf stream = new TestingFlv().tag(StoredTag.AUDIO, 0, 0xAF, 1, 2).bytes();

        scanner.read(stream.readSlice(stream.readableBytes() - 1));
        assertThat(units).isEmpty();
        scanner.read(stream);
        assertThat(units).containsExactly("8@0 af0102");
    }

    @Test
    void aStreamThatIsNotFlvIsBroken() {
        assertThatThrownBy(() -> scanner.read(Unpooled.wrappedBuffer("<html><body>no".getBytes())))
                .isInstanceOf(BrokenStreamException.class);
    }

    @Test
    void aHoleInTheStreamIsFoundAtTheSizeBehindTheTag() {
        ByteBuf stream = TestingFlv.show(4).bytes();
        scanner.read(stream.readSlice(90));
        stream.skipBytes(7);

        assertThatThrownBy(() -> scanner.read(stream)).isInstanceOf(BrokenStreamException.class);
    }
}
