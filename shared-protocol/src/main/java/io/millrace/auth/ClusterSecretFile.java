package io.millrace.auth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The secret that the nodes of a cluster share, with which relay tickets are made. */
public final class ClusterSecretFile {
    private static final int BYTES = 32;

    private ClusterSecretFile() {}

    /**
     * The configured secret; if that is empty the one of the file, which is made if it is missing. Blocks; for the start
     * of a node.
     *
     * @param configured {@code millrace.cluster.secret}
     * @throws UncheckedIOException if the file can be neither read nor written
     */
    public static byte[] secret(String configured, Path file) {
        if (!configured.isEmpty()) {
            return configured.getBytes(StandardCharsets.UTF_8);
        }
        try {
            if (!Files.exists(file)) {
                byte[] random = new byte[BYTES];
                new SecureRandom().nextBytes(random);
                OwnerOnlyFile.create(file, HexFormat.of().formatHex(random) + "\n");
            }
            return OwnerOnlyFile.read(file).strip().getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
