package io.millrace.load.view;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The program wrk, which asks faster than this module's own {@link Requests}. It is started for each window. */
public final class Wrk implements RequestLoad {
    private static final String RESULT = "millrace-load ";

    /** Numbers in the order in which {@link #parse} reads them. */
    private static final String DONE =
            """
            done = function(summary, latency)
              local e = summary.errors
              io.write(string.format("%s%%d %%d %%d %%d %%d %%d\\n", summary.duration, summary.requests, summary.bytes,
                e.connect + e.read + e.write + e.status + e.timeout, latency:percentile(50), latency:percentile(99)))
            end
            """
                    .formatted(RESULT);

    private final Path program;
    private final List<URI> urls;
    private final int connections;
    private final int threads;
    private final Path script;

    /** @param urls of one server, asked for in turn */
    public Wrk(Path program, List<URI> urls, int connections, int threads) {
        this.program = program;
        this.urls = List.copyOf(urls);
        this.connections = connections;
        this.threads = Math.min(threads, connections);
        try {
            script = Files.writeString(Files.createTempFile("millrace-bench-", ".lua"), script(urls));
            script.toFile().deleteOnExit();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One address needs no code for each request. */
    static String script(List<URI> urls) {
        if (urls.size() == 1) {
            return DONE;
        }
        String paths = urls.stream().map(url -> "\"" + url.getRawPath() + "\"").collect(Collectors.joining(", "));
        return DONE
                + """
                local paths = { %s }
                local last = 0
                request = function()
                  last = last %% #paths + 1
                  return wrk.format("GET", paths[last])
                end
                """
                        .formatted(paths);
    }

    @Override
    public void warmUp(Duration time) {
        if (time.toSeconds() > 0) {
            measure(time);
        }
    }

    @Override
    public RequestFigures measure(Duration window) {
        List<String> command = List.of(
                program.toString(),
                "--threads=" + threads,
                "--connections=" + connections,
                "--duration=" + window.toSeconds() + "s",
                "--script=" + script,
                urls.get(0).toString());
        try {
            Process wrk = new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (wrk.waitFor() != 0) {
                throw new IllegalStateException(command + ": " + output);
            }
            return parse(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** What the script has written behind wrk's own report. */
    static RequestFigures parse(String output) {
        long[] numbers = output.lines()
                .filter(line -> line.startsWith(RESULT))
                .flatMap(line -> Stream.of(line.substring(RESULT.length()).split(" ")))
                .mapToLong(Long::parseLong)
                .toArray();
        if (numbers.length != 6) {
            throw new IllegalStateException(String.format(Locale.ROOT, "wrk has counted nothing:%n%s", output));
        }
        return new RequestFigures(numbers[0] / 1e6, numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]);
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(script);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
