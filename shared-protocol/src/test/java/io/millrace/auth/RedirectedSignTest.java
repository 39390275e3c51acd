package io.millrace.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.channel.AddressRules;
import io.millrace.channel.BucketAcl;
import io.millrace.channel.BucketReply.Bucket;
import io.millrace.channel.BucketSecurity;
import io.millrace.channel.BucketSettings;
import io.millrace.channel.ChannelId;
import io.millrace.channel.RefererRules;
import io.millrace.channel.Secret;
import io.millrace.rtmp.address.Parameter;
import io.millrace.rtmp.address.StreamAddress;
import io.millrace.rtmp.address.StreamAddressParser;
import io.millrace.rtmp.address.VirtualHosts;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedirectedSignTest {
    private static final long EXPIRES = 1_600_000_000;
    private static final String SECRET = "a bucket's own";
    private static final ChannelId FILM = new ChannelId("shows", "film");
    private static final String OWN = TestingSigns.sign("/shows/film", EXPIRES, SECRET);
    private static final VirtualHosts VHOSTS = new VirtualHosts(Map.of("v.example.com", "shows"));

    private final Bucket bucket = bucket(Optional.of(new Secret(SECRET)));

    private static Bucket bucket(Optional<Secret> secret) {
        BucketSecurity security = new BucketSecurity(
                secret, false, false, AddressRules.ANY, AddressRules.ANY, RefererRules.ANY, false, 0);
        BucketSettings settings = BucketSettings.of(BucketAcl.PRIVATE, false, false, false, false, 10);
        return new Bucket("shows", settings.withSecurity(security), Instant.EPOCH, 0);
    }

    private static StreamAddress rtmp(String app, String query) {
        return StreamAddressParser.parse(app, "film?" + query, "rtmp://v.example.com/" + app, VHOSTS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"live", "any/live", "shows"})
    void aSignOverThePathOfAVirtualHostIsMadeOneForTheChannel(String app) {
        String sign = TestingSigns.sign('/' + app + "/film", EXPIRES, SECRET);

        assertThat(RedirectedSign.parameters(bucket, FILM, rtmp(app, "a=b&sign=" + sign + "&gop=0")))
                .containsExactly(new Parameter("a", "b"), new Parameter("sign", OWN), new Parameter("gop", "0"));
    }

    @Test
    void theQueryOfAnHttpAddressIsElseAsItWas() {
        String sign = TestingSigns.sign("/live/film", EXPIRES, SECRET);

        assertThat(RedirectedSign.target(bucket, "film.flv", "/live/film.flv?a=%20&sign=" + sign + "&b"))
                .isEqualTo("/live/film.flv?a=%20&sign=" + OWN + "&b");
        assertThat(RedirectedSign.target(bucket, "film/playlist.m3u8", "/live/film/playlist.m3u8?s%69gn=" + sign))
                .isEqualTo("/live/film/playlist.m3u8?sign=" + OWN);
        assertThat(RedirectedSign.target(bucket, "film.flv", "/live/film.flv")).isEqualTo("/live/film.flv");
    }

    @Test
    void nobodyGetsASignWhoHasBroughtNoneThatIsRight() {
        String wrong = TestingSigns.sign("/live/film", EXPIRES, "a guess");
        String right = TestingSigns.sign("/live/film", EXPIRES, SECRET);
        for (String query : List.of(
                "sign=" + wrong,
                "sign=" + (EXPIRES + 1) + right.substring(right.indexOf('-')),
                "sign=" + TestingSigns.sign("/other/film", EXPIRES, SECRET),
                "sign=" + right + "&sign=" + right,
                "sign=",
                "token=x")) {
            StreamAddress address = rtmp("live", query);
            assertThat(RedirectedSign.parameters(bucket, FILM, address)).isEqualTo(address.parameters());
            String target = "/live/film.flv?" + query;
            assertThat(RedirectedSign.target(bucket, "film.flv", target)).isEqualTo(target);
        }
    }

    @Test
    void aBucketWithoutASecretHasNoSigns() {
        StreamAddress address = rtmp("live", "sign=" + OWN);

        assertThat(RedirectedSign.parameters(bucket(Optional.empty()), FILM, address))
                .isEqualTo(address.parameters());
    }
}
