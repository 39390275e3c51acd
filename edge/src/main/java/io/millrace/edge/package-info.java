/** The edge role: pulls feeds from origins by relay and gives them out to viewers over HTTP and RTMP. */
package io.millrace.edge;
