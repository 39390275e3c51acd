package io.millrace.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.edge.http.Mounts.Place;
import io.millrace.rtmp.address.VirtualHosts;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MountsTest {
    private static final VirtualHosts VHOSTS = new VirtualHosts(Map.of("v.example.com", "shows", "tv", "tv-[app]"));

    private final Mounts mounts = mounts(
            VHOSTS,
            "/[app]/[stream].flv",
            "/[app]/[stream].ts",
            "[vhost]/radio/[app]/[stream].mp3",
            "/hosts/[vhost]/[app]/live-[stream].flv",
            "/only/[stream].aac");

    @ParameterizedTest
    @CsvSource({
        "localhost, /live/cam.flv",
        "localhost:8080, /live/cam.flv?token=t",
        "live.example.com, /cam.flv",
        "localhost, /live/%E9%A2%91%20a.flv",
        "localhost, /live/cam.ts",
        "localhost, /live/cam/00000000000000000001.ts",
        "localhost, /live/cam.m3u8?vhost=unknown",
        "localhost, /live/cam.flv?vhost=unknown",
        "localhost, /hosts/unknown/live/live-cam.flv",
        "localhost, /radio/live/cam.mp3",
        "localhost, /only/cam.aac",
        "localhost, /",
        "'', ''",
    })
    void anAddressInTheFormOfBucketsStaysAsItIs(String host, String target) {
        Place place = mounts.find(host, target);
        assertThat(place.target()).isEqualTo(target);
        assertThat(place.named()).isFalse();
        assertThat(place.vhost()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "v.example.com, /live/cam.flv, /shows/cam.flv",
        "V.example.com:8080, /anything/cam.ts?a=b&c, /shows/cam.ts?a=b&c",
        "localhost, /live/cam.flv?vhost=v.example.com&token=t, /shows/cam.flv?vhost=v.example.com&token=t",
        "v.example.com, /live/cam.flv?vhost=tv, /tv-live/cam.flv?vhost=tv",
        "tv, /live/%E9%A2%91%20a.flv, /tv-live/%E9%A2%91%20a.flv",
        "v.example.com, /radio/live/cam.mp3, /shows/cam.mp3",
        "localhost, /hosts/tv/live/live-cam.flv, /tv-live/cam.flv",
        "localhost, /only/cam.aac?vhost=v.example.com, /shows/cam.aac?vhost=v.example.com",
        "localhost, http://v.example.com/live/cam.flv?vhost=tv, /tv-live/cam.flv?vhost=tv",
    })
    void aMountedStreamIsFoundInItsBucket(String host, String target, String found) {
        assertThat(mounts.find(host, target)).isEqualTo(new Place(found, true, true, Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource({
        "v.example.com, /live/cam.m3u8, /shows/cam.m3u8, ",
        "v.example.com, /live/cam/00000000000000000001.ts, /shows/cam/00000000000000000001.ts, ",
        "localhost, /live/cam.m3u8?vhost=tv, /tv-live/cam.m3u8?vhost=tv, tv",
        "localhost, /live/a%2Fb/c.txt?vhost=tv, /tv-live/a%2Fb/c.txt?vhost=tv, tv",
    })
    void whatElseIsAskedOfAVirtualHostIsInItsBucketToo(String host, String target, String found, String vhost) {
        assertThat(mounts.find(host, target)).isEqualTo(new Place(found, true, false, Optional.ofNullable(vhost)));
    }

    @Test
    void anAddressToWhichAnotherEdgeHasSentTheViewerNamesItsBucketWhateverIsMounted() {
        assertThat(mounts.find("v.example.com", "/live/cam.mp3?token=t&redirected=1"))
                .isEqualTo(new Place("/live/cam.mp3?token=t", true, true, Optional.empty()));
    }

    @Test
    void onlyWhatIsMountedForEveryHostIsMountedByBucketAndKey() {
        assertThat(mounts.isMounted("live", "cam.flv")).isTrue();
        assertThat(mounts.isMounted("live", "a b.ts")).isTrue();
        assertThat(mounts.isMounted("live", "cam.mp3")).isFalse();
        assertThat(mounts.isMounted("live", "cam.aac")).isFalse();
        assertThat(mounts(VHOSTS, "[vhost]/[app]/[stream].flv").isMounted("live", "cam.flv"))
                .isFalse();
    }

    @Test
    void theFirstTemplateThatFitsCounts() {
        Mounts two = mounts(VHOSTS, "/[vhost]/[stream].flv", "/[app]/[stream].flv");
        assertThat(two.find("localhost", "/v.example.com/cam.flv").target()).isEqualTo("/shows/cam.flv");
        assertThat(two.find("localhost", "/live/cam.flv").target()).isEqualTo("/live/cam.flv");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "[app]/[stream].flv",
                "live/[stream].flv",
                "/[app]/[stream]",
                "/[app]/[stream].mkv",
                "/[app]/cam.flv",
                "/[stream]/[app].flv",
                "/[app]/[app]/[stream].flv",
                "/[app]-[stream].flv",
                "/[name]/[stream].flv",
                "/[app]/[stream].flv?a=b.flv",
            })
    void whatIsNoTemplateIsNotTakenForOne(String text) {
        assertThat(MountTemplate.parse(text)).isEmpty();
    }

    private static Mounts mounts(VirtualHosts vhosts, String... templates) {
        List<MountTemplate> parsed = Arrays.stream(templates)
                .map(text -> MountTemplate.parse(text).orElseThrow())
                .toList();
        return new Mounts(parsed, vhosts);
    }
}
