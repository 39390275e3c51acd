package io.millrace.controlplane.nearest;

import io.millrace.auth.rules.Network;

/** The zone of those whose addresses are in a subnet. */
record ZoneSubnet(Network subnet, String zone) {}
