package io.millrace.controlplane.oss;

import java.nio.charset.StandardCharsets;

/** The query of a listing: prefix, marker and max-keys. */
record ListArguments(String prefix, String marker, int maxKeys) {
    private static final int MAX_BYTES = 1024;
    private static final int DEFAULT_KEYS = 100;
    private static final int MAX_KEYS = 1000;

    /**
     * @param markerName the parameter that says after what the page begins
     * @throws OssException InvalidArgument
     */
    static ListArguments of(OssRequest request, String markerName) {
        return new ListArguments(
                text(request, "prefix", "0044-00000102"),
                text(request, markerName, "0044-00000103"),
                maxKeys(request.parameter("max-keys").orElse("")));
    }

    private static String text(OssRequest request, String name, String ec) {
        String text = request.parameter(name).orElse("");
        if (text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES || !Names.isDecodable(text)) {
            throw OssErrors.invalidArgument(name + " must be UTF-8 of at most " + MAX_BYTES + " bytes.", ec);
        }
        return text;
    }

    private static int maxKeys(String text) {
        if (text.isEmpty()) {
            return DEFAULT_KEYS;
        }
        int keys = text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : 0;
        if (keys < 1 || keys > MAX_KEYS) {
            throw OssErrors.invalidArgument("max-keys must be an integer from 1 to " + MAX_KEYS + ".", "0044-00000101");
        }
        return keys;
    }
}
