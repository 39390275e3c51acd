package io.millrace.controlplane.oss;

import io.millrace.auth.AuthenticationFailure;
import java.util.Map;

/** The errors of OSS that Millrace gives, with OSS's codes, messages and error case numbers. */
final class OssErrors {
    private OssErrors() {}

    static OssException of(AuthenticationFailure failure) {
        return new OssError(failure.status(), failure.code(), failure.message(), failure.ec(), failure.details())
                .exception();
    }

    static OssException invalidArgument(String message, String ec) {
        return new OssError(400, "InvalidArgument", message, ec).exception();
    }

    static OssException malformedXml() {
        return new OssError(
                        400,
                        "MalformedXML",
                        "The XML you provided was not well-formed or did not validate against our published schema.",
                        "0044-00000401")
                .exception();
    }

    static OssException invalidDigest() {
        return new OssError(400, "InvalidDigest", "The Content-MD5 you specified was invalid.", "").exception();
    }

    static OssException of(RequestBodyException.Reason reason) {
        return switch (reason) {
            case TOO_LARGE ->
                new OssError(400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size.", "")
                        .exception();
            case TOO_SLOW ->
                new OssError(
                                400,
                                "RequestTimeout",
                                "Your socket connection to the server was not read from or written to within the"
                                        + " timeout period.",
                                "")
                        .exception();
            case BROKEN ->
                new OssError(400, "IncompleteBody", "The request body was not sent as announced.", "").exception();
        };
    }

    static OssException anonymous() {
        return new OssError(403, "AccessDenied", "Anonymous access is forbidden for this operation.", "0003-00000001")
                .exception();
    }

    static OssException accessDenied(String message) {
        return new OssError(403, "AccessDenied", message, "0003-00000001").exception();
    }

    static OssException noSuchBucket(String bucket) {
        return new OssError(
                        404,
                        "NoSuchBucket",
                        "The specified bucket does not exist.",
                        "0015-00000101",
                        Map.of("BucketName", bucket))
                .exception();
    }

    static OssException noSuchKey(String key) {
        return new OssError(404, "NoSuchKey", "The specified key does not exist.", "0026-00000001", Map.of("Key", key))
                .exception();
    }

    static OssException noSuchLiveChannel() {
        return new OssError(404, "NoSuchLiveChannel", "The specified live channel does not exist.", "0026-00000021")
                .exception();
    }

    static OssException channelStillLive() {
        return new OssError(
                        409,
                        "ChannelStillLive",
                        "Live channel couldn't be updated or deleted when channel is live.",
                        "0044-00000201")
                .exception();
    }

    static OssException channelAlreadyExists() {
        return new OssError(409, "ChannelAlreadyExists", "The live channel exists and is not to be overwritten.", "")
                .exception();
    }

    static OssException tooManyChannels(int limit) {
        return new OssError(
                        400,
                        "TooManyLiveChannels",
                        "The bucket has as many live channels as it may: " + limit + ".",
                        "")
                .exception();
    }

    static OssException tooManyBuckets(int limit) {
        return new OssError(
                        400,
                        "TooManyBuckets",
                        "You have attempted to create more buckets than allowed: " + limit + ".",
                        "")
                .exception();
    }

    static OssException bucketNotEmpty(String bucket) {
        return new OssError(
                        409,
                        "BucketNotEmpty",
                        "The bucket you tried to delete is not empty.",
                        "0015-00000301",
                        Map.of("BucketName", bucket))
                .exception();
    }

    static OssException invalidBucketName(String bucket) {
        return new OssError(
                        400,
                        "InvalidBucketName",
                        "The specified bucket is not valid.",
                        "0015-00000001",
                        Map.of("BucketName", bucket))
                .exception();
    }

    static OssException invalidObjectName(String key) {
        return new OssError(
                        400,
                        "InvalidObjectName",
                        "The specified object is not valid.",
                        "0016-00000002",
                        Map.of("Key", key))
                .exception();
    }

    static OssException preconditionFailed(String condition) {
        return new OssError(
                        412,
                        "PreconditionFailed",
                        "At least one of the preconditions you specified did not hold.",
                        "",
                        Map.of("Condition", condition))
                .exception();
    }

    static OssException invalidRange() {
        return new OssError(416, "InvalidRange", "The requested range cannot be satisfied.", "").exception();
    }

    static OssException methodNotAllowed(String method) {
        return new OssError(
                        405,
                        "MethodNotAllowed",
                        "The specified method is not allowed against this resource.",
                        "",
                        Map.of("Method", method))
                .exception();
    }

    static OssException notImplemented(String what) {
        return new OssError(
                        501,
                        "NotImplemented",
                        "A header or parameter you provided implies functionality that is not implemented: " + what,
                        "")
                .exception();
    }

    static OssException unavailable() {
        return new OssError(503, "ServiceUnavailable", "Please reduce your request rate or try again later.", "")
                .exception();
    }

    static OssException internal() {
        return new OssError(500, "InternalError", "We encountered an internal error. Please try again.", "")
                .exception();
    }
}
