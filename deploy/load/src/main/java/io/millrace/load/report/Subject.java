package io.millrace.load.report;

/**
 * What was measured: a row of the table.
 *
 * @param scenario the name of the table
 * @param server who was loaded
 * @param setting how the server was set; empty if it was as it is
 * @param protocol how it was loaded
 * @param streams how many were published
 * @param viewers how many viewers, or connections
 */
public record Subject(String scenario, String server, String setting, String protocol, int streams, int viewers) {
    /** The setting of a server with so many event loops. */
    public static String eventLoops(int count) {
        return count == 1 ? "1 event loop" : count + " event loops";
    }

    /** A server as it is. */
    public Subject(String scenario, String server, String protocol, int streams, int viewers) {
        this(scenario, server, "", protocol, streams, viewers);
    }
}
