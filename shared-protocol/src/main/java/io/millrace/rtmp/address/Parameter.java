package io.millrace.rtmp.address;

/** One query parameter, percent-decoded ({@code +} stays {@code +}), in the order of the address. */
public record Parameter(String name, String value) {
    /** The value can be a credential. */
    @Override
    public String toString() {
        return name;
    }
}
