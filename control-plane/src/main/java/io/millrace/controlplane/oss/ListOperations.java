package io.millrace.controlplane.oss;

import io.millrace.auth.UriEncoding;
import io.millrace.storage.ObjectInfo;
import io.millrace.storage.ObjectListing;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/** The listing of a bucket's objects, in both of its versions. */
final class ListOperations {
    private final ObjectLister lister;

    ListOperations(ObjectLister lister) {
        this.lister = lister;
    }

    CompletionStage<OssResponse> list(OssRequest request, String bucket) {
        return request.parameter("list-type").orElse("").equals("2") ? second(request, bucket) : first(request, bucket);
    }

    private CompletionStage<OssResponse> first(OssRequest request, String bucket) {
        ListArguments arguments = ListArguments.of(request, "marker");
        String delimiter = request.parameter("delimiter").orElse("");
        UnaryOperator<String> encoding = encoding(request);
        return lister.list(bucket, arguments.prefix(), arguments.marker(), delimiter, arguments.maxKeys())
                .thenApply(page -> OssResponse.xml(200, XmlText.document("ListBucketResult", xml -> {
                    xml.element("Name", bucket)
                            .element("Prefix", encoding.apply(arguments.prefix()))
                            .element("Marker", encoding.apply(arguments.marker()))
                            .element("MaxKeys", arguments.maxKeys())
                            .element("Delimiter", encoding.apply(delimiter));
                    encodingType(request, xml);
                    xml.element(
                            "IsTruncated", Boolean.toString(page.nextMarker().isPresent()));
                    page.nextMarker().ifPresent(next -> xml.element("NextMarker", encoding.apply(next)));
                    contents(xml, page, encoding, true);
                })));
    }

    private CompletionStage<OssResponse> second(OssRequest request, String bucket) {
        ListArguments arguments = ListArguments.of(request, "start-after");
        String delimiter = request.parameter("delimiter").orElse("");
        String token = request.parameter("continuation-token").orElse("");
        String marker = token.isEmpty() ? arguments.marker() : decode(token);
        UnaryOperator<String> encoding = encoding(request);
        boolean owners = request.parameter("fetch-owner").orElse("").equals("true");
        return lister.list(bucket, arguments.prefix(), marker, delimiter, arguments.maxKeys())
                .thenApply(page -> OssResponse.xml(200, XmlText.document("ListBucketResult", xml -> {
                    xml.element("Name", bucket)
                            .element("Prefix", encoding.apply(arguments.prefix()))
                            .element("StartAfter", encoding.apply(arguments.marker()))
                            .element("MaxKeys", arguments.maxKeys())
                            .element("Delimiter", encoding.apply(delimiter));
                    encodingType(request, xml);
                    xml.element(
                                    "IsTruncated",
                                    Boolean.toString(page.nextMarker().isPresent()))
                            .element(
                                    "KeyCount",
                                    page.objects().size()
                                            + page.commonPrefixes().size());
                    if (!token.isEmpty()) {
                        xml.element("ContinuationToken", token);
                    }
                    page.nextMarker().ifPresent(next -> xml.element("NextContinuationToken", encode(next)));
                    contents(xml, page, encoding, owners);
                })));
    }

    private static void contents(XmlText xml, ObjectListing page, UnaryOperator<String> encoding, boolean owners) {
        page.objects().forEach(object -> xml.element("Contents", inside -> object(inside, object, encoding, owners)));
        page.commonPrefixes()
                .forEach(prefix ->
                        xml.element("CommonPrefixes", inside -> inside.element("Prefix", encoding.apply(prefix))));
    }

    private static void object(XmlText xml, ObjectInfo object, UnaryOperator<String> encoding, boolean owners) {
        xml.element("Key", encoding.apply(object.key()))
                .element("LastModified", object.lastModified())
                .element("ETag", ObjectHeaders.etag(object))
                .element("Type", "Normal")
                .element("Size", object.size())
                .element("StorageClass", "Standard");
        if (owners) {
            BucketDocuments.owner(xml);
        }
    }

    private static void encodingType(OssRequest request, XmlText xml) {
        request.parameter("encoding-type").ifPresent(type -> xml.element("EncodingType", type));
    }

    private static UnaryOperator<String> encoding(OssRequest request) {
        String type = request.parameter("encoding-type").orElse("");
        if (!type.isEmpty() && !type.equals("url")) {
            throw OssErrors.invalidArgument("encoding-type must be url.", "0017-00000156");
        }
        return type.isEmpty() ? UnaryOperator.identity() : UriEncoding::encode;
    }

    private static String encode(String marker) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(marker.getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(String token) {
        try {
            return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw OssErrors.invalidArgument("The continuation-token is not valid.", "");
        }
    }
}
