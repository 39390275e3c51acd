package io.millrace.amf;

/** One value of either format. Values are immutable trees; a reference in the encoded form becomes a shared branch. */
public sealed interface AmfValue
        permits AmfNumber,
                AmfBoolean,
                AmfString,
                AmfNull,
                AmfUndefined,
                AmfProperties,
                AmfStrictArray,
                AmfDate,
                AmfXml,
                AmfBytes {}
