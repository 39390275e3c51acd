package io.millrace.rtmp.connection;

import io.millrace.amf.Amf0Reader;
import io.millrace.amf.Amf0Writer;
import io.millrace.amf.AmfLimits;
import io.millrace.amf.AmfString;
import io.millrace.amf.AmfValue;
import io.millrace.amf.MalformedAmfException;
import io.millrace.media.MediaKind;
import io.millrace.rtmp.message.AggregateReader;
import io.millrace.rtmp.message.DataMessage;
import io.millrace.rtmp.message.MessageType;
import io.millrace.rtmp.message.RawMessage;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes media of messages: takes aggregates apart, and brings data messages into the form {@code name, value} in AMF0.
 * A data message that is no AMF is left out; one that exceeds the AMF limits ends the connection.
 */
final class MediaReader {
    private static final Logger log = LoggerFactory.getLogger(MediaReader.class);

    private final AmfLimits limits;
    private final MediaSink sink;

    MediaReader(AmfLimits limits, MediaSink sink) {
        this.limits = limits;
        this.sink = sink;
    }

    /** @param message the caller keeps ownership */
    void read(RawMessage message) {
        switch (message.typeId()) {
            case MessageType.AUDIO -> media(MediaKind.AUDIO, message);
            case MessageType.VIDEO -> media(MediaKind.VIDEO, message);
            case MessageType.DATA_AMF0, MessageType.DATA_AMF3 -> data(message);
            case MessageType.AGGREGATE -> aggregate(message);
            default -> log.debug("no media: {}", message);
        }
    }

    private void media(MediaKind kind, RawMessage message) {
        if (message.payload().isReadable()) {
            sink.onMedia(kind, message.timestamp(), message.payload());
        }
    }

    private void aggregate(RawMessage message) {
        AggregateReader parts = new AggregateReader(message);
        while (parts.hasNext()) {
            RawMessage part = parts.next();
            try {
                if (part.typeId() != MessageType.AGGREGATE) {
                    read(part);
                }
            } finally {
                part.release();
            }
        }
    }

    private void data(RawMessage message) {
        try {
            ByteBuf in = message.payload();
            if (message.typeId() == MessageType.DATA_AMF3 && in.isReadable()) {
                DataMessage.skipFormatByte(in);
            }
            values(message.timestamp(), in);
        } catch (MalformedAmfException e) {
            log.debug("data message left out: {}", e.getMessage());
        }
    }

    private void values(int timestamp, ByteBuf in) {
        int start = in.readerIndex();
        Amf0Reader reader = new Amf0Reader(in, limits);
        if (!reader.hasNext() || !(reader.next() instanceof AmfString name)) {
            return;
        }
        List<AmfValue> values = new ArrayList<>();
        if (name.value().equals("@setDataFrame")) {
            start = in.readerIndex();
        } else if (name.value().equals("@clearDataFrame")) {
            return;
        } else {
            values.add(name);
        }
        values.addAll(reader.rest());
        if (values.isEmpty() || !(values.get(0) instanceof AmfString)) {
            return;
        }
        if (reader.metAmf3()) {
            rewritten(timestamp, in, values);
        } else {
            sink.onMedia(MediaKind.SCRIPT, timestamp, in.slice(start, in.readerIndex() - start));
        }
    }

    private void rewritten(int timestamp, ByteBuf in, List<AmfValue> values) {
        ByteBuf amf0 = in.alloc().buffer();
        try {
            values.forEach(value -> Amf0Writer.write(amf0, value, limits.maxBytes()));
            sink.onMedia(MediaKind.SCRIPT, timestamp, amf0);
        } finally {
            amf0.release();
        }
    }
}
