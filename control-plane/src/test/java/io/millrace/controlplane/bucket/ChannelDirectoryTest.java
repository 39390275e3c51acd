package io.millrace.controlplane.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.channel.BucketReply.ChannelEntry;
import io.millrace.channel.ChannelStatus;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChannelDirectoryTest {
    private static final Comparator<String> BY_BYTES =
            (a, b) -> Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    private static final int[] ALPHABET = {
        'a', 'b', 'A', '0', '-', 0x7fe, 0x20ac, 0xd7ff, 0xe000, 0xffee, 0x1f600, 0x10fffe
    };

    private static String name(Random random) {
        int[] points = random.ints(1 + random.nextInt(4), 0, ALPHABET.length)
                .map(i -> ALPHABET[i])
                .toArray();
        return new String(points, 0, points.length);
    }

    private static ChannelEntry entry(String name) {
        return new ChannelEntry(name, "", ChannelStatus.ENABLED, Instant.EPOCH, "playlist.m3u8");
    }

    @Test
    void namesAreInTheOrderOfTheirUtf8Bytes() {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            String a = name(random);
            String b = name(random);
            assertThat(Integer.signum(ChannelDirectory.BY_UTF8.compare(a, b)))
                    .as("%s and %s", a, b)
                    .isEqualTo(Integer.signum(BY_BYTES.compare(a, b)));
        }
    }

    @Test
    void aListingIsWhatFilteringAllNamesGives() {
        Random random = new Random(2);
        ChannelDirectory directory = ChannelDirectory.EMPTY;
        for (int i = 0; i < 300; i++) {
            directory = directory.with(entry(name(random)));
        }
        List<String> all = directory.entries().stream().map(ChannelEntry::name).toList();
        assertThat(all).isSortedAccordingTo(BY_BYTES);
        for (int i = 0; i < 2000; i++) {
            String prefix = random.nextBoolean() ? "" : name(random);
            String marker = random.nextBoolean() ? "" : name(random);
            int max = 1 + random.nextInt(20);
            List<String> expected = all.stream()
                    .filter(name -> name.startsWith(prefix))
                    .filter(name -> BY_BYTES.compare(name, marker) > 0)
                    .limit(max)
                    .toList();
            assertThat(directory.list(prefix, marker, max))
                    .extracting(ChannelEntry::name)
                    .isEqualTo(expected);
        }
    }

    @Test
    void anEntryIsReplacedAndRemovedByName() {
        ChannelDirectory directory =
                ChannelDirectory.EMPTY.with(entry("a")).with(entry("b")).with(entry("a"));
        assertThat(directory.size()).isEqualTo(2);
        assertThat(directory.without("a").find("a")).isEmpty();
        assertThat(directory.find("a")).isPresent();
    }
}
