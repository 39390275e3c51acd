package io.millrace.channel;

/** Anything that travels between nodes about channels and buckets; bound to the CBOR serializer in reference.conf. */
public interface ChannelMessage {}
