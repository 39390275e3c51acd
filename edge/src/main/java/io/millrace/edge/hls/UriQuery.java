package io.millrace.edge.hls;

/** Makes the query that lets the holder of a playlist fetch its segments. */
@FunctionalInterface
public interface UriQuery {
    /** @return the query for an object, percent-encoded, without the question mark */
    String of(String bucket, String key);
}
