package io.millrace.controlplane.oss;

import io.millrace.channel.BucketReply.Bucket;
import java.util.List;
import java.util.Optional;

/** What is said about buckets, as XML. There is one owner of all, and one region. */
final class BucketDocuments {
    static final String LOCATION = "oss-millrace";
    private static final String OWNER = "millrace";

    private final PublicUrls urls;

    BucketDocuments(PublicUrls urls) {
        this.urls = urls;
    }

    static void owner(XmlText xml) {
        xml.element("Owner", owner -> owner.element("ID", OWNER).element("DisplayName", OWNER));
    }

    String list(ListArguments arguments, List<Bucket> buckets, Optional<String> nextMarker) {
        return XmlText.document("ListAllMyBucketsResult", xml -> {
            owner(xml);
            xml.element(
                    "Buckets",
                    inside ->
                            buckets.forEach(bucket -> inside.element("Bucket", element -> describe(element, bucket))));
            xml.element("Prefix", arguments.prefix())
                    .element("Marker", arguments.marker())
                    .element("MaxKeys", arguments.maxKeys())
                    .element("IsTruncated", Boolean.toString(nextMarker.isPresent()));
            nextMarker.ifPresent(next -> xml.element("NextMarker", next));
        });
    }

    String info(Bucket bucket) {
        return XmlText.document(
                "BucketInfo",
                xml -> xml.element("Bucket", element -> {
                    describe(element, bucket);
                    owner(element);
                    grant(element, bucket);
                }));
    }

    private void describe(XmlText xml, Bucket bucket) {
        xml.element("CreationDate", bucket.createdAt())
                .element("ExtranetEndpoint", urls.endpoint())
                .element("IntranetEndpoint", urls.endpoint())
                .element("Location", LOCATION)
                .element("Name", bucket.name())
                .element("StorageClass", "Standard");
    }

    static String acl(Bucket bucket) {
        return XmlText.document("AccessControlPolicy", xml -> {
            owner(xml);
            grant(xml, bucket);
        });
    }

    private static void grant(XmlText xml, Bucket bucket) {
        xml.element(
                "AccessControlList",
                list -> list.element("Grant", bucket.settings().acl().wireName()));
    }

    static String location() {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<LocationConstraint>" + LOCATION + "</LocationConstraint>";
    }
}
