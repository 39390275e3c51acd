package io.millrace.channel;

import java.util.regex.Pattern;

/** The rule for bucket names: what the ali-oss SDK accepts in its constructor. */
public final class BucketName {
    private static final Pattern VALID = Pattern.compile("[a-z0-9_][a-z0-9_-]{1,61}[a-z0-9_]");

    private BucketName() {}

    public static boolean isValid(String name) {
        return VALID.matcher(name).matches();
    }
}
