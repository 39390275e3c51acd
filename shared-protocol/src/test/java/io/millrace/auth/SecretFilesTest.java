package io.millrace.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.millrace.config.ConfigurationException;
import io.millrace.config.Settings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFilesTest {
    @TempDir
    private Path data;

    @Test
    void aMadeKeyIsTheSameAfterARestart() {
        Path file = data.resolve("deep/credentials");
        AccessKey made = AccessKeyFile.readOrCreate(file);

        assertThat(made.id()).hasSize(20);
        assertThat(made.secret()).hasSize(40);
        assertThat(AccessKeyFile.readOrCreate(file)).isEqualTo(made);
        assertThat(file.resolveSibling("credentials.new")).doesNotExist();
    }

    @Test
    void onlyTheOwnerCanReadIt() throws Exception {
        Path file = data.resolve("credentials");
        AccessKeyFile.readOrCreate(file);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        AccessKeyFile.readOrCreate(file);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void aFileWithoutAKeyStopsTheStart() throws Exception {
        Path file = Files.writeString(data.resolve("credentials"), "accessKeyId=x\n");

        assertThatThrownBy(() -> AccessKeyFile.readOrCreate(file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("accessKeySecret");
    }

    @Test
    void theConfiguredClusterSecretComesFirst() throws Exception {
        Path file = data.resolve("cluster-secret");

        assertThat(ClusterSecretFile.secret("given", file)).isEqualTo("given".getBytes(StandardCharsets.UTF_8));
        assertThat(file).doesNotExist();
        byte[] made = ClusterSecretFile.secret("", file);
        assertThat(made).hasSize(64);
        assertThat(ClusterSecretFile.secret("", file)).isEqualTo(made);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void settingsHaveDefaultsAndNameWhatIsWrong() {
        AccessSettings defaults = AccessSettings.from(Settings.of(ConfigFactory.load(), "millrace.access"));
        assertThat(defaults.keys()).isEmpty();
        assertThat(defaults.clockSkew()).isEqualTo(Duration.ofMinutes(15));

        AccessSettings configured = from("keys = [{id = a1, secret = s}], domains = [Live.Example.COM]");
        assertThat(new ConfiguredAccessKeys(configured.keys()).find("a1")).contains(new AccessKey("a1", "s"));
        assertThat(configured.domains()).containsExactly("live.example.com");

        assertThatThrownBy(() -> from("keys = [{id = a1, secret = s}, {id = \"a:b\", secret = s}]"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("millrace.access.keys.1.id");
    }

    private static AccessSettings from(String overrides) {
        return AccessSettings.from(Settings.of(
                ConfigFactory.parseString("millrace.access {" + overrides + "}").withFallback(ConfigFactory.load()),
                "millrace.access"));
    }
}
