/** Where an RTMP publish or play wants to go: buckets, channels and parameters read from app, stream name and tcUrl. */
package io.millrace.rtmp.address;
