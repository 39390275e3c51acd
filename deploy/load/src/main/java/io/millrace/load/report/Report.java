package io.millrace.load.report;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Collects runs, and prints a table of their medians for each scenario. */
public final class Report {
    /** The name of the server with which others are compared. */
    private static final String FLOOR = "floor";

    private final JsonLines json;
    private final PrintStream progress;
    private final Map<Run.Row, List<Run>> runs = new LinkedHashMap<>();

    /** @param progress gets a line for each run */
    public Report(JsonLines json, PrintStream progress) {
        this.json = json;
        this.progress = progress;
    }

    public void add(Run run) {
        List<Run> same = runs.computeIfAbsent(run.row(), row -> new ArrayList<>());
        same.add(run);
        json.write("run", run, ratio(run));
        progress.println(line(run, same.size()));
    }

    private static String line(Run run, int number) {
        StringBuilder line = new StringBuilder(describe(run.subject()) + ", run " + number + ":");
        run.figures()
                .forEach((metric, value) ->
                        line.append(' ').append(metric.key()).append('=').append(format(value, metric.digits())));
        return line.toString();
    }

    private static String describe(Subject subject) {
        return String.join(
                " ",
                subject.scenario(),
                subject.server(),
                subject.protocol(),
                subject.streams() + "x",
                Integer.toString(subject.viewers()));
    }

    /** The table of one scenario in Markdown, and its medians as JSON. */
    public String finish(String scenario) {
        List<Run> rows = runs.values().stream()
                .filter(same -> same.get(0).subject().scenario().equals(scenario))
                .map(Run::median)
                .toList();
        rows.forEach(row -> json.write("median", row, ratio(row)));
        TreeSet<Metric> metrics = new TreeSet<>();
        rows.forEach(row -> metrics.addAll(row.figures().keySet()));
        boolean compared = rows.stream().anyMatch(row -> ratio(row).isPresent());
        Table table = new Table(titles(metrics, compared));
        for (Run row : rows) {
            table.add(cells(row, metrics, compared));
        }
        return "### " + scenario + "\n\n" + table;
    }

    private static List<String> titles(TreeSet<Metric> metrics, boolean compared) {
        List<String> titles = new ArrayList<>(List.of("server", "protocol", "streams", "viewers"));
        if (compared) {
            titles.add("÷ floor");
        }
        metrics.forEach(metric -> titles.add(metric.title()));
        return titles;
    }

    private List<String> cells(Run row, TreeSet<Metric> metrics, boolean compared) {
        Subject subject = row.subject();
        List<String> cells = new ArrayList<>(List.of(
                subject.server(),
                subject.protocol(),
                Integer.toString(subject.streams()),
                Integer.toString(subject.viewers())));
        if (compared) {
            cells.add(ratio(row).map(ratio -> format(ratio, 2)).orElse(""));
        }
        for (Metric metric : metrics) {
            Double value = row.figures().get(metric);
            cells.add(value == null ? "" : format(value, metric.digits()));
        }
        return cells;
    }

    /** The processor time over that of the floor with as many viewers, if both were measured. */
    private Optional<Double> ratio(Run run) {
        Subject subject = run.subject();
        List<Run> floor = runs.entrySet().stream()
                .filter(entry -> entry.getKey().subject().server().equals(FLOOR)
                        && entry.getKey().subject().scenario().equals(subject.scenario())
                        && entry.getKey().subject().viewers() == subject.viewers())
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(List.of());
        if (floor.isEmpty()) {
            return Optional.empty();
        }
        Double own = run.figures().get(Metric.CPU_SECONDS_PER_GB);
        Double least = Run.median(floor).figures().get(Metric.CPU_SECONDS_PER_GB);
        return own == null || least == null || least == 0 ? Optional.empty() : Optional.of(own / least);
    }

    private static String format(double value, int digits) {
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }
}
