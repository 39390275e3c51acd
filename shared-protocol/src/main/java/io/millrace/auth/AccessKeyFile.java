package io.millrace.auth;

import io.millrace.config.ConfigurationException;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Properties;

/** The access key that a node makes for itself at its first start, in a file that only its owner can read. */
public final class AccessKeyFile {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int ID_LENGTH = 20;
    private static final int SECRET_LENGTH = 40;

    private AccessKeyFile() {}

    /**
     * Reads the file, or makes a key and the file. Blocks; for the start of a node.
     *
     * @throws ConfigurationException if the file holds no key
     * @throws UncheckedIOException if it can be neither read nor written
     */
    public static AccessKey readOrCreate(Path file) {
        try {
            return Files.exists(file) ? parse(file, OwnerOnlyFile.read(file)) : create(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static AccessKey parse(Path file, String content) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(content));
        AccessKey key =
                new AccessKey(properties.getProperty("accessKeyId", ""), properties.getProperty("accessKeySecret", ""));
        if (key.id().isEmpty() || key.secret().isEmpty()) {
            throw new ConfigurationException(
                    file + ": no access key (expected: lines accessKeyId=... and accessKeySecret=...)");
        }
        return key;
    }

    private static AccessKey create(Path file) throws IOException {
        SecureRandom random = new SecureRandom();
        AccessKey key = new AccessKey(text(random, ID_LENGTH), text(random, SECRET_LENGTH));
        OwnerOnlyFile.create(file, "accessKeyId=" + key.id() + "\naccessKeySecret=" + key.secret() + "\n");
        return key;
    }

    private static String text(SecureRandom random, int length) {
        StringBuilder text = new StringBuilder(length);
        random.ints(length, 0, ALPHABET.length()).forEach(i -> text.append(ALPHABET.charAt(i)));
        return text.toString();
    }
}
