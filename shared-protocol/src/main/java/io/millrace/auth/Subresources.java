package io.millrace.auth;

import java.util.Set;

/** The query parameters that are part of the resource in a V1 signature. */
public final class Subresources {
    private static final Set<String> NAMES = Set.of(
            "live",
            "status",
            "vod",
            "startTime",
            "endTime",
            "comp",
            "acl",
            "uploads",
            "location",
            "cors",
            "logging",
            "website",
            "referer",
            "lifecycle",
            "delete",
            "append",
            "tagging",
            "objectMeta",
            "uploadId",
            "partNumber",
            "security-token",
            "position",
            "img",
            "style",
            "styleName",
            "replication",
            "replicationProgress",
            "replicationLocation",
            "cname",
            "bucketInfo",
            "qos",
            "symlink",
            "stat",
            "restore",
            "versioning",
            "versions",
            "versionId",
            "encryption",
            "policy",
            "requestPayment",
            "callback",
            "callback-var",
            "x-oss-process",
            "x-oss-async-process",
            "x-oss-traffic-limit",
            "x-oss-request-payer",
            "response-content-type",
            "response-content-language",
            "response-expires",
            "response-cache-control",
            "response-content-disposition",
            "response-content-encoding",
            "worm",
            "wormId",
            "wormExtend",
            "inventory",
            "inventoryId",
            "continuation-token");

    private Subresources() {}

    public static boolean contains(String name) {
        return NAMES.contains(name);
    }
}
