package io.millrace.load.simulation;

import io.millrace.load.report.Table;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A table of the simulation with its title: whole numbers get separators, others one decimal. */
final class SimulationTable {
    private final String title;
    private final Table table;

    SimulationTable(String title, String... columns) {
        this.title = title;
        this.table = new Table(List.of(columns));
    }

    void row(Object... cells) {
        table.add(Arrays.stream(cells).map(SimulationTable::format).toList());
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
        return "### " + title + "\n\n" + table;
    }
}
