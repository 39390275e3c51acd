package io.millrace.load.view;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;

/** One connection's protocol: asks for the stream, and takes it out of what comes. */
interface Reception {
    void begin(Channel channel);

    /**
     * @param in all of it is read; the caller keeps ownership
     * @throws io.millrace.load.media.BrokenStreamException if it is not what the protocol allows, or a refusal
     */
    void read(ByteBuf in);
}
