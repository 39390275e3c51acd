package io.millrace.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.millrace.load.scenario.Drift;
import io.millrace.load.scenario.Fanout;
import io.millrace.load.scenario.Loops;
import io.millrace.load.scenario.Scenario;
import io.millrace.load.view.Protocol;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class OptionsTest {
    @Test
    void everyScenarioThatNeedsNothingFurtherIsRunUnlessOneIsAskedFor() {
        assertThat(parse().scenarios())
                .extracting(Scenario::name)
                .containsExactly("fanout", "protocols", "channels", "hls", "ingest");
    }

    @Test
    void intervalsAskForTheFanout() {
        Options options = parse("--flush", "0,10,350", "--viewers", "7", "--protocol", "FLV,RTMP");

        assertThat(options.scenarios())
                .containsExactly(
                        new Fanout("fanout", List.of(Protocol.FLV, Protocol.RTMP), 1, List.of(7), List.of(0, 10, 350)));
    }

    @Test
    void aNodeThatRunsAlreadyIsNotSet() {
        Options options = parse("--flush", "10", "--node", "http://127.0.0.1:8080");

        assertThatIllegalArgumentException().isThrownBy(options::scenarios).withMessageContaining("--flush");
        assertThatIllegalArgumentException()
                .isThrownBy(parse("--scenario", "loops", "--node", "http://127.0.0.1:8080")::scenarios)
                .withMessageContaining("loops");
    }

    @Test
    void aFloorThatIsToldItsBatchNeedsOne() {
        assertThatIllegalArgumentException()
                .isThrownBy(parse("--floor", "floor -b {batch} {file}")::scenarios)
                .withMessageContaining("expected: --flush");
        assertThat(parse("--floor", "floor -b {batch} {file}", "--flush", "10").scenarios())
                .hasSize(1);
    }

    @Test
    void eventLoopsAreComparedOnlyIfThatIsAskedFor() {
        assertThat(parse("--scenario", "loops", "--flush", "350", "--viewers", "50")
                        .scenarios())
                .containsExactly(new Loops("loops", Protocol.FLV, 50, 350));
    }

    @Test
    void onlyALongRunHasStalledViewers() {
        assertThat(parse("--minutes", "10", "--stalled", "20").scenarios())
                .containsExactly(new Drift("drift", Protocol.FLV, 1000, 20, 10));
        assertThatIllegalArgumentException()
                .isThrownBy(parse("--stalled", "20")::scenarios)
                .withMessageContaining("--minutes");
    }

    @Test
    void aProgramThatIsNotThereIsRefusedBeforeAnythingIsMeasured() {
        assertThatIllegalArgumentException()
                .isThrownBy(parse("--scenario", "hls", "--wrk", "/nowhere/wrk")::scenarios)
                .withMessageContaining("/nowhere/wrk");
    }

    private static Options parse(String... arguments) {
        List<String> all = new ArrayList<>(List.of("--launcher", "millrace", "--ffmpeg", "ffmpeg", "--work", "target"));
        all.addAll(List.of(arguments));
        Options options = new Options();
        new CommandLine(CommandLine.Model.CommandSpec.create()
                        .addMixin("options", CommandLine.Model.CommandSpec.forAnnotatedObject(options)))
                .parseArgs(all.toArray(String[]::new));
        return options;
    }
}
