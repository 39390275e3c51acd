package io.millrace.amf;

public record AmfBoolean(boolean value) implements AmfValue {}
