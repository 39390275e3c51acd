package io.millrace.amf;

public enum AmfNull implements AmfValue {
    NULL
}
