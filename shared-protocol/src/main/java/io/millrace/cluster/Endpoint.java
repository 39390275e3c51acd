package io.millrace.cluster;

/** Where a listener is reached by the cluster's other nodes. */
public record Endpoint(String host, int port) {}
