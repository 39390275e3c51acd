package io.millrace.controlplane.oss.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.auth.AccessKey;
import io.millrace.auth.ClusterBuckets;
import io.millrace.channel.AudioInfo;
import io.millrace.channel.BucketAcl;
import io.millrace.channel.BucketSettings;
import io.millrace.channel.ChannelCommand;
import io.millrace.channel.ChannelReply;
import io.millrace.channel.EndReason;
import io.millrace.channel.MediaInfo;
import io.millrace.channel.OriginNode;
import io.millrace.channel.Publisher;
import io.millrace.channel.Segment;
import io.millrace.channel.VideoInfo;
import io.netty.buffer.Unpooled;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The API over real HTTP, with the real actors and a real store behind it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OssHttpTest {
    private static final String TARGET = "<Target><Type>HLS</Type></Target>";
    private static final long START = 1_700_000_000_000L;

    @TempDir
    private static Path data;

    private TestingOssServer server;
    private OssClient client;

    @BeforeAll
    void start() throws Exception {
        server = TestingOssServer.start(
                data,
                "millrace.channel { page-segments = 20, max-open-segments = 200 }\n"
                        + "millrace.oss { max-document-bytes = 4 KiB, max-object-bytes = 100 KiB, body-timeout = 1s }");
        client = new OssClient(server.port(), TestingOssServer.KEY);
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
    }

    private String newBucket(String name, String acl) throws Exception {
        HttpResponse<String> created = client.signed("PUT", "/" + name + "/", "", "", "x-oss-acl", acl);
        assertThat(created.statusCode()).isEqualTo(200);
        assertThat(created.headers().firstValue("Location")).contains("/" + name);
        return "/" + name + "/";
    }

    private static String configuration(String inside) {
        return "<LiveChannelConfiguration>" + inside + "</LiveChannelConfiguration>";
    }

    private static String code(HttpResponse<String> answer) {
        String body = answer.body();
        return body.contains("<Code>") ? body.substring(body.indexOf("<Code>") + 6, body.indexOf("</Code>")) : "";
    }

    private static void assertError(HttpResponse<String> answer, int status, String code, String ec) {
        assertThat(code(answer)).as(answer.body()).isEqualTo(code);
        assertThat(answer.statusCode()).isEqualTo(status);
        String id = answer.headers().firstValue("x-oss-request-id").orElseThrow();
        assertThat(answer.body()).contains("<RequestId>" + id + "</RequestId>", "<HostId>");
        if (!ec.isEmpty()) {
            assertThat(answer.body()).contains("<EC>" + ec + "</EC>");
        }
    }

    private ChannelReply.Granted publish(String channel) throws Exception {
        OriginNode origin = server.node().asOrigin();
        return (ChannelReply.Granted) server.node()
                .<ChannelReply.PublishDecision>askChannel(
                        channel,
                        replyTo -> new ChannelCommand.StartPublish(
                                channel + System.nanoTime(),
                                origin,
                                new Publisher("192.0.2.7:4711", Optional.empty()),
                                true,
                                server.node().ignore(),
                                replyTo));
    }

    private void end(String channel, long epoch) throws Exception {
        server.node()
                .<ChannelReply.Ended>askChannel(
                        channel, replyTo -> new ChannelCommand.EndPublish(epoch, EndReason.PUBLISHER_LEFT, replyTo));
    }

    private void seal(String bucket, String channel, ChannelReply.Granted session, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            long start = START + i * 1000L;
            String key = Segment.keyOf(channel, start, session.epoch());
            server.store()
                    .put(bucket, key, "video/mp2t", Unpooled.wrappedBuffer(new byte[] {0x47, (byte) i}))
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS);
            Segment segment = new Segment(session.nextSequence() + i, session.epoch(), key, start, 1000, 2, i == 0);
            server.node()
                    .<ChannelReply.SealReply>askChannel(
                            bucket + "/" + channel, replyTo -> new ChannelCommand.SealSegment(segment, replyTo));
        }
    }

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

    @Test
    void entitiesAreNotExpanded() throws Exception {
        String bomb = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>"
                + configuration("<Description>&b;&b;&b;</Description>" + TARGET);
        String external = "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/hostname\">]>"
                + configuration("<Description>&a;</Description>" + TARGET);
        String nested = configuration("<a>".repeat(200) + "</a>".repeat(200) + TARGET);

        for (String document : new String[] {bomb, external, nested, "", "no xml", "<Other/>", "\u0000"}) {
            assertError(client.signed("PUT", "/live/bomb", "live=", document), 400, "MalformedXML", "");
        }
        assertThat(client.signed("GET", "/live/bomb", "live=", "").statusCode()).isEqualTo(404);
    }

    @Test
    void aBodyBeyondTheBoundIsRefused() throws Exception {
        assertError(
                client.signed("PUT", "/live/big", "live=", configuration("x".repeat(8 << 10))),
                400,
                "EntityTooLarge",
                "");
        assertError(client.signed("PUT", "/live/big.bin", "", "x".repeat(101 << 10)), 400, "EntityTooLarge", "");
    }

    @Test
    void aContentMd5IsChecked() throws Exception {
        String document = configuration(TARGET);
        String right = Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("MD5").digest(document.getBytes(StandardCharsets.UTF_8)));

        assertThat(client.signed("PUT", "/live/digest", "live=", document, "Content-MD5", right)
                        .statusCode())
                .isEqualTo(200);
        assertError(
                client.signed("PUT", "/live/digest", "live=", document + " ", "Content-MD5", right),
                400,
                "InvalidDigest",
                "");
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
    void aForgottenNameDeletesNothing() throws Exception {
        String bucket = newBucket("forgotten", "private");

        assertError(client.signed("DELETE", bucket, "live=", ""), 400, "InvalidArgument", "0017-00000257");
        assertError(
                client.signed("PUT", bucket, "live=", configuration(TARGET)), 400, "InvalidArgument", "0017-00000257");
        assertThat(client.signed("GET", bucket, "bucketInfo=", "").statusCode()).isEqualTo(200);
        assertError(client.signed("DELETE", bucket, "cors=", ""), 501, "NotImplemented", "");
        assertThat(client.signed("GET", bucket, "bucketInfo=", "").statusCode()).isEqualTo(200);
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

    @Test
    void objectsAreStoredReadInPartsListedAndDeleted() throws Exception {
        String bucket = newBucket("objects", "private");
        for (String key : new String[] {"a/1", "a/2", "b c+d", "z"}) {
            HttpResponse<String> put =
                    client.signed("PUT", bucket + key, "", "0123456789", "Content-Type", "text/plain");
            assertThat(put.statusCode()).as(put.body()).isEqualTo(200);
            assertThat(put.headers().firstValue("ETag")).contains("\"781E5E245D69B566979B86E28D23F2C7\"");
        }
        server.store()
                .put("objects", ".millrace/pages/x/0.json", "application/json", Unpooled.wrappedBuffer(new byte[1]))
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);

        HttpResponse<String> part = client.signed("GET", bucket + "b c+d", "", "", "Range", "bytes=2-4");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo("234");
        assertThat(part.headers().firstValue("Content-Range")).contains("bytes 2-4/10");
        assertThat(client.signed("GET", bucket + "z", "", "", "Range", "bytes=-3")
                        .body())
                .isEqualTo("789");
        assertError(client.signed("GET", bucket + "z", "", "", "Range", "bytes=10-"), 416, "InvalidRange", "");
        assertThat(client.signed("GET", bucket + "z", "", "", "Range", "lines=1-2")
                        .statusCode())
                .isEqualTo(200);

        HttpResponse<String> head = client.signed("HEAD", bucket + "z", "", "");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValue("Content-Length")).contains("10");
        assertThat(head.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
        assertThat(client.signed("GET", bucket + "z", "", "", "If-None-Match", "\"781E5E245D69B566979B86E28D23F2C7\"")
                        .statusCode())
                .isEqualTo(304);
        assertError(client.signed("GET", bucket + "z", "", "", "If-Match", "\"0\""), 412, "PreconditionFailed", "");

        assertThat(client.signed("GET", bucket, "max-keys=2&delimiter=%2F", "").body())
                .contains("<Contents><Key>b c+d</Key>", "<CommonPrefixes><Prefix>a/</Prefix></CommonPrefixes>")
                .contains("<IsTruncated>true</IsTruncated>")
                .doesNotContain(".millrace");
        assertThat(client.signed("GET", bucket, "list-type=2&prefix=a%2F&max-keys=1", "")
                        .body())
                .contains("<KeyCount>1</KeyCount>", "<NextContinuationToken>", "<Key>a/1</Key>")
                .doesNotContain("<Owner>");
        assertThat(client.signed("GET", bucket, "encoding-type=url", "").body()).contains("<Key>b%20c%2Bd</Key>");

        assertError(client.signed("GET", bucket + ".millrace/pages/x/0.json", "", ""), 403, "AccessDenied", "");
        assertError(client.signed("PUT", bucket + "z", "acl=", ""), 501, "NotImplemented", "");
        assertError(client.signed("DELETE", bucket, "", ""), 409, "BucketNotEmpty", "");
        for (String key : new String[] {"a/1", "a/2", "b c+d", "z", "never-there"}) {
            assertThat(client.signed("DELETE", bucket + key, "", "").statusCode())
                    .isEqualTo(204);
        }
        assertError(client.signed("GET", bucket + "z", "", ""), 404, "NoSuchKey", "0026-00000001");
        assertThat(client.signed("DELETE", bucket, "", "").statusCode()).isEqualTo(204);
        assertError(client.signed("GET", bucket, "live=", ""), 404, "NoSuchBucket", "");
        assertThat(server.store()
                        .head("objects", ".millrace/pages/x/0.json")
                        .toCompletableFuture()
                        .get(30, TimeUnit.SECONDS))
                .isEmpty();
    }

    @Test
    void aBucketChoosesWhetherASecondPublisherTakesOver() throws Exception {
        String bucket = newBucket("contested", "private");
        assertThat(settings("contested").takeOver()).isTrue();
        assertThat(client.signed("PUT", bucket, "", "", "x-oss-publish-conflict", "reject")
                        .statusCode())
                .isEqualTo(200);
        assertThat(settings("contested").takeOver()).isFalse();
        assertThat(settings("contested").acl()).isEqualTo(BucketAcl.PRIVATE);
        assertError(
                client.signed("PUT", bucket, "", "", "x-oss-publish-conflict", "fight"), 400, "InvalidArgument", "");
    }

    @Test
    void aBucketChoosesWhetherItHasHls() throws Exception {
        String bucket = newBucket("pictures-only", "private");
        BucketSettings born = settings("pictures-only");
        assertThat(born.liveOnly()).isFalse();
        assertThat(client.signed("PUT", bucket, "", "", "x-oss-live-hls", "off").statusCode())
                .isEqualTo(200);
        assertThat(client.signed("PUT", bucket, "", "", "x-oss-publish-conflict", "reject")
                        .statusCode())
                .isEqualTo(200);
        assertThat(settings("pictures-only"))
                .isEqualTo(BucketSettings.of(BucketAcl.PRIVATE, false, false, false, true, born.maxChannels()));
        assertThat(client.signed("PUT", bucket, "", "", "x-oss-live-hls", "on").statusCode())
                .isEqualTo(200);
        assertThat(settings("pictures-only").liveOnly()).isFalse();
        assertError(client.signed("PUT", bucket, "", "", "x-oss-live-hls", "maybe"), 400, "InvalidArgument", "");
        assertThat(client.signed("PUT", "/born-so/", "", "", "x-oss-live-hls", "off")
                        .statusCode())
                .isEqualTo(200);
        assertThat(settings("born-so").liveOnly()).isTrue();
    }

    private BucketSettings settings(String bucket) throws Exception {
        return new ClusterBuckets(server.node().channels(), Duration.ofSeconds(5))
                .find(bucket)
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS)
                .orElseThrow()
                .settings();
    }

    @Test
    void bucketsHaveAnAccessRule() throws Exception {
        String bucket = newBucket("ruled", "private");
        client.signed("PUT", bucket + "k", "", "x");

        assertThat(client.signed("GET", bucket, "acl=", "").body()).contains("<Grant>private</Grant>");
        assertThat(client.anonymous("GET", "/ruled/k").statusCode()).isEqualTo(403);
        assertThat(client.signed("PUT", bucket, "acl=", "", "x-oss-acl", "public-read")
                        .statusCode())
                .isEqualTo(200);
        assertThat(client.anonymous("GET", "/ruled/k").body()).isEqualTo("x");
        assertError(client.anonymous("GET", "/ruled/"), 403, "AccessDenied", "");
        assertError(client.anonymous("GET", "/ruled/k?live="), 403, "AccessDenied", "");
        assertError(client.anonymous("PUT", "/ruled/k"), 403, "AccessDenied", "");
        assertError(client.anonymous("DELETE", "/ruled/k"), 403, "AccessDenied", "");
        assertError(client.signed("PUT", bucket, "acl=", "", "x-oss-acl", "all"), 400, "InvalidArgument", "");
        assertError(client.signed("PUT", "/Bad_Bucket!/", "", ""), 403, "SignatureDoesNotMatch", "");
        assertThat(client.signed("GET", "/", "prefix=rule", "").body())
                .contains("<Owner><ID>", "<Buckets><Bucket>", "<Name>ruled</Name>")
                .doesNotContain("<Name>live</Name>");
    }

    @Test
    void strangersAreRefused() throws Exception {
        OssClient stranger = new OssClient(server.port(), new AccessKey("STRANGER", "x"));
        OssClient forger = new OssClient(server.port(), new AccessKey("AKIDEXAMPLE", "guess"));

        assertError(stranger.signed("GET", "/live/", "live=", ""), 403, "InvalidAccessKeyId", "");
        assertError(forger.signed("GET", "/live/", "live=", ""), 403, "SignatureDoesNotMatch", "");
        assertError(
                client.signed("GET", "/live/", "live=", "", "x-oss-date", "Fri, 02 Jan 2015 03:04:05 GMT"),
                403,
                "RequestTimeTooSkewed",
                "0002-00000504");
        assertError(client.anonymous("GET", "/live/?live="), 403, "AccessDenied", "");
        assertError(client.anonymous("GET", "/nowhere/x"), 404, "NoSuchBucket", "");
        assertThat(forger.signed("GET", "/live/", "live=", "").body()).doesNotContain("SECRETEXAMPLE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: a b\r\n\r\n",
                "nonsense and more nonsense\r\n\r\n",
                "GET /x HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
                "FROB /x HTTP/1.1\r\nHost: x\r\n\r\n"
            })
    void whatIsNoHttpIsRefusedInTheApisForm(String request) throws Exception {
        assertThat(raw(request)).startsWith("HTTP/1.1 ").contains("<Error><Code>", "x-oss-request-id");
    }

    @Test
    void listBucketsHasAHostThatBeginsWithADot() throws Exception {
        String answer = raw("GET / HTTP/1.1\r\nHost: .oss-cn-hangzhou.aliyuncs.com\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 403 ").contains("<Code>AccessDenied</Code>");
    }

    @Test
    void aBodyThatDoesNotComeIsNotWaitedForLong() throws Exception {
        String target = PresignedTarget.put("live", "slow", System.currentTimeMillis() / 1000 + 60);

        assertThat(raw("PUT " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 10\r\n\r\nabc"))
                .contains("<Code>RequestTimeout</Code>");
    }

    private String raw(String request) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            StringBuilder answer = new StringBuilder();
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[4096];
            for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
                answer.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
                if (answer.indexOf("</Error>") > 0) {
                    break;
                }
            }
            return answer.toString();
        }
    }
}
