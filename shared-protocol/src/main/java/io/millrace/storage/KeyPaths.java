package io.millrace.storage;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Maps keys to files and back. Each part of a key between slashes is a name of its own: bytes other than letters,
 * digits, {@code - _ .} are written {@code %XX}; a part before a slash ends in {@code .d}, the last one in {@code .o},
 * and a name that would be too long for a file system is cut into pieces that end in {@code .p}. So no key can leave the
 * bucket's folder, {@code a} and {@code a/b} can both be objects, and no two keys share a file.
 */
final class KeyPaths {
    static final String OBJECT = ".o";
    static final String FOLDER = ".d";
    static final String PIECE = ".p";
    private static final int MAX_NAME = 200;

    private KeyPaths() {}

    static Path of(Path bucket, String key) {
        Path path = bucket;
        int from = 0;
        for (int slash = key.indexOf('/'); slash >= 0; slash = key.indexOf('/', from)) {
            path = append(path, key.substring(from, slash), FOLDER);
            from = slash + 1;
        }
        return append(path, key.substring(from), OBJECT);
    }

    private static Path append(Path parent, String part, String suffix) {
        String name = encode(part);
        Path path = parent;
        while (name.length() > MAX_NAME) {
            int cut = cut(name);
            path = path.resolve(name.substring(0, cut) + PIECE);
            name = name.substring(cut);
        }
        return path.resolve(name + suffix);
    }

    /** Where to cut so that no {@code %XX} is torn. */
    private static int cut(String name) {
        int percent = name.indexOf('%', MAX_NAME - 2);
        return percent >= 0 && percent < MAX_NAME ? percent : MAX_NAME;
    }

    private static String encode(String part) {
        StringBuilder out = new StringBuilder(part.length() + 8);
        for (byte b : part.getBytes(StandardCharsets.UTF_8)) {
            int c = b & 0xff;
            if (isPlain(c)) {
                out.append((char) c);
            } else {
                out.append('%')
                        .append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
                        .append(Character.toUpperCase(Character.forDigit(c & 0xf, 16)));
            }
        }
        return out.toString();
    }

    private static boolean isPlain(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_' || c == '.';
    }

    /** The bytes that a file name without its suffix stands for. */
    static byte[] decode(String name) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '%') {
                out.write(Integer.parseInt(name.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                out.write(c);
            }
        }
        return out.toByteArray();
    }
}
