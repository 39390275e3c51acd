package io.millrace.controlplane.persistence;

/**
 * An event or a snapshot: a file format. Bound to the CBOR serializer in reference.conf; component names are never
 * changed, and a new component comes with a Jackson migration and a golden file of the form before.
 */
public interface Persistent {}
