package io.millrace.rtmp.connection;

/**
 * The code and the sentence of an onStatus of level {@code error}, or of an ending.
 *
 * @param code {@code NetStream.Publish.BadName} and kin
 * @param description one sentence for a person, without secrets
 */
public record StreamStatus(String code, String description) {}
