/** Figures of runs, their medians, and how they are written down. Does no measuring. */
package io.millrace.load.report;
