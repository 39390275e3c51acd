package io.millrace.edge.http;

import io.millrace.edge.feed.StreamFormat;
import io.millrace.flv.TagForm;
import java.util.Arrays;
import java.util.Optional;

/** The formats in which live streams go out over HTTP and WebSocket; an address's suffix chooses. */
enum HttpFormat {
    FLV(".flv", "video/x-flv", "track"),
    TS(".ts", "video/MP2T", "H.264, HEVC, AAC or MP3 track"),
    AAC(".aac", "audio/x-aac", "AAC sound that ADTS can name"),
    MP3(".mp3", "audio/mpeg", "MP3 sound");

    private final String suffix;
    private final String contentType;
    private final String carried;

    /** @param carried what a channel lacks that cannot be had in this format */
    HttpFormat(String suffix, String contentType, String carried) {
        this.suffix = suffix;
        this.contentType = contentType;
        this.carried = carried;
    }

    /** The format of that key or path. */
    static Optional<HttpFormat> of(String name) {
        return Arrays.stream(values())
                .filter(format -> name.endsWith(format.suffix))
                .findFirst();
    }

    /** @param name ends with this format's suffix */
    String without(String name) {
        return name.substring(0, name.length() - suffix.length());
    }

    String suffix() {
        return suffix;
    }

    String contentType() {
        return contentType;
    }

    /** @param form of the tags, where the format has any */
    StreamFormat stream(TagForm form) {
        return switch (this) {
            case FLV -> new StreamFormat.Flv(form);
            case TS -> new StreamFormat.Ts();
            case AAC -> new StreamFormat.Aac();
            case MP3 -> new StreamFormat.Mp3();
        };
    }

    /** Whether sound is all that it carries; any second of that is as good a beginning as another. */
    boolean isSoundOnly() {
        return this == AAC || this == MP3;
    }

    /** Why a channel cannot be had in this format, as a sentence. */
    String misfit() {
        return "The channel carries no " + carried + '.';
    }
}
