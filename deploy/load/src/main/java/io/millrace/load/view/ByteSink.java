package io.millrace.load.view;

import io.netty.buffer.ByteBuf;

/** Reads all of a buffer that the caller keeps. */
interface ByteSink {
    void read(ByteBuf in);
}
