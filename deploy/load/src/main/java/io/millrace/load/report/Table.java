package io.millrace.load.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table in Markdown, its columns padded so that it reads well as it is. */
public final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    public Table(List<String> titles) {
        rows.add(List.copyOf(titles));
    }

    /** @param cells as many as there are titles */
    public void add(List<String> cells) {
        if (cells.size() != rows.get(0).size()) {
            throw new IllegalArgumentException(
                    "cells: " + cells.size() + " (expected: " + rows.get(0).size() + ")");
        }
        rows.add(List.copyOf(cells));
    }

    @Override
    public String toString() {
        int[] widths = IntStream.range(0, rows.get(0).size())
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .map(width -> Math.max(3, width))
                .toArray();
        List<String> rule =
                IntStream.of(widths).mapToObj(width -> "-".repeat(width)).toList();
        List<List<String>> lines = new ArrayList<>(rows);
        lines.add(1, rule);
        return lines.stream().map(row -> line(row, widths)).collect(Collectors.joining());
    }

    private static String line(List<String> cells, int[] widths) {
        return IntStream.range(0, widths.length)
                .mapToObj(column -> cells.get(column)
                        + " ".repeat(widths[column] - cells.get(column).length()))
                .collect(Collectors.joining(" | ", "| ", " |\n"));
    }
}
