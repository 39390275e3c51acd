package io.millrace.controlplane.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorSystem;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import akka.serialization.SerializerWithStringManifest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Events and snapshots as they lie in journals that exist: {@code src/test/resources/journal/v1/<class>.cbor}. With the
 * system property {@code millrace.golden.write} missing files are written; those that are there never change.
 */
public final class GoldenFiles {
    private static final Path FOLDER = Path.of("src/test/resources/journal/v1");

    private final Serialization serialization;

    public GoldenFiles(ActorSystem<?> system) {
        this.serialization = SerializationExtension.get(system.classicSystem());
    }

    /** The file of that kind of thing reads as {@code expected}, and what is written now does too. */
    public void check(Persistent expected) {
        Class<?> type = expected.getClass();
        String name = type.getName().substring(type.getPackageName().length() + 1);
        SerializerWithStringManifest serializer =
                (SerializerWithStringManifest) serialization.findSerializerFor(expected);
        byte[] written = serializer.toBinary(expected);
        String manifest = serializer.manifest(expected);
        Path file = FOLDER.resolve(name + ".cbor");
        if (Boolean.getBoolean("millrace.golden.write") && !Files.exists(file)) {
            write(file, manifest, written);
        }
        assertThat(read(name, type)).isEqualTo(expected);
        assertThat(serialization
                        .deserialize(written, serializer.identifier(), manifest)
                        .get())
                .isEqualTo(expected);
    }

    /** What is in the file: the manifest, a line feed, then the bytes. */
    public Persistent read(String name, Class<?> type) {
        try {
            byte[] content = Files.readAllBytes(FOLDER.resolve(name + ".cbor"));
            int end = 0;
            while (content[end] != '\n') {
                end++;
            }
            String manifest = new String(content, 0, end, StandardCharsets.US_ASCII);
            assertThat(manifest).startsWith(type.getName());
            byte[] bytes = Arrays.copyOfRange(content, end + 1, content.length);
            int cbor = serialization.serializerFor(type).identifier();
            return (Persistent) serialization.deserialize(bytes, cbor, manifest).get();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String manifest, byte[] bytes) {
        try {
            Files.createDirectories(file.getParent());
            byte[] head = (manifest + "\n").getBytes(StandardCharsets.US_ASCII);
            byte[] content = Arrays.copyOf(head, head.length + bytes.length);
            System.arraycopy(bytes, 0, content, head.length, bytes.length);
            Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
