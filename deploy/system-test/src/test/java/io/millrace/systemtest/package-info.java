/**
 * Whole nodes as processes, driven from outside by programs of others: ffmpeg, a browser, the OSS SDK. Knows nothing of
 * Millrace's classes: only its command line, its ports and its files.
 */
package io.millrace.systemtest;
