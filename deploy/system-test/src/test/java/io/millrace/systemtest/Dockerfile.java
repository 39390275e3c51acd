package io.millrace.systemtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The instructions of a Dockerfile in order; continued lines are joined, comments left out. */
record Dockerfile(List<Instruction> instructions) {
    private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"");

    record Instruction(String name, String arguments) {
        List<String> words() {
            return Arrays.asList(arguments.trim().split("\\s+"));
        }

        /** The exec form, {@code ["program", "argument"]}, which no shell comes between. */
        List<String> exec() {
            int start = arguments.indexOf('[');
            if (start < 0 || !arguments.endsWith("]")) {
                throw new AssertionError(name + " is not of the exec form: " + arguments);
            }
            List<String> words = new ArrayList<>();
            Matcher matcher = QUOTED.matcher(arguments.substring(start));
            while (matcher.find()) {
                words.add(matcher.group(1));
            }
            return words;
        }
    }

    /** One file or directory that goes from the build's context into the image. */
    record Copy(String source, String target) {}

    static Dockerfile read(Path file) {
        List<Instruction> instructions = new ArrayList<>();
        StringBuilder whole = new StringBuilder();
        for (String line : lines(file)) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            boolean continued = line.endsWith("\\");
            whole.append(continued ? line.substring(0, line.length() - 1) : line);
            if (!continued) {
                String[] parts = whole.toString().split("\\s+", 2);
                instructions.add(new Instruction(parts[0], parts[1]));
                whole.setLength(0);
            }
        }
        return new Dockerfile(List.copyOf(instructions));
    }

    List<Instruction> all(String name) {
        return instructions.stream()
                .filter(instruction -> instruction.name().equals(name))
                .toList();
    }

    Instruction only(String name) {
        List<Instruction> all = all(name);
        if (all.size() != 1) {
            throw new AssertionError("expected one " + name + ", not " + all);
        }
        return all.get(0);
    }

    List<Copy> copies() {
        List<Copy> copies = new ArrayList<>();
        for (Instruction copy : all("COPY")) {
            List<String> words = copy.words();
            String target = words.get(words.size() - 1);
            words.subList(0, words.size() - 1).forEach(source -> copies.add(new Copy(source, target)));
        }
        return copies;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
