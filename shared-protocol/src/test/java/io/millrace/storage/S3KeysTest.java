package io.millrace.storage;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class S3KeysTest {

    @Test
    void ordinaryKeysStayAsTheyAre() {
        assertThat(S3Keys.of("live", "cam/1700000000000.ts")).isEqualTo("live/cam/1700000000000.ts");
    }

    @Test
    void partsThatStoresRefuseAreMarked() {
        assertThat(S3Keys.of("b", "../a//./..b/")).isEqualTo("b/..%_/a/%_/.%_/..b/%_");
        assertThat(S3Keys.of("b", "50%_\\")).isEqualTo("b/50%25_%5C");
    }

    @Property
    void everyKeyIsFoundAgain(
            @ForAll @Chars({'.', '/', '%', '_', '\\', '2', '5', 'C', '\n'}) @StringLength(min = 1, max = 9)
                    String key) {
        assertThat(S3Keys.keyOf("b", S3Keys.of("b", key))).isEqualTo(key);
    }

    @Property
    void prefixesStayPrefixesAndOthersDoNotBecomeOnes(
            @ForAll @Chars({'.', '/', '%', '_', '\\', '2', '5', 'C'}) @StringLength(min = 1, max = 7) String key,
            @ForAll @Chars({'.', '/', '%', '_', '\\', '2', '5', 'C'}) @StringLength(max = 3) String prefix) {
        // A bare part that a prefix ends in may go on, so the mark behind it is no part of what is asked for.
        assertThat(S3Keys.of("b", key).startsWith(S3Keys.ofPrefix("b", prefix))).isEqualTo(key.startsWith(prefix));
    }
}
