package io.millrace.systemtest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/** The ffmpeg and ffprobe programs, taken out of the bytedeco jar on the class path. */
final class Ffmpeg {
    private static final String FOLDER = "org/bytedeco/ffmpeg/linux-x86_64-gpl/";
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Path PROGRAMS = Prepared.by(Ffmpeg::extract);

    /** What a test publishes: a moving picture of 640 x 360 at 25 frames a second, with a tone. */
    enum Coding {
        /** H.264 with B-frames, AAC. */
        H264("-c:v", "libx264", "-preset", "ultrafast", "-bf", "2", "-g", "25", "-b:v", "600k"),
        /** HEVC in the enhanced RTMP form, AAC. */
        HEVC(
                "-c:v",
                "libx265",
                "-preset",
                "ultrafast",
                "-x265-params",
                "log-level=error:keyint=25:bframes=2",
                "-b:v",
                "400k");

        private final List<String> options;

        Coding(String... options) {
            this.options = List.of(options);
        }
    }

    private Ffmpeg() {}

    private static Path extract() throws IOException {
        Path target = Path.of("target", "ffmpeg").toAbsolutePath();
        URL program = Ffmpeg.class.getClassLoader().getResource(FOLDER + "ffmpeg");
        if (program == null) {
            throw new AssertionError(
                    "no ffmpeg on the class path: these tests run on Linux x86-64, with the bytedeco jar");
        }
        String jar =
                program.getPath().substring("file:".length(), program.getPath().indexOf('!'));
        try (JarFile file = new JarFile(jar)) {
            Files.createDirectories(target);
            for (ZipEntry entry : file.stream().toList()) {
                if (entry.getName().startsWith(FOLDER) && !entry.isDirectory()) {
                    copy(file, entry, target.resolve(entry.getName().substring(FOLDER.length())));
                }
            }
        }
        return target;
    }

    /** The program's path, for others who run it. */
    static String program() {
        return PROGRAMS.resolve("ffmpeg").toString();
    }

    /** What a process needs that runs the programs. */
    static Map<String, String> environment() {
        return Map.of("LD_LIBRARY_PATH", PROGRAMS.toString());
    }

    private static void copy(JarFile file, ZipEntry entry, Path target) throws IOException {
        if (Files.exists(target) && Files.size(target) == entry.getSize()) {
            return;
        }
        try (InputStream content = file.getInputStream(entry)) {
            Files.copy(content, target, StandardCopyOption.REPLACE_EXISTING);
        }
        if (!target.toFile().setExecutable(true)) {
            throw new IOException("cannot make " + target + " executable");
        }
    }

    /** Publishes in real time until it is closed, or its time is over. */
    static Program publish(Coding coding, String url, Duration length) {
        List<String> arguments = new ArrayList<>(source(length, true));
        arguments.addAll(coding.options);
        arguments.addAll(List.of("-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "64k", "-f", "flv", url));
        return start("publish", arguments);
    }

    /** Writes a file, as fast as it goes. */
    static void write(Coding coding, Path file, Duration length) {
        List<String> arguments = new ArrayList<>(source(length, false));
        arguments.addAll(coding.options);
        arguments.addAll(List.of("-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "64k", "-y", file.toString()));
        try (Program program = start("write", arguments)) {
            program.awaitSuccess(LIMIT);
        }
    }

    /** Writes a stream of some 40 kbit/s: ten small pictures a second and a low voice. */
    static void writeSmall(Path file, Duration length) {
        List<String> arguments = List.of(
                "-f",
                "lavfi",
                "-t",
                Long.toString(length.toSeconds()),
                "-i",
                "testsrc2=size=160x96:rate=10",
                "-f",
                "lavfi",
                "-t",
                Long.toString(length.toSeconds()),
                "-i",
                "sine=frequency=440:sample_rate=8000",
                "-c:v",
                "libx264",
                "-preset",
                "ultrafast",
                "-tune",
                "zerolatency",
                "-g",
                "10",
                "-b:v",
                "30k",
                "-pix_fmt",
                "yuv420p",
                "-c:a",
                "aac",
                "-b:a",
                "8k",
                "-f",
                "flv",
                file.toString());
        try (Program program = start("write", arguments)) {
            program.awaitSuccess(LIMIT);
        }
    }

    private static List<String> source(Duration length, boolean realTime) {
        String seconds = Long.toString(length.toSeconds());
        List<String> arguments = new ArrayList<>();
        for (String source : List.of("testsrc2=size=640x360:rate=25", "sine=frequency=440:sample_rate=44100")) {
            if (realTime) {
                arguments.add("-re");
            }
            arguments.addAll(List.of("-f", "lavfi", "-t", seconds, "-i", source));
        }
        return arguments;
    }

    static Program start(String name, List<String> arguments) {
        List<String> command = new ArrayList<>(
                List.of(PROGRAMS.resolve("ffmpeg").toString(), "-hide_banner", "-nostdin", "-loglevel", "warning"));
        command.addAll(arguments);
        return Program.start(name, command, environment());
    }

    /** Decodes a stream for some time; says nothing if all is well. */
    static Program startDecoding(String url, Duration length) {
        return start("decode", List.of("-i", url, "-t", Long.toString(length.toSeconds()), "-f", "null", "-"));
    }

    /** ffprobe's description of the streams in something. */
    static List<JsonNode> streams(String url) {
        List<JsonNode> streams = new ArrayList<>();
        probe(url, "-show_streams").get("streams").forEach(streams::add);
        return streams;
    }

    /** ffprobe's list of packets from the beginning, for some time. */
    static List<JsonNode> packets(String url, Duration length) {
        List<JsonNode> packets = new ArrayList<>();
        probe(url, "-show_packets", "-read_intervals", "%+" + length.toSeconds())
                .get("packets")
                .forEach(packets::add);
        return packets;
    }

    /**
     * How many frames of each codec can be decoded in some time; fails if anything is to be complained of.
     *
     * @param options how the address is to be opened
     */
    static Map<String, Integer> decodedFrames(String url, Duration length, String... options) {
        List<String> what = new ArrayList<>(List.of(
                "-loglevel",
                "error",
                "-analyzeduration",
                "2000000",
                "-count_frames",
                "-show_streams",
                "-read_intervals",
                "%+" + length.toSeconds()));
        what.addAll(List.of(options));
        Map<String, Integer> frames = new HashMap<>();
        probe(url, what.toArray(String[]::new))
                .get("streams")
                .forEach(stream -> frames.put(
                        stream.get("codec_name").asText(),
                        stream.path("nb_read_frames").asInt()));
        return frames;
    }

    private static JsonNode probe(String url, String... what) {
        List<String> command =
                new ArrayList<>(List.of(PROGRAMS.resolve("ffprobe").toString(), "-loglevel", "quiet", "-of", "json"));
        command.addAll(List.of(what));
        command.add(url);
        String json = Program.run("probe", command, environment(), LIMIT);
        try {
            return new ObjectMapper().readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
