package io.millrace.controlplane.nearest;

import java.net.InetAddress;

/**
 * Who wants to play, and from where.
 *
 * @param zone empty if it is not known
 */
record Viewer(InetAddress address, String zone) {}
