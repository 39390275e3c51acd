package io.millrace.storage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteRangeTest {
    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 1",
        "bytes=2-, 2, 8",
        "bytes=-3, 7, 3",
        "bytes=-30, 0, 10",
        "bytes=5-100, 5, 5",
        "bytes=0-999999999999999999, 0, 10"
    })
    void aRangeIsCutToTheContent(String header, long first, long length) {
        assertThat(ByteRange.of(header, 10)).contains(new ByteRange(first, length));
    }

    @ParameterizedTest
    @CsvSource({"bytes=-", "bytes=3-2", "'bytes=0-1,3-4'", "bytes=a-b", "bytes=9999999999999999999-", "items=0-1"})
    void aRangeThatIsNoneIsIgnored(String header) {
        assertThat(ByteRange.of(header, 10)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"bytes=10-, 10", "bytes=-0, 10", "bytes=0-, 0", "bytes=-1, 0"})
    void aRangeBeyondTheContentIsNotSatisfiable(String header, long size) {
        assertThat(ByteRange.of(header, size).orElseThrow().isSatisfiable()).isFalse();
    }
}
