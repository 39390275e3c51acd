package io.millrace.tls;

/** What is wrong with the content of a PEM file, in a few words; never any of the content itself. */
final class PemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PemException(String problem) {
        super(problem);
    }
}
