package io.millrace.load.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.load.server.Allocations.Counted;
import io.millrace.load.server.Allocations.Snapshot;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AllocationsTest {
    private final Snapshot before = new Snapshot(
            Map.of(1L, new Counted("media-1-1", 100), 2L, new Counted("db-1", 1000), 3L, new Counted("db-2", 5000)));
    private final Snapshot after = new Snapshot(
            Map.of(1L, new Counted("media-1-1", 130), 2L, new Counted("db-1", 1200), 4L, new Counted("media-1-2", 7)));

    @Test
    void threadsThatHaveBegunCountAndThoseThatHaveEndedDoNot() {
        assertThat(after.bytesSince(before, "")).isEqualTo(30 + 200 + 7);
    }

    @Test
    void onlyThreadsOfANameCount() {
        assertThat(after.bytesSince(before, "media-")).isEqualTo(30 + 7);
    }
}
