package io.millrace.load.simulation;

import java.util.Locale;
import java.util.StringJoiner;

/** A table that grows by rows. */
final class MarkdownTable {
    private final StringBuilder text;

    MarkdownTable(String title, String... columns) {
        text = new StringBuilder("### " + title + "\n\n");
        row((Object[]) columns);
        text.append("| --- ".repeat(columns.length)).append("|\n");
    }

    /** Whole numbers get separators, others one decimal. */
    void row(Object... cells) {
        StringJoiner row = new StringJoiner(" | ", "| ", " |\n");
        for (Object cell : cells) {
            row.add(format(cell));
        }
        text.append(row);
    }

    private static String format(Object cell) {
        if (cell instanceof Double) {
            return String.format(Locale.ROOT, "%,.1f", cell);
        }
        return cell instanceof Number ? String.format(Locale.ROOT, "%,d", cell) : cell.toString();
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * share);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
