/** Hashes and keyed hashes, which every Java platform has, of texts and of bytes. No I/O, no state. */
package io.millrace.digest;
