package io.millrace.rtmp.address;

/**
 * The form in which encoders that take no question mark in an app write a query: {@code app...name...value}, with more
 * pairs behind if there are any. SRS reads it so.
 */
final class DottedQuery {
    private static final String DOTS = "...";

    private DottedQuery() {}

    /** The app with its query as one; unchanged if there is no whole pair. */
    static String undotted(String app) {
        int first = app.indexOf(DOTS);
        if (first < 0 || app.indexOf(DOTS, first + DOTS.length()) < 0) {
            return app;
        }
        StringBuilder out = new StringBuilder(app.substring(0, first));
        String separator = app.indexOf('?') < 0 ? "?" : "&";
        String[] parts = app.substring(first + DOTS.length()).split("\\.\\.\\.", -1);
        for (int i = 0; i + 1 < parts.length; i += 2) {
            out.append(separator).append(parts[i]).append('=').append(parts[i + 1]);
            separator = "&";
        }
        return out.toString();
    }
}
