package io.millrace.controlplane.oss.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.channel.AudioInfo;
import io.millrace.channel.ChannelCommand;
import io.millrace.channel.ChannelReply;
import io.millrace.channel.MediaInfo;
import io.millrace.channel.Segment;
import io.millrace.channel.VideoInfo;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** LiveChannels: how they are set up, listed and described, and the playlists of what they have had. */
class ChannelHttpTest extends OssHttpFixture {
    @Test
    void aChannelIsPutDescribedListedAndDeleted() throws Exception {
        String bucket = newBucket("lifecycle", "private");
        HttpResponse<String> put = client.signed(
                "PUT",
                bucket + "live 频道",
                "live=",
                configuration(
                        "<Description>测试 &lt;&amp;&gt;</Description><Status>disabled</Status><Target><Type>HLS</Type>"
                                + "<FragDuration>10</FragDuration><FragCount>7</FragCount>"
                                + "<PlaylistName>p q.m3u8</PlaylistName></Target>"));

        assertThat(put.statusCode()).isEqualTo(200);
        assertThat(put.headers().firstValue("Content-Type")).contains("application/xml");
        assertThat(put.headers().firstValue("Server")).isPresent();
        assertThat(put.headers().firstValue("Date")).isPresent();
        assertThat(put.body())
                .contains("<CreateLiveChannelResult><PublishUrls><Url>"
                        + "rtmp://push.example.com/lifecycle/live/live%20%E9%A2%91%E9%81%93</Url></PublishUrls>")
                .contains("<PlayUrls><Url>"
                        + "https://play.example.com/lifecycle/live%20%E9%A2%91%E9%81%93/p%20q.m3u8</Url></PlayUrls>");
        assertThat(client.signed("GET", bucket + "live 频道", "live=", "").body())
                .endsWith("<LiveChannelConfiguration><Description>测试 &lt;&amp;&gt;</Description>"
                        + "<Status>disabled</Status><Target><Type>HLS</Type><FragDuration>10</FragDuration>"
                        + "<FragCount>7</FragCount><PlaylistName>p q.m3u8</PlaylistName></Target>"
                        + "</LiveChannelConfiguration>");
        assertThat(client.signed("GET", bucket + "live 频道", "comp=stat&live=", "")
                        .body())
                .endsWith("<LiveChannelStat><Status>Disabled</Status></LiveChannelStat>");
        assertThat(client.signed("PUT", bucket + "live 频道", "live=&status=enabled", "")
                        .statusCode())
                .isEqualTo(200);
        assertThat(client.signed("GET", bucket + "live 频道", "comp=stat&live=", "")
                        .body())
                .endsWith("<LiveChannelStat><Status>Idle</Status></LiveChannelStat>");
        assertThat(client.signed("GET", bucket + "live 频道", "comp=history&live=", "")
                        .body())
                .endsWith("<LiveChannelHistory></LiveChannelHistory>");

        HttpResponse<String> list = client.signed("GET", bucket, "live=", "");
        assertThat(list.body())
                .contains("<Prefix></Prefix><Marker></Marker><MaxKeys>100</MaxKeys><IsTruncated>false</IsTruncated>")
                .contains("<LiveChannel><Name>live 频道</Name><Description>测试 &lt;&amp;&gt;</Description>"
                        + "<Status>enabled</Status><LastModified>")
                .contains(".000Z</LastModified><PublishUrls><Url>rtmp://push.example.com/");

        assertThat(client.signed("DELETE", bucket + "live 频道", "live=", "").statusCode())
                .isEqualTo(204);
        assertThat(client.signed("DELETE", bucket + "live 频道", "live=", "").statusCode())
                .isEqualTo(204);
        assertError(client.signed("GET", bucket + "live 频道", "live=", ""), 404, "NoSuchLiveChannel", "0026-00000021");
    }

    @Test
    void defaultsAreFilledInAndAPutOverwrites() throws Exception {
        String bucket = newBucket("defaults", "private");
        client.signed("PUT", bucket + "a", "live=", configuration("<Description>first</Description>" + TARGET));
        client.signed("PUT", bucket + "a", "live=", configuration("stray" + TARGET));

        assertThat(client.signed("GET", bucket + "a", "live=", "").body())
                .contains("<Description></Description><Status>enabled</Status>")
                .contains("<FragDuration>5</FragDuration><FragCount>3</FragCount>"
                        + "<PlaylistName>playlist.m3u8</PlaylistName>");
        assertError(
                client.signed("PUT", bucket + "a", "live=", configuration(TARGET), "x-oss-forbid-overwrite", "true"),
                409,
                "ChannelAlreadyExists",
                "");
    }

    @Test
    void flatLowerCaseNamesAreAliases() throws Exception {
        String bucket = newBucket("flat-names", "private");
        HttpResponse<String> put = client.signed(
                "PUT",
                bucket + "a",
                "live=",
                configuration("<name>n</name><status>disabled</status><type>HLS</type><fragDuration>6</fragDuration>"
                        + "<fragCount>4</fragCount><playlistName>flat.m3u8</playlistName>"));

        assertThat(put.statusCode()).isEqualTo(200);
        assertThat(client.signed("GET", bucket + "a", "live=", "").body())
                .contains("<Description>n</Description><Status>disabled</Status>")
                .contains("<FragDuration>6</FragDuration><FragCount>4</FragCount>"
                        + "<PlaylistName>flat.m3u8</PlaylistName>");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "<Description>x</Description>                                          | MalformedXML    |",
                "<Target><Type>HLS                                                     | MalformedXML    |",
                "<Target></Target>                                                     | InvalidArgument |",
                "<Target><Type>HLs</Type></Target>                                     | InvalidArgument |",
                "<Status>on</Status><Target><Type>HLS</Type></Target>                  | InvalidArgument | 0044-00000002",
                "<Target><Type>HLS</Type><FragDuration>0</FragDuration><FragCount>3</FragCount></Target>   | InvalidArgument | 0044-00000014",
                "<Target><Type>HLS</Type><FragDuration>101</FragDuration><FragCount>3</FragCount></Target> | InvalidArgument | 0044-00000014",
                "<Target><Type>HLS</Type><FragDuration>5.5</FragDuration><FragCount>3</FragCount></Target> | InvalidArgument | 0044-00000014",
                "<Target><Type>HLS</Type><FragCount>3</FragCount></Target>             | InvalidArgument | 0044-00000014",
                "<Target><Type>HLS</Type><FragDuration>5</FragDuration></Target>       | InvalidArgument | 0044-00000015",
                "<Target><Type>HLS</Type><FragDuration>5</FragDuration><FragCount>-1</FragCount></Target>  | InvalidArgument | 0044-00000015",
                "<Target><Type>HLS</Type><PlaylistName>a/b.m3u8</PlaylistName></Target> | InvalidArgument | 0044-00000016",
                "<Target><Type>HLS</Type><PlaylistName>.m3u8</PlaylistName></Target>   | InvalidArgument | 0044-00000017",
                "<Target><Type>HLS</Type><PlaylistName>playlist</PlaylistName></Target> | InvalidArgument | 0044-00000018",
                "<Target><Type>HLS</Type></Target><Snapshot></Snapshot>                | InvalidArgument | 0044-00000004",
                "<Target><Type>HLS</Type></Target><Snapshot/><Snapshot/>               | InvalidArgument | 0044-00000003"
            })
    void aWrongConfigurationIsToldSo(String inside, String code, String ec) throws Exception {
        assertError(
                client.signed("PUT", "/live/wrong", "live=", configuration(inside)), 400, code, ec == null ? "" : ec);
    }

    @Test
    void aDescriptionHasABound() throws Exception {
        String bound = "é".repeat(64);
        assertThat(client.signed(
                                "PUT",
                                "/live/described",
                                "live=",
                                configuration("<Description>" + bound + "</Description>" + TARGET))
                        .statusCode())
                .isEqualTo(200);
        assertError(
                client.signed(
                        "PUT",
                        "/live/described",
                        "live=",
                        configuration("<Description>" + bound + "x</Description>" + TARGET)),
                400,
                "InvalidArgument",
                "0044-00000001");
    }

    @ParameterizedTest
    @CsvSource({
        "a/b, 0017-00000260",
        "abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz01, 0017-00000258",
        "频频频频频频频频频频频频频频频频频频频频频频, 0017-00000258"
    })
    void aNameThatNoChannelMayHaveIsToldSo(String name, String ec) throws Exception {
        assertError(client.signed("PUT", "/live/" + name, "live=", configuration(TARGET)), 400, "InvalidArgument", ec);
        assertError(client.signed("GET", "/live/" + name, "live=", ""), 400, "InvalidArgument", ec);
    }

    @Test
    void listsComeInPages() throws Exception {
        String bucket = newBucket("pages", "private");
        for (String name : new String[] {"c", "a", "b", "x"}) {
            client.signed("PUT", bucket + name, "live=", configuration(TARGET));
        }

        assertThat(client.signed("GET", bucket, "prefix=&max-keys=2&live=", "").body())
                .contains("<MaxKeys>2</MaxKeys><IsTruncated>true</IsTruncated><NextMarker>b</NextMarker>")
                .contains("<Name>a</Name>", "<Name>b</Name>")
                .doesNotContain("<Name>c</Name>");
        assertThat(client.signed("GET", bucket, "marker=b&max-keys=2&live=", "").body())
                .contains("<Marker>b</Marker>", "<IsTruncated>false</IsTruncated><NextMarker></NextMarker>")
                .contains("<Name>c</Name>", "<Name>x</Name>");
        for (String keys : new String[] {"0", "-1", "1001", "x"}) {
            assertError(
                    client.signed("GET", bucket, "max-keys=" + keys + "&live=", ""),
                    400,
                    "InvalidArgument",
                    "0044-00000101");
        }
        assertError(client.signed("GET", bucket, "prefix=%FF&live=", ""), 400, "InvalidArgument", "0044-00000102");
        client.signed("PUT", bucket + "fifth", "live=", configuration(TARGET));
        assertError(
                client.signed("PUT", bucket + "sixth", "live=", configuration(TARGET)), 400, "TooManyLiveChannels", "");
    }

    @Test
    void aLiveChannelShowsWhatItCarriesAndIsNotDeleted() throws Exception {
        String bucket = newBucket("on-air", "private");
        client.signed("PUT", bucket + "cam", "live=", configuration(TARGET));
        ChannelReply.Granted session = publish("on-air/cam");
        MediaInfo media = new MediaInfo(
                Optional.of(new VideoInfo("H264", 1280, 720, 29.97, 250_000)),
                Optional.of(new AudioInfo("AAC", 48000, 2, 16_000)));
        server.node()
                .<ChannelReply.ReportReply>askChannel(
                        "on-air/cam",
                        replyTo -> new ChannelCommand.Report(
                                session.epoch(), media, server.node().ignore(), replyTo));

        assertThat(client.signed("GET", bucket + "cam", "comp=stat&live=", "").body())
                .contains("<Status>Live</Status><ConnectedTime>", "<RemoteAddr>192.0.2.7:4711</RemoteAddr>")
                .contains("<Video><Width>1280</Width><Height>720</Height><FrameRate>30</FrameRate>"
                        + "<Bandwidth>250000</Bandwidth><Codec>H264</Codec></Video>")
                .contains("<Audio><Bandwidth>16000</Bandwidth><SampleRate>48000</SampleRate>"
                        + "<Codec>AAC</Codec></Audio>");
        assertError(client.signed("DELETE", bucket + "cam", "live=", ""), 409, "ChannelStillLive", "0044-00000201");
        assertError(
                client.signed("PUT", bucket + "cam", "live=", configuration(TARGET)),
                409,
                "ChannelStillLive",
                "0044-00000201");
        end("on-air/cam", session.epoch());
        assertThat(client.signed("GET", bucket + "cam", "comp=history&live=", "")
                        .body())
                .contains("<LiveRecord><StartTime>", "<RemoteAddr>192.0.2.7:4711</RemoteAddr></LiveRecord>");
        assertThat(client.signed("DELETE", bucket + "cam", "live=", "").statusCode())
                .isEqualTo(204);
    }

    @Test
    void playlistsOnDemandAreMadeFromPagesAndOpenSegments() throws Exception {
        String bucket = newBucket("on-demand", "private");
        client.signed("PUT", bucket + "cam", "live=", configuration(TARGET));
        ChannelReply.Granted session = publish("on-demand/cam");
        seal("on-demand", "cam", session, 60);
        long begin = START / 1000;

        HttpResponse<String> live = client.signed("GET", bucket + "cam/playlist.m3u8", "", "");
        assertThat(live.body()).contains("#EXT-X-MEDIA-SEQUENCE:57\n").doesNotContain("ENDLIST");

        String span = "endTime=" + (begin + 49) + "&startTime=" + (begin + 5);
        HttpResponse<String> get = client.signed("GET", bucket + "cam", span + "&vod=", "");
        assertThat(get.statusCode()).as(get.body()).isEqualTo(200);
        assertThat(get.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).isEqualToIgnoringCase("application/x-mpegURL"));
        assertThat(get.body().lines().filter(line -> line.endsWith(".ts"))).hasSize(45);
        assertThat(get.body())
                .contains(
                        Segment.keyOf("cam", START + 5000, session.epoch()).substring(4),
                        Segment.keyOf("cam", START + 49_000, session.epoch()).substring(4))
                .endsWith("#EXT-X-ENDLIST\n");

        HttpResponse<String> post = client.signed("POST", bucket + "cam/re-play", span + "&vod=", "");
        assertThat(post.statusCode()).isEqualTo(200);
        assertThat(post.body()).isEmpty();
        assertThat(post.headers().firstValue("ETag")).isPresent();
        assertThat(client.signed("GET", bucket + "cam/re-play.m3u8", "", "").body())
                .isEqualTo(get.body());
        end("on-demand/cam", session.epoch());
    }

    @ParameterizedTest
    @CsvSource({
        "vod-cam/a.m3u8, endTime=1&vod=, 0044-00000304",
        "vod-cam/a.m3u8, endTime=1&startTime=x&vod=, 0044-00000304",
        "vod-cam/a.m3u8, startTime=1&vod=, 0044-00000305",
        "vod-cam/a.m3u8, endTime=-5&startTime=1&vod=, 0044-00000305",
        "vod-cam/a.m3u8, endTime=1&startTime=2&vod=, 0044-00000306",
        "vod-cam/a.m3u8, endTime=86402&startTime=1&vod=, 0044-00000307",
        "vod-cam/a.m3u8, endTime=1&startTime=1&vod=, 0044-00000308",
        "vod-cam/a.txt, endTime=1&startTime=1&vod=, 0044-00000403",
        "vod-cam/a/b.m3u8, endTime=1&startTime=1&vod=, 0044-00000403",
        "vod-cam, endTime=1&startTime=1&vod=, 0044-00000403"
    })
    void aWrongTimeSpanIsToldSo(String key, String query, String ec) throws Exception {
        client.signed("PUT", "/live/vod-cam", "live=", configuration(TARGET));

        assertError(client.signed("POST", "/live/" + key, query, ""), 400, "InvalidArgument", ec);
    }

    @Test
    void aSignedPlaylistSignsItsSegments() throws Exception {
        String bucket = newBucket("signed-hls", "private");
        client.signed("PUT", bucket + "cam", "live=", configuration(TARGET));
        ChannelReply.Granted session = publish("signed-hls/cam");
        seal("signed-hls", "cam", session, 3);
        long expiry = System.currentTimeMillis() / 1000 + 60;
        String target = PresignedTarget.of("signed-hls", "cam/playlist.m3u8", expiry, "x-oss-process=hls/sign");

        HttpResponse<String> playlist = client.anonymous("GET", target);
        assertThat(playlist.statusCode()).as(playlist.body()).isEqualTo(200);
        String segment = playlist.body()
                .lines()
                .filter(line -> line.contains(".ts?"))
                .findFirst()
                .orElseThrow();
        assertThat(client.anonymous("GET", "/signed-hls/cam/" + segment).statusCode())
                .isEqualTo(200);
        assertThat(client.anonymous("GET", "/signed-hls/cam/" + segment.substring(0, segment.indexOf('?')))
                        .statusCode())
                .isEqualTo(403);
        assertError(
                client.signed("GET", bucket + "cam/playlist.m3u8", "x-oss-process=hls/sign", ""),
                400,
                "InvalidArgument",
                "0044-00000410");
        end("signed-hls/cam", session.epoch());
    }
}
