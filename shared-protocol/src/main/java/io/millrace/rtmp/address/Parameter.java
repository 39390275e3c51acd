package io.millrace.rtmp.address;

/** One query parameter, percent-decoded ({@code +} stays {@code +}), in the order of the address. */
public record Parameter(String name, String value) {}
