package io.millrace.load.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class WrkTest {
    @Test
    void whatTheScriptHasWrittenIsReadBehindWrksOwnReport() {
        RequestFigures figures = Wrk.parse(
                """
                Running 2s test @ http://127.0.0.1:8080/live/a.m3u8
                Requests/sec:  50000.00
                Transfer/sec:     20.00MB
                millrace-load 2000000 100000 41943040 3 870 2100
                """);

        assertThat(figures).isEqualTo(new RequestFigures(2, 100_000, 41_943_040, 3, 870, 2100));
    }

    @Test
    void outputWithoutFiguresIsShown() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Wrk.parse("unable to connect"))
                .withMessageContaining("unable to connect");
    }

    @Test
    void onlySeveralAddressesNeedCodeForEachRequest() {
        URI first = URI.create("http://127.0.0.1:8080/live/a/1.ts");
        URI second = URI.create("http://127.0.0.1:8080/live/a/2.ts");

        assertThat(Wrk.script(List.of(first))).contains("done =").doesNotContain("request =");
        assertThat(Wrk.script(List.of(first, second)))
                .contains("request =", "{ \"/live/a/1.ts\", \"/live/a/2.ts\" }", "last % #paths");
    }
}
