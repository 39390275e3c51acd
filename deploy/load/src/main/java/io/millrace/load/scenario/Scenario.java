package io.millrace.load.scenario;

/** One kind of measurement. */
public interface Scenario {
    /** The title of its table. */
    String name();

    /** What stands under its table; empty for nothing. */
    default String note() {
        return "";
    }

    /** Measures, and adds each run to the report. */
    void run(Bench bench);
}
