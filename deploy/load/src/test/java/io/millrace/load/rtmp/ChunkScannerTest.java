package io.millrace.load.rtmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.load.media.BrokenStreamException;
import io.millrace.load.media.MediaListener;
import io.millrace.rtmp.chunk.ChunkEncoder;
import io.millrace.rtmp.chunk.ChunkWriter;
import io.millrace.rtmp.message.MessageType;
import io.millrace.rtmp.message.SetChunkSize;
import io.millrace.rtmp.message.UserControl;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChunkScannerTest {
    private static final int EXTENDED_TIME = 0x1000000;

    private final List<String> messages = new ArrayList<>();
    private final ChunkScanner scanner = new ChunkScanner((type, timestamp, head) ->
            messages.add(type + "@" + timestamp + " " + head.readableBytes() + " of " + head.getByte(0)));

    @Test
    void itFindsMessagesByteByByteWhateverTheirHeaders() {
        ByteBuf stream = stream();
        while (stream.isReadable()) {
            scanner.read(stream.readSlice(1));
        }

        assertThat(messages)
                .containsExactly(
                        MessageType.USER_CONTROL + "@0 6 of 0",
                        MessageType.VIDEO + "@40 " + MediaListener.HEAD_BYTES + " of 1",
                        MessageType.AUDIO + "@10 20 of 2",
                        MessageType.AUDIO + "@33 20 of 2",
                        MessageType.AUDIO + "@56 20 of 2",
                        MessageType.VIDEO + "@" + EXTENDED_TIME + " " + MediaListener.HEAD_BYTES + " of 1");
    }

    private static ByteBuf stream() {
        ByteBuf out = Unpooled.buffer();
        ChunkEncoder encoder = new ChunkEncoder();
        ByteBuf picture = Unpooled.wrappedBuffer(new byte[9000]).setByte(0, 1);
        ByteBuf sound = Unpooled.wrappedBuffer(new byte[20]).setByte(0, 2);
        encoder.write(out, 2, 0, 0, UserControl.streamBegin(1));
        encoder.write(out, 2, 0, 0, new SetChunkSize(1000));
        ChunkWriter.write(out, 6, MessageType.VIDEO, 40, 1, picture, 1000);
        encoder.write(out, 4, MessageType.AUDIO, 10, 1, sound);
        encoder.write(out, 4, MessageType.AUDIO, 33, 1, sound);
        encoder.write(out, 4, MessageType.AUDIO, 56, 1, sound);
        ChunkWriter.write(out, 6, MessageType.VIDEO, EXTENDED_TIME, 1, picture, 1000);
        return out;
    }

    @Test
    void aChunkStreamThatBeginsInTheMiddleIsBroken() {
        assertThatThrownBy(() -> scanner.read(Unpooled.wrappedBuffer(new byte[] {(byte) 0xC6, 1})))
                .isInstanceOf(BrokenStreamException.class);
    }
}
