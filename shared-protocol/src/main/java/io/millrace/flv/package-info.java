/**
 * FLV: reading tag bodies, which are also RTMP's audio, video and data payloads, and muxing frames into an FLV stream.
 * Bytes and frames only.
 */
package io.millrace.flv;
