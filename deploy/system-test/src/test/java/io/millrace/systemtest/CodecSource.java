package io.millrace.systemtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** A few seconds of each codec that ffmpeg's FLV muxer takes, pictures and sound together where there are pictures. */
enum CodecSource {
    SORENSON_MP3("flv1", "flv -g 15", "mp3", "libmp3lame -ar 44100"),
    H264_AAC("h264", "libx264 -preset ultrafast -bf 2 -g 15", "aac", "aac"),
    H264_OPUS("h264", "libx264 -preset ultrafast -bf 0 -g 15", "opus", "libopus -ar 48000"),
    HEVC_FLAC("hevc", "libx265 -preset ultrafast -x265-params log-level=error:keyint=15:bframes=2", "flac", "flac"),
    AV1_AC3("av1", "libaom-av1 -usage realtime -cpu-used 8 -g 15 -lag-in-frames 0", "ac3", "ac3 -ar 48000"),
    VP9_EAC3("vp9", "libvpx-vp9 -deadline realtime -cpu-used 8 -g 15 -lag-in-frames 0", "eac3", "eac3 -ar 48000"),
    SPEEX("speex", "libspeex -ar 16000"),
    NELLYMOSER("nellymoser", "nellymoser -ar 16000"),
    MU_LAW("pcm_mulaw", "pcm_mulaw -ar 8000"),
    A_LAW("pcm_alaw", "pcm_alaw -ar 8000"),
    ADPCM("adpcm_swf", "adpcm_swf -ar 22050"),
    PCM("pcm_s16le", "pcm_s16le -ar 44100");

    static final Duration LENGTH = Duration.ofSeconds(3);
    private static final int ROUNDS = 200;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final List<String> codecs;
    private final List<String> video;
    private final List<String> audio;

    CodecSource(String codec, String options) {
        this.codecs = List.of(codec);
        this.video = List.of();
        this.audio = words(options);
    }

    CodecSource(String videoCodec, String videoOptions, String audioCodec, String audioOptions) {
        this.codecs = List.of(videoCodec, audioCodec);
        this.video = words(videoOptions);
        this.audio = words(audioOptions);
    }

    private static List<String> words(String options) {
        return List.of(options.split(" "));
    }

    /** As ffprobe names them. */
    List<String> codecs() {
        return codecs;
    }

    String channel() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Writes an FLV file of {@link #LENGTH}. */
    Path write(Path directory) {
        return write(directory.resolve(channel() + ".flv"), "320x180");
    }

    Path write(Path file, String size) {
        String seconds = Long.toString(LENGTH.toSeconds());
        List<String> arguments = new ArrayList<>();
        if (!video.isEmpty()) {
            arguments.addAll(List.of("-f", "lavfi", "-t", seconds, "-i", "testsrc2=rate=15:size=" + size));
        }
        arguments.addAll(List.of("-f", "lavfi", "-t", seconds, "-i", "sine=frequency=440:sample_rate=48000"));
        if (!video.isEmpty()) {
            arguments.addAll(List.of("-pix_fmt", "yuv420p", "-c:v"));
            arguments.addAll(video);
        }
        arguments.addAll(List.of("-ac", "1", "-c:a"));
        arguments.addAll(audio);
        arguments.addAll(List.of("-y", file.toString()));
        try (Program program = Ffmpeg.start("write", arguments)) {
            program.awaitSuccess(LIMIT);
        }
        return file;
    }

    /**
     * Publishes a file that {@link #write} has made, over and over in real time, as it is. The file is opened anew each
     * time, since ffmpeg cannot go back to the beginning of FLV with some of the codecs.
     */
    static Program publish(Path file, String url, String... options) {
        Path list = file.resolveSibling(file.getFileName() + ".txt");
        try {
            Files.write(list, Collections.nCopies(ROUNDS, "file '" + file + "'"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> arguments = new ArrayList<>(List.of("-re", "-f", "concat", "-safe", "0", "-i", list.toString()));
        arguments.addAll(List.of(options));
        arguments.addAll(List.of("-c", "copy", "-f", "flv", url));
        return Ffmpeg.start("publish", arguments);
    }
}
