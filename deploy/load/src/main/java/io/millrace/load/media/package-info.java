/** What is published and what viewers look for in it: an FLV file, its tags, and the mark in each picture. No I/O but files. */
package io.millrace.load.media;
