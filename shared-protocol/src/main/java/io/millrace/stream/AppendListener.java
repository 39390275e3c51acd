package io.millrace.stream;

/** Is told that a stream log has more, or has been closed. */
public interface AppendListener {
    /** Called on the log's writing thread after each unit, and after the log's close; must return at once. */
    void onAppend();
}
