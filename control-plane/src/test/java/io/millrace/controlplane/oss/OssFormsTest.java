package io.millrace.controlplane.oss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.millrace.auth.AccessKey;
import io.millrace.channel.ChannelConfig;
import io.millrace.channel.ChannelStatus;
import io.millrace.config.Settings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class OssFormsTest {
    @Test
    void textOfUsersNeverBreaksADocument() {
        String xml = XmlText.document("A", inside -> inside.element("B", "<&>\"\u0000\uD800]]>")
                .element("C", Instant.parse("2016-07-30T01:53:21.987Z")));

        assertThat(xml)
                .isEqualTo("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                        + "<A><B>&lt;&amp;&gt;\"\uFFFD\uFFFD]]&gt;</B><C>2016-07-30T01:53:21.000Z</C></A>");
    }

    @Test
    void aDocumentIsReadInEveryEncodingThatItNames() {
        String document = "<?xml version=\"1.0\" encoding=\"UTF-16\"?>"
                + "<LiveChannelConfiguration xmlns=\"x\"><!-- c --><Description><![CDATA[ä&]]></Description>"
                + "<Target><Type> HLS </Type></Target></LiveChannelConfiguration>";

        assertThat(ChannelConfiguration.parse(document.getBytes(StandardCharsets.UTF_16)))
                .isEqualTo(new ChannelConfiguration(
                        new ChannelConfig("ä&", 5, 3, "playlist.m3u8"), ChannelStatus.ENABLED));
    }

    @Test
    void onlySegmentsBesideAPlaylistAreSigned() {
        String playlist = "#EXTM3U\n#EXTINF:1.000,\n1.ts\n\nhttp://elsewhere/2.ts\n/3.ts\n";
        String signed = new String(
                Playlists.sign(
                        playlist.getBytes(StandardCharsets.UTF_8),
                        new AccessKey("id", "secret"),
                        "bucket",
                        "cam/p.m3u8",
                        Instant.ofEpochSecond(1767326645)),
                StandardCharsets.UTF_8);

        assertThat(signed.lines())
                .hasSize(6)
                .contains("#EXTM3U", "http://elsewhere/2.ts", "/3.ts")
                .anyMatch(line -> line.startsWith("1.ts?OSSAccessKeyId=id&Expires=1767326645&Signature="));
    }

    @Test
    void uploadsBeyondTheBoundAreRefusedUntilOneEnds() {
        Uploads uploads = new Uploads(1);
        CompletableFuture<String> running = new CompletableFuture<>();
        uploads.run(() -> running);

        assertThatThrownBy(() -> uploads.run(() -> CompletableFuture.completedFuture("second")))
                .isInstanceOfSatisfying(
                        OssException.class,
                        refused -> assertThat(refused.error().code()).isEqualTo("ServiceUnavailable"));
        running.completeExceptionally(new IllegalStateException("failed for a test"));
        assertThat(uploads.run(() -> CompletableFuture.completedFuture("third")))
                .isCompletedWithValue("third");
        assertThatThrownBy(() -> uploads.run(() -> {
                    throw OssErrors.malformedXml();
                }))
                .isInstanceOf(OssException.class);
        assertThat(uploads.run(() -> CompletableFuture.completedFuture("fifth")))
                .isCompletedWithValue("fifth");
    }

    @Test
    void addressesAreMadeFromTheConfiguredBases() {
        PublicUrls urls = new PublicUrls("rtmp://a:1935/", "https://b/");

        assertThat(urls.publish("bucket", "a/b?c")).isEqualTo("rtmp://a:1935/bucket/live/a%2Fb%3Fc");
        assertThat(urls.play("bucket", "ch", "p l.m3u8")).isEqualTo("https://b/bucket/ch/p%20l.m3u8");
        assertThat(urls.endpoint()).isEqualTo("b");
    }

    @Test
    void settingsHaveDefaults() {
        OssSettings defaults = OssSettings.from(Settings.of(ConfigFactory.load(), "millrace.oss"));

        assertThat(defaults)
                .isEqualTo(new OssSettings(
                        64 << 10,
                        16 << 20,
                        16,
                        Duration.ofSeconds(60),
                        100_000,
                        16 << 20,
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(60)));
    }
}
