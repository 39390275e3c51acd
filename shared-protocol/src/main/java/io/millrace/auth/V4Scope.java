package io.millrace.auth;

import java.util.Optional;

/** A V4 credential, {@code <id>/<yyyyMMdd>/<region>/oss/aliyun_v4_request}, split from the right. Any region will do. */
record V4Scope(String accessKeyId, String day, String scope) {
    private static final String SUFFIX = "/oss/aliyun_v4_request";

    static Optional<V4Scope> parse(String credential) {
        if (!credential.endsWith(SUFFIX)) {
            return Optional.empty();
        }
        int end = credential.length() - SUFFIX.length();
        int region = credential.lastIndexOf('/', end - 1);
        int day = credential.lastIndexOf('/', region - 1);
        if (day <= 0 || region - day != 9 || end - region < 2) {
            return Optional.empty();
        }
        return Optional.of(new V4Scope(
                credential.substring(0, day), credential.substring(day + 1, region), credential.substring(day + 1)));
    }

    boolean isOn(String time) {
        return time.startsWith(day + 'T');
    }
}
