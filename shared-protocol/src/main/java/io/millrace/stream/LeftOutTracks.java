package io.millrace.stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.media.Codec;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says of each coding that a format cannot carry, once a session, that its track is left out: in the log and by a counter.
 * It may be told of every frame. Not thread-safe.
 */
public final class LeftOutTracks implements Consumer<Codec> {
    private static final Logger LOG = LoggerFactory.getLogger(LeftOutTracks.class);

    private final Object channel;
    private final String format;
    private final MeterRegistry registry;
    private final Set<Codec> said = EnumSet.noneOf(Codec.class);

    /**
     * @param channel names it in the log
     * @param format the container's name, for the log and the counter
     */
    public LeftOutTracks(Object channel, String format, MeterRegistry registry) {
        this.channel = channel;
        this.format = format;
        this.registry = registry;
    }

    @Override
    public void accept(Codec codec) {
        if (said.add(codec)) {
            LOG.info("{}: {} is left out of {}, which cannot carry it", channel, codec, format);
            Counter.builder("millrace.tracks.left.out")
                    .description("tracks that a format could not carry, once for each session")
                    .tag("format", format)
                    .tag("codec", codec.name().toLowerCase(Locale.ROOT))
                    .register(registry)
                    .increment();
        }
    }

    /** What comes next is another publisher's. */
    public void beginSession() {
        said.clear();
    }
}
