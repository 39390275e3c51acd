package io.millrace.load.report;

/**
 * What was measured: a row of the table.
 *
 * @param scenario the name of the table
 * @param server who was loaded
 * @param protocol how
 * @param streams how many were published
 * @param viewers how many viewers, or connections
 */
public record Subject(String scenario, String server, String protocol, int streams, int viewers) {}
