package io.millrace.amf;

/**
 * A point in time.
 *
 * @param epochMillis milliseconds since 1970-01-01 UTC
 * @param zoneMinutes reserved by the format; 0 from every known writer
 */
public record AmfDate(double epochMillis, int zoneMinutes) implements AmfValue {}
