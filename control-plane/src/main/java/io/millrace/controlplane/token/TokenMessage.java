package io.millrace.controlplane.token;

/** What travels between control-plane nodes about tokens; bound to the CBOR serializer in reference.conf. */
public interface TokenMessage {}
