/**
 * The TLS side of the public listeners: certificates and keys from PEM files, read again when the files change, and the
 * handlers that connections get; and whom our own clients trust. It does not know what is spoken inside of TLS.
 */
package io.millrace.tls;
