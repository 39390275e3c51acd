package io.millrace.controlplane.oss;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A refusal in OSS's terms.
 *
 * @param ec the error case number; empty if there is none
 * @param details further elements of the error document, in order
 */
record OssError(int status, String code, String message, String ec, Map<String, String> details) {
    OssError {
        details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    }

    OssError(int status, String code, String message, String ec) {
        this(status, code, message, ec, Map.of());
    }

    OssException exception() {
        return new OssException(this);
    }
}
