/** The servers that are measured, as processes. */
package io.millrace.load.server;
