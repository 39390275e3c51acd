package io.millrace.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.auth.TestingSigns;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A node with virtual hosts and mounts of its own: what its configuration file calls a stream is what is played. */
@TestInstance(Lifecycle.PER_CLASS)
class VirtualHostsTest {
    private static final String CONFIGURATION =
            """
            millrace {
              rtmp.vhosts = [
                {name = video.example.com, bucket = shows}
                {name = test.example.com, bucket = "test-[app]"}
              ]
              http.mounts = [
                "[vhost]/[app]/[stream].flv"
                "/[app]/[stream].ts"
                "/air/[app]/live-[stream].flv"
                "/hosts/[vhost]/[stream].ts"
              ]
              edge.publisher-wait = 1 s
            }
            """;

    private static final String SECRET = "nodemedia2017privatekey";
    private static final Duration MOMENT = Duration.ofSeconds(1);
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final List<Program> publishers = new ArrayList<>();
    private TestingNode node;

    @BeforeAll
    void publish(@TempDir Path directory) throws Exception {
        Path configuration = Files.writeString(directory.resolve("millrace.conf"), CONFIGURATION);
        node = TestingNode.configured(directory.resolve("data"), configuration);
        makeBucket("shows");
        makeBucket("test-live");
        api().ask("PATCH", "/v1/buckets/shows/settings", "{\"security\": {\"signSecret\": \"" + SECRET + "\"}}");
        publishers.add(publish("/live/film", "-rtmp_tcurl", "rtmp://video.example.com/live"));
        publishers.add(publish("/live/quiz?vhost=test.example.com"));
        Hls.awaitSegments(node.http() + "/shows/film.m3u8", 1, LIMIT);
        Hls.awaitSegments(node.http() + "/test-live/quiz.m3u8", 1, LIMIT);
    }

    private void makeBucket(String name) throws Exception {
        assertThat(new OssRequest(node).put('/' + name, "", "")).isEqualTo(200);
        api().ask(
                        "PATCH",
                        "/v1/buckets/" + name + "/settings",
                        "{\"acl\": \"PUBLIC_READ_WRITE\", \"autoCreateChannels\": true}");
    }

    private AdminClient api() {
        return new AdminClient(node.target());
    }

    private Program publish(String path, String... options) {
        List<String> arguments = new ArrayList<>(List.of(
                "-re", "-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25", "-re", "-f", "lavfi", "-i", "sine"));
        arguments.addAll(List.of("-c:v", "libx264", "-preset", "ultrafast", "-g", "25", "-pix_fmt", "yuv420p"));
        arguments.addAll(List.of("-c:a", "aac", "-f", "flv"));
        arguments.addAll(List.of(options));
        arguments.add(node.rtmp() + path);
        return Ffmpeg.start("publish", arguments);
    }

    @AfterAll
    void stop() {
        publishers.forEach(Program::close);
        if (node != null) {
            node.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "video.example.com, /live/film.flv",
        "VIDEO.example.com:8080, /whatever/film.ts",
        "video.example.com, /live/film.m3u8",
        "video.example.com, /air/live/live-film.flv",
        "test.example.com, /live/quiz.flv",
        "localhost, /live/film.flv?vhost=video.example.com",
        "localhost, /live/film.ts?vhost=video.example.com",
        "localhost, /live/film.m3u8?vhost=video.example.com",
        "localhost, /air/live/live-film.flv?vhost=video.example.com",
        "localhost, /hosts/video.example.com/film.ts",
        "unlisted.example.com, /air/shows/live-film.flv",
        "unlisted.example.com, /shows/film.ts",
        "unlisted.example.com, /shows/film.m3u8?vhost=another.example.com",
    })
    @Execution(ExecutionMode.CONCURRENT)
    void aStreamPlaysOverHttpWhereItsVirtualHostAndTheMountsHaveIt(String host, String target) {
        assertPlays(node.http() + target, "-headers", "Host: " + host + "\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "video.example.com, /live/film",
        "test.example.com, /live/quiz",
        "localhost, /live/film?vhost=video.example.com",
        "localhost, /live?vhost=video.example.com/film",
        "localhost, /live...vhost...video.example.com/film",
        "unlisted.example.com, /shows/film",
    })
    @Execution(ExecutionMode.CONCURRENT)
    void aStreamPlaysOverRtmpWhereItsVirtualHostHasIt(String host, String target) {
        String app = target.substring(0, target.lastIndexOf('/'));
        assertPlays(node.rtmp() + target, "-rtmp_tcurl", "rtmp://" + host + app);
    }

    private static void assertPlays(String address, String... options) {
        Map<String, Integer> frames = Ffmpeg.decodedFrames(address, MOMENT, options);
        assertThat(frames).containsOnlyKeys("h264", "aac");
        assertThat(frames.values()).allMatch(count -> count > 0);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aPlaylistsSegmentsAreOfTheVirtualHostThatItsAddressNames() {
        Hls.Playlist playlist = Hls.playlist(node.http() + "/live/film.m3u8?vhost=video.example.com");
        assertThat(playlist.segments()).allMatch(segment -> segment.endsWith(".ts?vhost=video.example.com"));
        assertThat(Hls.get(playlist.segments().get(0)).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "unlisted.example.com, /shows/film.flv, 404, NoSuchKey",
        "unlisted.example.com, /live/film.ts, 404, NoSuchLiveChannel",
        "unlisted.example.com, /nowhere/film.ts, 404, NoSuchBucket",
        "unlisted.example.com, /hosts/unlisted.example.com/film.ts, 404, NoSuchBucket",
        "video.example.com, /live/quiz.flv, 404, NoSuchLiveChannel",
        "video.example.com, /air/live/film.flv, 404, NoSuchKey",
        "video.example.com, /live/film.aac, 404, NoSuchKey",
    })
    @Execution(ExecutionMode.CONCURRENT)
    void whatNeitherAMountNorAVirtualHostNamesIsNotFound(String host, String target, int status, String code) {
        String answer = get(host, target);
        assertThat(answer).startsWith("HTTP/1.1 " + status + ' ').contains("\"code\":\"" + code + '"');
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void overRtmpTheAppOfAnUnlistedHostIsTheBucket() {
        try (Program player = Ffmpeg.start(
                "decode",
                List.of(
                        "-rtmp_tcurl",
                        "rtmp://unlisted.example.com/live",
                        "-i",
                        node.rtmp() + "/live/film",
                        "-f",
                        "null",
                        "-"))) {
            assertThat(player.awaitExit(LIMIT)).isNotZero();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/live/film.flv, /live/film",
        "/live/film.flv, /shows/film",
        "/live/film.m3u8, /live/film",
        "/air/live/live-film.flv, /shows/film",
    })
    @Execution(ExecutionMode.CONCURRENT)
    void aSignIsForThePathThatIsAskedForOrForBucketAndChannel(String target, String path) {
        assertPlays(node.http() + target + "?vhost=video.example.com&sign=" + sign(path));
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aSignOverThePathOfAVirtualHostHoldsOverRtmp() {
        assertPlays(node.rtmp() + "/live/film?vhost=video.example.com&sign=" + sign("/live/film"));
    }

    @ParameterizedTest
    @CsvSource({
        "/live/film.flv, /other/film",
        "/live/film.flv, /live/film.flv",
        "/air/live/live-film.flv, /air/live/live-film",
    })
    @Execution(ExecutionMode.CONCURRENT)
    void aSignOverAnyOtherPathIsRefused(String target, String path) {
        assertThat(get("video.example.com", target + "?sign=" + sign(path)))
                .startsWith("HTTP/1.1 403 ")
                .contains("\"code\":\"SignatureDoesNotMatch\"");
    }

    private static String sign(String path) {
        return TestingSigns.sign(path, Instant.now().plusSeconds(3600).getEpochSecond(), SECRET);
    }

    /** By hand, as Java's own client lets nobody choose the Host header. */
    private String get(String host, String target) {
        URI base = URI.create(node.http());
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.setSoTimeout((int) LIMIT.toMillis());
            socket.getOutputStream()
                    .write(("GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
