package io.millrace.controlplane.nearest;

/** The zone of those whose addresses are in a subnet. */
record ZoneSubnet(Subnet subnet, String zone) {}
