package io.millrace.auth;

import io.millrace.channel.BucketName;
import io.netty.util.NetUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What Host and path of a request may mean. The bucket is the host's first label (virtual-host style), the path's first
 * segment (path style), both at once (the SDK's way with an IP endpoint), or nowhere on the wire (a CNAME).
 *
 * @param signed in the order in which a signature is tried
 * @param unsigned in the order in which they are believed without one, if the bucket exists
 */
record AddressCandidates(List<ObjectAddress> signed, List<ObjectAddress> unsigned) {
    /** Where the API beside the OSS API is: too short for a bucket's name, but a signature covers it like one. */
    private static final String ADMIN = "v1";

    /**
     * @param host as the Host header has it
     * @param path decoded, without the first slash
     * @param domains names of the cluster itself, whose first label is no bucket
     */
    static AddressCandidates of(String host, String path, Set<String> domains) {
        String label = bucketLabel(withoutPort(host).toLowerCase(Locale.ROOT), domains);
        int slash = path.indexOf('/');
        String segment = slash < 0 ? path : path.substring(0, slash);
        String rest = slash < 0 ? "" : path.substring(slash + 1);

        List<ObjectAddress> signed = new ArrayList<>();
        List<ObjectAddress> unsigned = new ArrayList<>();
        if (!label.isEmpty()) {
            ObjectAddress virtual = new ObjectAddress(label, path);
            signed.add(virtual);
            unsigned.add(virtual);
        }
        if (BucketName.isValid(segment)) {
            ObjectAddress pathStyle = new ObjectAddress(segment, rest);
            signed.add(pathStyle);
            unsigned.add(segment.equals(label) ? 0 : unsigned.size(), pathStyle);
        }
        if (segment.equals(ADMIN)) {
            signed.add(new ObjectAddress(segment, rest));
        }
        if (path.isEmpty()) {
            signed.add(ObjectAddress.SERVICE);
            unsigned.add(ObjectAddress.SERVICE);
        }
        return new AddressCandidates(signed, unsigned);
    }

    private static String bucketLabel(String host, Set<String> domains) {
        int dot = host.indexOf('.');
        if (dot < 0 || domains.contains(host) || NetUtil.isValidIpV4Address(host) || host.startsWith("[")) {
            return "";
        }
        String label = host.substring(0, dot);
        return BucketName.isValid(label) ? label : "";
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        return colon < 0 || host.endsWith("]") ? host : host.substring(0, colon);
    }
}
