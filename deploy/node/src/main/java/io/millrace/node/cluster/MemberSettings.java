package io.millrace.node.cluster;

import java.util.Set;

/** What a node is in its cluster. */
public record MemberSettings(
        Set<String> roles,
        RemotingSettings remoting,
        ClusterSettings cluster,
        String managementHost,
        int managementPort) {}
