package io.millrace.auth;

import java.util.Map;

/** A signature that came with a request and has yet to be checked. */
sealed interface RequestSignature permits V1Signature, V4Signature {
    String accessKeyId();

    boolean presigned();

    Validity validity();

    /** Whether the key's owner signed this request for that address. */
    boolean isBy(AccessKey key, ObjectAddress address);

    /** What the signer needs to find the mistake; computed without the secret. */
    Map<String, String> evidence(ObjectAddress address);
}
