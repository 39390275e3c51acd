package io.millrace.rtmp.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamAddressParserTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            emptyValue = "",
            value = {
                // app | stream name | tcUrl | candidates | bare channel | parameters
                "bucket1 | ch | rtmp://h/bucket1 | bucket1/ch | - | ''",
                "live | ch | rtmp://localhost/live | live/ch | ch | ''",
                "live | ch | rtmp://10.0.0.1:1935/live | live/ch | ch | ''",
                "live | ch | rtmp://[::1]:1935/live | live/ch | ch | ''",
                "live | ch | rtmp://bucket1.example.com:1935/live | bucket1/ch, live/ch | ch | ''",
                "live | ch | rtmp://bucket1.localhost/live | bucket1/ch, live/ch | ch | ''",
                "live | ch | rtmp://UPPER.example.com/live | upper/ch, live/ch | ch | ''",
                "live | ch | rtmp://a.example.com/live | live/ch | ch | ''",
                "bucket1/live | ch | rtmp://h/bucket1/live | bucket1/ch | - | ''",
                "bucket1 | live/ch | rtmp://h/bucket1 | bucket1/ch | - | ''",
                "bucket1/live/ | /ch | rtmp://h/bucket1/live | bucket1/ch | - | ''",
                "bucket1/live/ch | '' | rtmp://h/bucket1/live/ch | bucket1/ch | - | ''",
                "'' | live/ch | rtmp://h | live/ch | ch | ''",
                "'' | ch | rtmp://h/bucket1 | bucket1/ch | - | ''",
                // The query in name, app, or tcUrl alone.
                "live | ch?k=v | rtmp://h/live | live/ch | ch | k=v",
                "live?k=v | ch | rtmp://h/live?k=v | live/ch | ch | k=v",
                "live | ch | rtmp://h/live?k=v | live/ch | ch | k=v",
                "live?a=1 | ch?b=2 | rtmp://h/live?a=1 | live/ch | ch | b=2, a=1",
                "live/ch | ?k=v | rtmp://h/live/ch | live/ch | ch | k=v",
                // ffmpeg splits at a raw slash in the query.
                "live/ch?k=1&Signature=a | b/c== | rtmp://h/live/ch?k=1&Signature=a | live/ch | ch | k=1, Signature=a/b/c==",
                "bucket1/live?Signature=a | b= | rtmp://h/x | bucket1/live | - | Signature=a/b=",
                "bucket1/live?k=v | ch | rtmp://h/bucket1/live?k=v | bucket1/ch | - | k=v",
                "bucket1/live/ch?Signature=a | b | rtmp://h/x | bucket1/ch | - | Signature=a/b",
                // Decoded once, and + stays.
                "live | live%20%E9%A2%91%E9%81%93 | rtmp://h/live | live/live 频道 | live 频道 | ''",
                "live | a%2520b | rtmp://h/live | live/a%20b | a%20b | ''",
                "live | a+b?s=x%2B+y%2Fz%3D | rtmp://h/live | live/a+b | a+b | s=x++y/z=",
                "live | ch?a&b=&=c&&d=e=f | rtmp://h/live | live/ch | ch | a=, b=, =c, d=e=f",
                "live | 100%?p=%zz%4 | rtmp://h/live | live/100% | 100% | p=%zz%4",
                // ffmpeg's prefix.
                "live | mp4:cam.mp4 | rtmp://h/live | live/cam.mp4 | cam.mp4 | ''",
                "live | mp4:cam | rtmp://h/live | live/mp4:cam | mp4:cam | ''",
                "relay | live/ch?epoch=7&ticket=t | rtmp://h/relay | live/ch, relay/ch | - | epoch=7, ticket=t",
                "relay | bucket1/ch | rtmp://h/relay | bucket1/ch | - | ''",
                // Rubbish.
                "live | a%2Fb | rtmp://h/live | '' | - | ''",
                "live | %00 | rtmp://h/live | '' | - | ''",
                "live | %ff | rtmp://h/live | '' | - | ''",
                "live | .. | rtmp://h/live | '' | - | ''",
                "live | '' | rtmp://h/live | '' | - | ''",
                "'' | '' | '' | '' | - | ''",
                "Bucket | ch | rtmp://h/Bucket | '' | - | ''",
                "a/b/c | d | rtmp://h | '' | - | ''",
                "x/y | z | rtmp://h | '' | - | ''",
            })
    void anAddressNamesChannels(
            String app, String streamName, String tcUrl, String candidates, String bare, String parameters) {
        StreamAddress address = StreamAddressParser.parse(app, streamName, tcUrl);
        assertThat(address.candidates().stream().map(Object::toString).collect(Collectors.joining(", ")))
                .isEqualTo(candidates);
        assertThat(address.bareChannel().orElse(null)).isEqualTo(bare);
        assertThat(address.parameters().stream()
                        .map(parameter -> parameter.name() + '=' + parameter.value())
                        .collect(Collectors.joining(", ")))
                .isEqualTo(parameters);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // app | stream name | tcUrl | candidates
                "live | ch?vhost=v.example.com | rtmp://10.0.0.1/live | shows/ch",
                "live?vhost=v.example.com | ch | rtmp://10.0.0.1/live?vhost=v.example.com | shows/ch",
                "live | ch | rtmp://10.0.0.1/live?vhost=v.example.com | shows/ch",
                "live...vhost...v.example.com | ch | rtmp://10.0.0.1/live...vhost...v.example.com | shows/ch",
                "live...vhost...v.example.com | ch?a=b | rtmp://10.0.0.1/live | shows/ch",
                "live?a=b...vhost...v.example.com | ch | rtmp://10.0.0.1/live | shows/ch",
                "'' | ch | rtmp://10.0.0.1/live...vhost...v.example.com | shows/ch",
                "live | ch | rtmp://v.example.com:1935/live | shows/ch",
                "other | ch | rtmp://V.example.com/other | shows/ch",
                "shows/live | ch | rtmp://v.example.com/shows/live | shows/ch",
                "live | ch?vhost=tv | rtmp://v.example.com/live | tv-live/ch",
                "live | ch?vhost=unknown | rtmp://10.0.0.1/live | live/ch",
                "live...vhost...unknown | ch | rtmp://10.0.0.1/live | live/ch",
                "bucket1 | ch | rtmp://10.0.0.1/bucket1 | bucket1/ch",
                "UPPER | ch?vhost=tv | rtmp://10.0.0.1/UPPER | ''",
                "relay | shows/ch?vhost=v.example.com | rtmp://10.0.0.1/relay | shows/ch",
                "a...b | ch | rtmp://10.0.0.1/a...b | ''",
            })
    void aVirtualHostThatIsListedNamesTheBucket(String app, String streamName, String tcUrl, String candidates) {
        VirtualHosts vhosts = new VirtualHosts(Map.of("v.example.com", "shows", "tv", "tv-[app]"));
        assertThat(StreamAddressParser.parse(app, streamName, tcUrl, vhosts).candidates().stream()
                        .map(Object::toString)
                        .collect(Collectors.joining(", ")))
                .isEqualTo(candidates);
    }

    @Test
    void theOlderFormOfAQueryIsReadLikeTheOther() {
        assertThat(StreamAddressParser.parse("live...vhost...v...token...t", "ch?k=w", "")
                        .parameters())
                .containsExactly(new Parameter("k", "w"), new Parameter("vhost", "v"), new Parameter("token", "t"));
    }

    @Test
    void aChannelNameThatIsTooLongIsNone() {
        assertThat(StreamAddressParser.parse("live", "é".repeat(31), "").candidates())
                .hasSize(1);
        assertThat(StreamAddressParser.parse("live", "é".repeat(32), "").candidates())
                .isEmpty();
    }

    @Test
    void nothingMakesItThrow() {
        String alphabet = "a1/?&=%+:.[]@ \u0000\uD800é#live";
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            String app = text(random, alphabet);
            String name = text(random, alphabet);
            String tcUrl = (random.nextBoolean() ? "rtmp://" : "") + text(random, alphabet);
            VirtualHosts vhosts = new VirtualHosts(Map.of("a", "[app]", "", "live"));
            assertThatCode(() -> StreamAddressParser.parse(app, name, tcUrl, vhosts))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void parameterValuesStayOutOfTexts() {
        StreamAddress address = StreamAddressParser.parse("live", "ch?Signature=secret", "");
        assertThat(address.toString() + address.parameters()).doesNotContain("secret");
    }

    private static String text(Random random, String alphabet) {
        return random.ints(random.nextInt(20), 0, alphabet.length())
                .mapToObj(index -> String.valueOf(alphabet.charAt(index)))
                .collect(Collectors.joining());
    }
}
