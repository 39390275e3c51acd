package io.millrace.systemtest;

/**
 * What the clients of a suite are pointed at: one node that does all, or nodes of a cluster.
 *
 * @param publish {@code rtmp://host:port} of an origin, without a slash at the end; so are the others
 * @param play {@code rtmp://host:port} of an edge
 * @param http of an edge
 * @param api of a control-plane node
 */
record Target(String publish, String play, String http, String api, String accessKeyId, String accessKeySecret) {}
