package io.millrace.amf;

/** A number; AMF3 integers are read as numbers too. */
public record AmfNumber(double value) implements AmfValue {}
