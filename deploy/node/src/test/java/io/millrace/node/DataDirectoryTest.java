package io.millrace.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.config.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    @TempDir
    private Path parent;

    @Test
    void aSecondNodeIsRefusedUntilTheFirstHasGone() throws IOException {
        Path path = parent.resolve("data");
        try (DataDirectory first = DataDirectory.open(path)) {
            assertThat(first.path()).isDirectory();
            assertThatThrownBy(() -> DataDirectory.open(path))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("in use by another node, process "
                            + ProcessHandle.current().pid());
        }
        DataDirectory.open(path).close();
    }

    @Test
    void aFileIsNoDataDirectory() throws IOException {
        Path file = Files.writeString(parent.resolve("file"), "");

        assertThatThrownBy(() -> DataDirectory.open(file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("cannot be used");
    }

    @Test
    void aPrivateFileIsItsOwnersOnlyAndReplacedAsAWhole() throws IOException {
        try (DataDirectory directory = DataDirectory.open(parent)) {
            directory.writePrivate("f", "one");
            directory.writePrivate("f", "two");
        }
        assertThat(parent.resolve("f")).hasContent("two");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(parent.resolve("f"))))
                .isEqualTo("rw-------");
        assertThat(parent.toFile().list()).containsExactlyInAnyOrder("f", "node.lock");
    }
}
