/** What all of an edge's viewers share, however they connect. */
package io.millrace.edge.viewer;
