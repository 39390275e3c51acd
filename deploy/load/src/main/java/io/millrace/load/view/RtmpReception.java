package io.millrace.load.view;

import io.millrace.load.media.MediaListener;
import io.millrace.load.rtmp.RtmpDialogue;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.net.URI;

/** A stream in RTMP messages. */
final class RtmpReception implements Reception {
    private final RtmpDialogue dialogue;

    RtmpReception(URI url, MediaListener listener) {
        dialogue = new RtmpDialogue(url, RtmpDialogue.Purpose.PLAY, listener, stream -> {});
    }

    @Override
    public void begin(Channel channel) {
        dialogue.begin(channel);
    }

    @Override
    public void read(ByteBuf in) {
        dialogue.read(in);
    }
}
