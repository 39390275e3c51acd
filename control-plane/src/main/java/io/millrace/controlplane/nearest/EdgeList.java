package io.millrace.controlplane.nearest;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;

/** The answer to apps that choose an edge themselves, as it is written in JSON. */
record EdgeList(String bucket, String channel, String zone, List<Edge> edges) {

    /**
     * @param load viewers as a share of what the edge takes
     * @param hasChannel whether the edge follows the channel already
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Edge(
            String zone, double load, boolean hasChannel, String flv, String ws, String hls, Optional<String> rtmp) {}

    /** @param query with its question mark, or empty; it is every address's */
    static EdgeList of(
            String bucket, String channel, String zone, List<RankedEdge> edges, String encoded, String query) {
        return new EdgeList(
                bucket,
                channel,
                zone,
                edges.stream().map(edge -> edge(edge, encoded, query)).toList());
    }

    private static Edge edge(RankedEdge edge, String encoded, String query) {
        String http = edge.node().publicHttp().orElseThrow() + encoded;
        return new Edge(
                edge.node().zone(),
                edge.node().load().viewerShare(),
                edge.hasChannel(),
                http + ".flv" + query,
                "ws" + http.substring("http".length()) + ".flv" + query,
                http + ".m3u8" + query,
                edge.node().publicRtmp().map(base -> base + encoded + query));
    }
}
