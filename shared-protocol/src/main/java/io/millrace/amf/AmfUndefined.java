package io.millrace.amf;

public enum AmfUndefined implements AmfValue {
    UNDEFINED
}
