package io.millrace.load.scenario;

/** One kind of measurement. */
public interface Scenario {
    /** The title of its table. */
    String name();

    /** Measures, and adds each run to the report. */
    void run(Bench bench);
}
