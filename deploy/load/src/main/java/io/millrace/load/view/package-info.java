/** Viewers: many connections on few threads, which count and throw away what they receive. */
package io.millrace.load.view;
