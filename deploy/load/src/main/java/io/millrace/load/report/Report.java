package io.millrace.load.report;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Collects runs, and prints a table of their medians for each scenario. */
public final class Report {
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
        json.write("run", run, compare(run));
        progress.println(line(run, "run " + same.size()));
    }

    /** Tells of a run that is to count for nothing. */
    public void disregard(Run run) {
        json.write("disturbed", run, Map.of());
        progress.println(line(run, "disturbed by others"));
    }

    private static String line(Run run, String which) {
        StringBuilder line = new StringBuilder(describe(run.subject()) + ", " + which + ":");
        run.figures()
                .forEach((metric, value) ->
                        line.append(' ').append(metric.key()).append('=').append(format(value, metric.digits())));
        return line.toString();
    }

    private static String describe(Subject subject) {
        List<String> words = new ArrayList<>(List.of(subject.scenario(), subject.server()));
        if (!subject.setting().isEmpty()) {
            words.add(subject.setting());
        }
        words.addAll(List.of(subject.protocol(), subject.streams() + "x", Integer.toString(subject.viewers())));
        return String.join(" ", words);
    }

    /**
     * The table of one scenario in Markdown, and its medians as JSON.
     *
     * @param note what is to stand under the table; empty for nothing
     */
    public String finish(String scenario, String note) {
        List<Run> rows = runs.values().stream()
                .filter(same -> same.get(0).subject().scenario().equals(scenario))
                .map(Run::median)
                .toList();
        boolean hasSettings =
                rows.stream().anyMatch(row -> !row.subject().setting().isEmpty());
        Set<Metric> metrics = EnumSet.noneOf(Metric.class);
        Set<Comparison> comparisons = EnumSet.noneOf(Comparison.class);
        for (Run row : rows) {
            Map<Comparison, Double> compared = compare(row);
            json.write("median", row, compared);
            metrics.addAll(row.figures().keySet());
            comparisons.addAll(compared.keySet());
        }
        Table table = new Table(titles(hasSettings, comparisons, metrics));
        for (Run row : rows) {
            table.add(cells(row, hasSettings, comparisons, metrics));
        }
        return "### " + scenario + "\n\n" + table + (note.isEmpty() ? "" : "\n" + note + "\n");
    }

    private static List<String> titles(boolean hasSettings, Set<Comparison> comparisons, Set<Metric> metrics) {
        List<String> titles = new ArrayList<>(List.of("server"));
        if (hasSettings) {
            titles.add("setting");
        }
        titles.addAll(List.of("protocol", "streams", "viewers"));
        comparisons.forEach(comparison -> titles.add(comparison.title()));
        metrics.forEach(metric -> titles.add(metric.title()));
        return titles;
    }

    private List<String> cells(Run row, boolean hasSettings, Set<Comparison> comparisons, Set<Metric> metrics) {
        Subject subject = row.subject();
        List<String> cells = new ArrayList<>(List.of(subject.server()));
        if (hasSettings) {
            cells.add(subject.setting());
        }
        cells.addAll(
                List.of(subject.protocol(), Integer.toString(subject.streams()), Integer.toString(subject.viewers())));
        Map<Comparison, Double> compared = compare(row);
        comparisons.forEach(comparison -> cells.add(cell(compared.get(comparison), comparison.digits())));
        metrics.forEach(metric -> cells.add(cell(row.figures().get(metric), metric.digits())));
        return cells;
    }

    private Map<Comparison, Double> compare(Run run) {
        Map<Comparison, Double> compared = new EnumMap<>(Comparison.class);
        for (Comparison comparison : Comparison.values()) {
            Double own = run.figures().get(comparison.metric());
            baseline(comparison.baseline(), run.subject())
                    .map(least -> least.figures().get(comparison.metric()))
                    .filter(least -> own != null)
                    .flatMap(least -> comparison.compare(own, least))
                    .ifPresent(value -> compared.put(comparison, value));
        }
        return compared;
    }

    private Optional<Run> baseline(Baseline baseline, Subject subject) {
        return baseline.settings(subject).stream()
                .flatMap(setting -> runs.values().stream().filter(same -> {
                    Subject other = same.get(0).subject();
                    return other.setting().equals(setting)
                            && other.scenario().equals(subject.scenario())
                            && baseline.matches(subject, other);
                }))
                .findFirst()
                .map(Run::median);
    }

    private static String cell(Double value, int digits) {
        return value == null ? "" : format(value, digits);
    }

    private static String format(double value, int digits) {
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }
}
