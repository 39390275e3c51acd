package io.millrace.amf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AmfTest {
    private static final AmfLimits LIMITS = new AmfLimits(8, 1 << 20);

    static Stream<Arguments> goldenBytes() {
        Map<String, AmfValue> nested = new LinkedHashMap<>();
        nested.put("app", new AmfString("live"));
        nested.put("ok", new AmfBoolean(true));
        return Stream.of(
                arguments(new AmfNumber(2.5), "004004000000000000"),
                arguments(new AmfBoolean(true), "0101"),
                arguments(new AmfBoolean(false), "0100"),
                arguments(new AmfString("aé"), "02000361c3a9"),
                arguments(AmfNull.NULL, "05"),
                arguments(AmfUndefined.UNDEFINED, "06"),
                arguments(
                        new AmfObject("", nested), "03" + "0003617070" + "0200046c697665" + "00026f6b0101" + "000009"),
                arguments(new AmfObject("T", Map.of()), "10" + "000154" + "000009"),
                arguments(
                        new AmfEcmaArray(Map.of("w", new AmfNumber(1))),
                        "0800000001" + "000177003ff0000000000000" + "000009"),
                arguments(new AmfStrictArray(List.of(AmfNull.NULL, new AmfBoolean(true))), "0a00000002050101"),
                arguments(new AmfDate(1000, 0), "0b408f400000000000" + "0000"),
                arguments(new AmfXml("<a/>"), "0f000000043c612f3e"),
                arguments(new AmfBytes(List.of((byte) 1, (byte) -2)), "110c0501fe"));
    }

    @ParameterizedTest
    @MethodSource("goldenBytes")
    void aValueIsReadAndWrittenAsItsGoldenBytes(AmfValue value, String hex) {
        assertThat(hex(value)).isEqualTo(hex);
        assertThat(read(hex)).containsExactly(value);
    }

    @ParameterizedTest
    @MethodSource("goldenBytes")
    void aValueThatEndsTooEarlyIsMalformedWhereverItEnds(AmfValue value, String hex) {
        for (int length = 2; length < hex.length(); length += 2) {
            String cut = hex.substring(0, length);
            boolean onlyLacksEndMark = value instanceof AmfEcmaArray && length == hex.length() - 6;
            if (!onlyLacksEndMark) {
                assertThatThrownBy(() -> read(cut)).isInstanceOf(MalformedAmfException.class);
            }
        }
    }

    @Test
    void everyKindOfValueHasGoldenBytes() {
        Set<Class<?>> tested = goldenBytes().map(row -> row.get()[0].getClass()).collect(Collectors.toSet());
        assertThat(tested).isEqualTo(kinds(AmfValue.class).collect(Collectors.toSet()));
    }

    private static Stream<Class<?>> kinds(Class<?> type) {
        return type.isSealed() ? Arrays.stream(type.getPermittedSubclasses()).flatMap(AmfTest::kinds) : Stream.of(type);
    }

    @Test
    void aLongTextIsWrittenWithAFourByteLength() {
        AmfString text = new AmfString("x".repeat(70_000));
        String hex = hex(text);
        assertThat(hex).startsWith("0c00011170" + "7878");
        assertThat(read(hex)).containsExactly(text);
    }

    @Test
    void aReferenceMeansTheSameObjectAgain() {
        String object = "03" + "000161" + "0101" + "000009";
        assertThat(read("0a00000002" + object + "070001"))
                .containsExactly(new AmfStrictArray(List.of(
                        AmfObject.builder().put("a", true).build(),
                        AmfObject.builder().put("a", true).build())));
    }

    @ParameterizedTest
    @CsvSource({"070000", "0a00000001070000", "07ffff"})
    void aReferenceToNothingOrToAnUnfinishedObjectIsMalformed(String hex) {
        assertThatThrownBy(() -> read(hex))
                .isInstanceOf(MalformedAmfException.class)
                .hasMessageContaining("reference");
    }

    @Test
    void unsupportedReadsAsUndefined() {
        assertThat(read("0d")).containsExactly(AmfUndefined.UNDEFINED);
    }

    @Test
    void anEcmaArrayMayLackItsEndMarkAtTheEndOfTheMessage() {
        assertThat(read("0800000001" + "000177003ff0000000000000"))
                .containsExactly(new AmfEcmaArray(Map.of("w", new AmfNumber(1))));
    }

    @ParameterizedTest
    @CsvSource({"0e", "04", "12", "ff", "09"})
    void anUnknownMarkerIsMalformed(String hex) {
        assertThatThrownBy(() -> read(hex))
                .isInstanceOf(MalformedAmfException.class)
                .hasMessageContaining("marker");
    }

    @ParameterizedTest
    @CsvSource({"0affffffff", "0a7fffffff", "0cffffffff", "0c7fffffff61", "119101", "1109feffffff7f01", "110afbffff7f01"
    })
    void aCountThatTheMessageCannotHoldIsMalformedAndAllocatesNothing(String hex) {
        assertThatThrownBy(() -> read(hex)).isInstanceOf(MalformedAmfException.class);
    }

    @ParameterizedTest
    @CsvSource({"0a00000001", "03000161", "1109030101", "0800000001000161"})
    void depthIsBounded(String open) {
        String deep = open.repeat(9);
        if (open.startsWith("11")) {
            deep = "11" + "090301".repeat(9);
        }
        String hex = deep;
        assertThatThrownBy(() -> read(hex))
                .isInstanceOf(AmfLimitException.class)
                .hasMessage("AMF depth: 9 (expected: <= 8)");
    }

    @Test
    void lengthIsBounded() {
        ByteBuf in = Unpooled.wrappedBuffer(new byte[11]);
        assertThatThrownBy(() -> new Amf0Reader(in, new AmfLimits(8, 10)))
                .isInstanceOf(AmfLimitException.class)
                .hasMessage("AMF length: 11 bytes (expected: <= 10)");
    }

    @Test
    void aFewBytesOfReferencesDoNotBecomeAHugeMessage() {
        AmfValue value = new AmfString("0123456789");
        for (int i = 0; i < 40; i++) {
            value = new AmfStrictArray(List.of(value, value));
        }
        AmfValue bomb = value;
        ByteBuf out = Unpooled.buffer();
        assertThatThrownBy(() -> Amf0Writer.write(out, bomb, 1000)).isInstanceOf(AmfLimitException.class);
        assertThat(out.readableBytes()).isLessThan(1100);
    }

    static Stream<Arguments> amf3() {
        return Stream.of(
                arguments("00", AmfUndefined.UNDEFINED),
                arguments("01", AmfNull.NULL),
                arguments("02", new AmfBoolean(false)),
                arguments("03", new AmfBoolean(true)),
                arguments("0405", new AmfNumber(5)),
                arguments("04ffffffff", new AmfNumber(-1)),
                arguments("0481008000".substring(0, 6), new AmfNumber(128)),
                arguments("054004000000000000", new AmfNumber(2.5)),
                arguments("06056162", new AmfString("ab")),
                arguments("0801408f400000000000", new AmfDate(1000, 0)),
                arguments("0b093c612f3e", new AmfXml("<a/>")),
                arguments("07093c612f3e", new AmfXml("<a/>")),
                arguments("0c050102", new AmfBytes(List.of((byte) 1, (byte) 2))),
                arguments("0905010203", new AmfStrictArray(List.of(new AmfBoolean(false), new AmfBoolean(true)))),
                arguments(
                        "0903" + "0361" + "0401" + "01" + "0402",
                        new AmfEcmaArray(ordered("a", new AmfNumber(1), "0", new AmfNumber(2)))),
                // A dynamic object without class, whose second text is a reference to its first.
                arguments("0a0b01" + "0361" + "0600" + "01", new AmfObject("", Map.of("a", new AmfString("a")))),
                // A class with one sealed name, then an object of the same traits.
                arguments(
                        "090501" + "0a13" + "0354" + "0361" + "0401" + "0a01" + "0402",
                        new AmfStrictArray(List.of(
                                new AmfObject("T", Map.of("a", new AmfNumber(1))),
                                new AmfObject("T", Map.of("a", new AmfNumber(2)))))),
                // The same array twice, by reference to object 1.
                arguments(
                        "090501" + "090101" + "0902",
                        new AmfStrictArray(List.of(new AmfStrictArray(List.of()), new AmfStrictArray(List.of())))),
                arguments(
                        "0a07" + "43" + ByteBufUtil.hexDump("flex.messaging.io.ArrayCollection".getBytes()) + "090101",
                        new AmfStrictArray(List.of())));
    }

    private static Map<String, AmfValue> ordered(String a, AmfValue one, String b, AmfValue two) {
        Map<String, AmfValue> map = new LinkedHashMap<>();
        map.put(a, one);
        map.put(b, two);
        return map;
    }

    @ParameterizedTest
    @MethodSource("amf3")
    void anAmf3ValueIsReadBehindTheSwitchMark(String hex, AmfValue value) {
        Amf0Reader reader = new Amf0Reader(buffer("11" + hex), LIMITS);
        assertThat(reader.metAmf3()).isFalse();
        assertThat(reader.next()).isEqualTo(value);
        assertThat(reader.metAmf3()).isTrue();
        assertThat(reader.hasNext()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("amf3")
    void anAmf3ValueThatEndsTooEarlyIsMalformedWhereverItEnds(String hex) {
        for (int length = 0; length < hex.length(); length += 2) {
            String cut = "11" + hex.substring(0, length);
            assertThatThrownBy(() -> read(cut)).isInstanceOf(MalformedAmfException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"0602", "0902", "0a01", "0a05", "0d", "11", "0a07035400", "0903010900"})
    void anAmf3ReferenceToNothingOrWhatWeDoNotReadIsMalformed(String hex) {
        assertThatThrownBy(() -> read("11" + hex)).isInstanceOf(MalformedAmfException.class);
    }

    private static List<AmfValue> read(String hex) {
        return new Amf0Reader(buffer(hex), LIMITS).rest();
    }

    private static ByteBuf buffer(String hex) {
        return Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex));
    }

    private static String hex(AmfValue value) {
        ByteBuf out = Unpooled.buffer();
        Amf0Writer.write(out, value);
        return ByteBufUtil.hexDump(out);
    }
}
