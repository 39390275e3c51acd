package io.millrace.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.millrace.config.ConfigurationException;
import io.millrace.config.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StoreSettingsTest {
    private static final OpenObjectsSettings OPEN = new OpenObjectsSettings(256, Duration.ofSeconds(10));

    private static StoreSettings settings(String changes) {
        return StoreSettings.from(Settings.of(
                ConfigFactory.parseString("millrace.storage { " + changes + " }")
                        .withFallback(ConfigFactory.load()),
                "millrace.storage"));
    }

    @Test
    void filesAreTheDefault() {
        assertThat(settings(""))
                .isEqualTo(new StoreSettings.InFiles("", new FileStoreSettings(4, 10_000, 256 << 20, true), OPEN));
    }

    @Test
    void s3HasTheseDefaults() {
        assertThat(settings("kind = s3, s3.bucket = media"))
                .isEqualTo(new StoreSettings.InS3(
                        new S3Settings(
                                Optional.empty(),
                                "us-east-1",
                                "media",
                                Optional.empty(),
                                true,
                                32,
                                10_000,
                                Duration.ofSeconds(2),
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(30),
                                Duration.ofMinutes(1),
                                3),
                        256 << 20,
                        new CacheSettings("", 2L << 30, 4, 10_000),
                        OPEN));
    }

    @Test
    void anEndpointAndAKeyAreTakenAndTheSecretIsNotShown() {
        StoreSettings.InS3 settings = (StoreSettings.InS3) settings(
                "kind = s3, s3 { bucket = b, endpoint = \"http://10.0.0.1:9000\", access-key = a, secret-key = xyz }");
        assertThat(settings.s3().endpoint()).contains(URI.create("http://10.0.0.1:9000"));
        assertThat(settings.s3().credentials()).contains(new S3Settings.Credentials("a", "xyz"));
        assertThat(settings.toString()).doesNotContain("xyz");
    }

    @Test
    void whatCannotBeUsedIsNamed() {
        assertThatThrownBy(() -> settings("kind = s3"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("millrace.storage.s3.bucket");
        assertThatThrownBy(() -> settings("kind = s3, s3 { bucket = b, endpoint = \"10.0.0.1:9000\" }"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("millrace.storage.s3.endpoint");
        assertThatThrownBy(() -> settings("kind = s3, s3 { bucket = b, access-key = a }"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("millrace.storage.s3.secret-key");
    }
}
