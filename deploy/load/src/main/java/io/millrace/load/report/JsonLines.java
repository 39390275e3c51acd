package io.millrace.load.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** A file with one JSON object a line. */
public final class JsonLines implements AutoCloseable {
    private final ObjectMapper mapper = new ObjectMapper();
    private final BufferedWriter out;

    /** @param file replaced if it is there */
    public JsonLines(Path file) {
        try {
            if (file.toAbsolutePath().getParent() != null) {
                Files.createDirectories(file.toAbsolutePath().getParent());
            }
            out = Files.newBufferedWriter(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param kind whether it is a run, a median, or a run that does not count */
    void write(String kind, Run run, Map<Comparison, Double> compared) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("kind", kind);
        fields.put("scenario", run.subject().scenario());
        fields.put("server", run.subject().server());
        if (!run.subject().setting().isEmpty()) {
            fields.put("setting", run.subject().setting());
        }
        fields.put("protocol", run.subject().protocol());
        fields.put("streams", run.subject().streams());
        fields.put("viewers", run.subject().viewers());
        compared.forEach((comparison, value) -> fields.put(comparison.key(), value));
        run.figures().forEach((metric, value) -> fields.put(metric.key(), value));
        try {
            out.write(mapper.writeValueAsString(fields));
            out.newLine();
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
