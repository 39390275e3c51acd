package io.millrace.load.media;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** Makes the files that are published: a test picture with noise and a tone, a key frame every two seconds. */
public final class TestPicture {
    private static final int SECONDS = 30;
    private static final int AUDIO_KBITS = 96;

    private final Path programs;
    private final Path cache;

    /**
     * @param programs the directory of ffmpeg's programs and libraries
     * @param cache the directory in which files are kept for the next time
     */
    public TestPicture(Path programs, Path cache) {
        this.programs = programs;
        this.cache = cache;
    }

    /** The file of a bit rate, made if it is not there yet. */
    public Path file(int kbits) {
        Path file = cache.resolve("picture-" + kbits + "k.flv").toAbsolutePath();
        if (!Files.exists(file)) {
            make(kbits, file);
        }
        return file;
    }

    private void make(int kbits, Path file) {
        try {
            Files.createDirectories(cache);
            Path part = cache.resolve(file.getFileName() + ".part");
            ProcessBuilder builder = new ProcessBuilder(command(kbits, part));
            builder.environment().put("LD_LIBRARY_PATH", programs.toString());
            Process process = builder.redirectErrorStream(true)
                    .redirectInput(new File("/dev/null"))
                    .start();
            String output = new String(process.getInputStream().readAllBytes());
            int code = process.waitFor();
            if (code != 0) {
                throw new IllegalStateException("ffmpeg ended with " + code + ": " + output);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while ffmpeg runs", e);
        }
    }

    private List<String> command(int kbits, Path file) {
        String video = (kbits - AUDIO_KBITS) + "k";
        String size = kbits < 1500 ? "854x480" : "1280x720";
        return List.of(
                programs.resolve("ffmpeg").toString(),
                "-hide_banner",
                "-nostdin",
                "-loglevel",
                "error",
                "-y",
                "-f",
                "lavfi",
                "-i",
                "testsrc2=size=" + size + ":rate=30,noise=alls=12:allf=t",
                "-f",
                "lavfi",
                "-i",
                "sine=frequency=440:sample_rate=44100",
                "-t",
                Integer.toString(SECONDS),
                "-c:v",
                "libx264",
                "-preset",
                "veryfast",
                "-tune",
                "zerolatency",
                "-g",
                "60",
                "-keyint_min",
                "60",
                "-sc_threshold",
                "0",
                "-b:v",
                video,
                "-maxrate",
                video,
                "-bufsize",
                video,
                "-pix_fmt",
                "yuv420p",
                "-c:a",
                "aac",
                "-b:a",
                AUDIO_KBITS + "k",
                "-f",
                "flv",
                file.toString());
    }
}
