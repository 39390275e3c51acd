package io.millrace.controlplane.oss;

/** Errors as OSS answers them. */
public final class ErrorDocument {
    private ErrorDocument() {}

    static OssResponse answer(OssRequest request, OssError error) {
        String host = request.header("host").orElse("");
        return OssResponse.xml(error.status(), xml(error, request.id(), host));
    }

    /** An error that no operation has given. */
    public static String of(String code, String message, String requestId, String host) {
        return xml(new OssError(0, code, message, ""), requestId, host);
    }

    private static String xml(OssError error, String requestId, String host) {
        return XmlText.document("Error", xml -> {
            xml.element("Code", error.code())
                    .element("Message", error.message())
                    .element("RequestId", requestId)
                    .element("HostId", host);
            error.details().forEach(xml::element);
            if (!error.ec().isEmpty()) {
                xml.element("EC", error.ec());
            }
        });
    }
}
