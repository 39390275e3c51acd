/**
 * The stream log: the bytes of one feed in one container format, appended once by a single writer and read by every
 * viewer on any event loop. Knows buffers and frames, but no socket and no actor.
 */
package io.millrace.stream;
