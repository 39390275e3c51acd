package io.millrace.auth;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Why a credential is not accepted, in OSS's terms.
 *
 * @param reason the same for those who answer in other terms
 * @param status the HTTP status
 * @param message one sentence for a person, without secrets
 * @param ec OSS's error case number; empty if it has none
 * @param details further elements of OSS's error document, in order
 */
public record AuthenticationFailure(
        AccessDecision.Reason reason, int status, String code, String message, String ec, Map<String, String> details) {
    public AuthenticationFailure {
        details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    }

    static AuthenticationFailure accessDenied(AccessDecision.Reason reason, String message, String ec) {
        return new AuthenticationFailure(reason, 403, "AccessDenied", message, ec, Map.of());
    }

    static AuthenticationFailure invalidArgument(String message, String ec) {
        return new AuthenticationFailure(
                AccessDecision.Reason.BAD_SIGNATURE, 400, "InvalidArgument", message, ec, Map.of());
    }

    static AuthenticationFailure noValidDate() {
        return accessDenied(
                AccessDecision.Reason.BAD_SIGNATURE, "OSS authentication requires a valid Date.", "0002-00000503");
    }

    static AuthenticationFailure tooSkewed() {
        return new AuthenticationFailure(
                AccessDecision.Reason.EXPIRED,
                403,
                "RequestTimeTooSkewed",
                "The difference between the request time and the current time is too large.",
                "0002-00000504",
                Map.of());
    }

    static AuthenticationFailure unknownKey(String accessKeyId) {
        return new AuthenticationFailure(
                AccessDecision.Reason.BAD_SIGNATURE,
                403,
                "InvalidAccessKeyId",
                "The OSS Access Key Id you provided does not exist in our records.",
                "0002-00000902",
                Map.of("OSSAccessKeyId", accessKeyId));
    }

    static AuthenticationFailure wrongSignature(Map<String, String> evidence) {
        return new AuthenticationFailure(
                AccessDecision.Reason.BAD_SIGNATURE,
                403,
                "SignatureDoesNotMatch",
                "The request signature we calculated does not match the signature you provided."
                        + " Check your key and signing method.",
                "0002-00000001",
                evidence);
    }
}
