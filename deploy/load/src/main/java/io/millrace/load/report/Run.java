package io.millrace.load.report;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The figures of one run, or the medians of several. */
public record Run(Subject subject, Map<Metric, Double> figures) {
    public Run {
        EnumMap<Metric, Double> copy = new EnumMap<>(Metric.class);
        copy.putAll(figures);
        figures = copy;
    }

    /** What has a row of its own: a long run has one for each minute. */
    record Row(Subject subject, int minute) {}

    Row row() {
        return new Row(subject, figures.getOrDefault(Metric.MINUTE, 0.0).intValue());
    }

    /** Each figure's median over runs of one subject. */
    static Run median(List<Run> runs) {
        Map<Metric, Double> medians = new EnumMap<>(Metric.class);
        TreeSet<Metric> metrics = new TreeSet<>();
        runs.forEach(run -> metrics.addAll(run.figures.keySet()));
        for (Metric metric : metrics) {
            double[] values = runs.stream()
                    .filter(run -> run.figures.containsKey(metric))
                    .mapToDouble(run -> run.figures.get(metric))
                    .sorted()
                    .toArray();
            int middle = values.length / 2;
            medians.put(metric, values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2);
        }
        return new Run(runs.get(0).subject, medians);
    }
}
