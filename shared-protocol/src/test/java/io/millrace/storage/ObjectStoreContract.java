package io.millrace.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every object store does; each kind of store has a subclass. */
abstract class ObjectStoreContract {
    private static final Comparator<String> BY_UTF8_BYTES =
            (a, b) -> Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

    abstract ObjectStore store();

    static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
    }

    static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
    }

    ObjectInfo put(String key, String text) {
        return await(store().put("bucket", key, "text/plain", bytes(text)));
    }

    String get(String key) {
        try (StoredObject object = await(store().open("bucket", key)).orElseThrow()) {
            return read(object, 0, (int) object.info().size());
        }
    }

    static String read(StoredObject object, long position, int length) {
        ByteBuf content = await(object.read(position, length));
        try {
            return content.toString(StandardCharsets.UTF_8);
        } finally {
            content.release();
        }
    }

    ObjectListing list(String prefix, String marker, String delimiter, int max) {
        return await(store().list("bucket", prefix, marker, delimiter, max));
    }

    private static List<String> keys(ObjectListing listing) {
        return listing.objects().stream().map(ObjectInfo::key).toList();
    }

    @Test
    void whatWasPutIsReadAgainWithItsDescription() {
        ObjectInfo put = put("a/b.txt", "hello");
        assertThat(put.size()).isEqualTo(5);
        assertThat(put.etag()).isEqualTo("5d41402abc4b2a76b9719d911017c592");
        assertThat(put.contentType()).isEqualTo("text/plain");
        assertThat(await(store().head("bucket", "a/b.txt"))).contains(put);
        assertThat(get("a/b.txt")).isEqualTo("hello");
    }

    @Test
    void putTakesOverTheContentsReference() {
        ByteBuf content = bytes("x");
        await(store().put("bucket", "k", "text/plain", content));
        assertThat(content.refCnt()).isZero();
    }

    @Test
    void anEmptyObjectIsAnObject() {
        put("empty", "");
        assertThat(get("empty")).isEmpty();
    }

    @Test
    void whatIsNotThereIsEmptyAndDeletedAlready() {
        assertThat(await(store().head("bucket", "none"))).isEmpty();
        assertThat(await(store().open("bucket", "none"))).isEmpty();
        await(store().delete("bucket", "none"));
    }

    @Test
    void aPartIsReadFromAnyPosition() {
        put("k", "0123456789");
        try (StoredObject object = await(store().open("bucket", "k")).orElseThrow()) {
            assertThat(read(object, 3, 4)).isEqualTo("3456");
            assertThat(read(object, 8, 100)).isEqualTo("89");
            assertThat(read(object, 10, 5)).isEmpty();
        }
    }

    @Test
    void anOpenObjectStaysAsItWasWhenOverwrittenOrDeleted() {
        put("k", "first");
        try (StoredObject object = await(store().open("bucket", "k")).orElseThrow()) {
            put("k", "second one");
            await(store().delete("bucket", "k"));
            assertThat(read(object, 0, 5)).isEqualTo("first");
        }
        assertThat(await(store().head("bucket", "k"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..",
                ".",
                "../../etc/passwd",
                "/",
                "//",
                "a/",
                "a//b",
                "a.o",
                "a.d",
                "a.d/b",
                "%41",
                "a b+c?d#e&f=g",
                "频道/直播.ts",
                "\uD83D\uDE00",
                "con",
                "A",
                "a",
                ".millrace/pages/x",
                "x\u0001y",
                "a\\b"
            })
    void anyTextCanBeAKeyAndIsNoOthers(String key) {
        put(key, "of " + key);
        put(key + "x", "another");
        assertThat(get(key)).isEqualTo("of " + key);
        assertThat(keys(list("", "", "", 1000))).contains(key, key + "x");
    }

    @Test
    void keysThatAreFoldersOfOthersAreObjectsToo() {
        put("a", "1");
        put("a/b", "2");
        put("a/b/c", "3");
        assertThat(List.of(get("a"), get("a/b"), get("a/b/c"))).containsExactly("1", "2", "3");
        assertThat(keys(list("", "", "", 10))).containsExactly("a", "a/b", "a/b/c");
    }

    @Test
    void longKeysAreKeptApart() {
        String long1 = "频".repeat(341);
        String long2 = "频".repeat(340) + "ab";
        put(long1, "1");
        put(long2, "2");
        assertThat(get(long1)).isEqualTo("1");
        assertThat(get(long2)).isEqualTo("2");
        assertThat(keys(list("频频", "", "", 10))).containsExactlyInAnyOrder(long1, long2);
        assertThatThrownBy(() -> put("x".repeat(1024), "")).hasCauseInstanceOf(ObjectStoreException.class);
    }

    @Test
    void longKeysAreFoundByLongPrefixesAndMarkers() {
        String emoji = "\uD83D\uDE00";
        for (int shift = 0; shift < 4; shift++) {
            String common = "a".repeat(shift) + emoji.repeat(100);
            put(common + "1", "1");
            put(common + "2", "2");
            for (int length = 1; length <= 100; length++) {
                String prefix = "a".repeat(shift) + emoji.repeat(length);
                assertThat(keys(list(prefix, "", "", 10))).containsExactly(common + "1", common + "2");
                assertThat(keys(list("a".repeat(shift) + emoji, prefix, "", 10)))
                        .containsExactly(common + "1", common + "2");
            }
            assertThat(keys(list(common, common + "1", "", 10))).containsExactly(common + "2");
        }
    }

    @Test
    void listingDoesWhatANaiveOneDoes() {
        Random random = new Random(7);
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            String key = random.ints(1 + random.nextInt(6), 0, 5)
                    .mapToObj(c -> new String[] {"a", "b", "/", "é", "\uD83D\uDE00"}[c])
                    .collect(Collectors.joining());
            put(key, key);
            all.add(key);
        }
        List<String> sorted = all.stream().distinct().sorted(BY_UTF8_BYTES).toList();
        for (String prefix : List.of("", "a", "/", "a/", "é", "none")) {
            for (String delimiter : List.of("", "/", "b", "é/")) {
                for (int maxKeys : List.of(1, 7, 1000)) {
                    List<String> expected = naive(sorted, prefix, delimiter);
                    assertThat(allPages(prefix, delimiter, maxKeys)).isEqualTo(expected);
                }
            }
        }
    }

    private static List<String> naive(List<String> sorted, String prefix, String delimiter) {
        return sorted.stream()
                .filter(key -> key.startsWith(prefix))
                .map(key -> {
                    int at = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
                    return at < 0 ? key : key.substring(0, at + delimiter.length());
                })
                .distinct()
                .sorted(BY_UTF8_BYTES)
                .toList();
    }

    private List<String> allPages(String prefix, String delimiter, int maxKeys) {
        List<String> seen = new ArrayList<>();
        Optional<String> marker = Optional.of("");
        while (marker.isPresent()) {
            ObjectListing page = list(prefix, marker.get(), delimiter, maxKeys);
            List<String> entries = new ArrayList<>(keys(page));
            entries.addAll(page.commonPrefixes());
            assertThat(entries).hasSizeLessThanOrEqualTo(maxKeys);
            entries.sort(BY_UTF8_BYTES);
            seen.addAll(entries);
            marker = page.nextMarker();
        }
        return seen;
    }

    @Test
    void aListingOfNothingIsRefused() {
        assertThatThrownBy(() -> list("", "", "", 0)).hasCauseInstanceOf(ObjectStoreException.class);
    }

    @Test
    void putsAndDeletesOfTheSameFolderDoNotHinderEachOther() {
        List<CompletionStage<?>> all = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            String key = "deep/er/" + i % 3;
            all.add(i % 2 == 0 ? store().put("bucket", key, "text/plain", bytes(key)) : store().delete("bucket", key));
        }
        all.forEach(ObjectStoreContract::await);
        put("deep/er/last", "x");
        assertThat(get("deep/er/last")).isEqualTo("x");
    }

    @Test
    void listingIsInTheOrderOfUtf8BytesPageByPage() {
        List<String> keys = new ArrayList<>(
                List.of("a", "a-b", "a/b", "a0", "Z", "é", "\uFFFD", "\uD83D\uDE00", "~", "a/b/c", "b/", "b/1"));
        keys.forEach(key -> put(key, key));
        keys.sort(BY_UTF8_BYTES);
        List<String> seen = new ArrayList<>();
        Optional<String> marker = Optional.of("");
        while (marker.isPresent()) {
            ObjectListing page = list("", marker.get(), "", 5);
            assertThat(page.objects()).hasSizeLessThanOrEqualTo(5);
            seen.addAll(keys(page));
            marker = page.nextMarker();
        }
        assertThat(seen).isEqualTo(keys);
    }

    @Test
    void aDelimiterFoldsWhatLiesBeyondIt() {
        IntStream.range(0, 5).forEach(i -> put("ch" + i + "/1.ts", ""));
        put("top", "");
        ObjectListing first = list("", "", "/", 3);
        assertThat(first.commonPrefixes()).containsExactly("ch0/", "ch1/", "ch2/");
        ObjectListing rest = list("", first.nextMarker().orElseThrow(), "/", 3);
        assertThat(rest.commonPrefixes()).containsExactly("ch3/", "ch4/");
        assertThat(keys(rest)).containsExactly("top");
        assertThat(rest.nextMarker()).isEmpty();
        assertThat(keys(list("ch1/", "", "/", 10))).containsExactly("ch1/1.ts");
    }

    @Test
    void prefixesNeedNoSlash() {
        put("abc/1", "");
        put("abd", "");
        put("b", "");
        assertThat(keys(list("ab", "", "", 10))).containsExactly("abc/1", "abd");
        assertThat(keys(list("abc/", "", "", 10))).containsExactly("abc/1");
        assertThat(keys(list("ab", "abc/1", "", 10))).containsExactly("abd");
    }

    @Test
    void bucketsAreApart() {
        put("k", "1");
        await(store().put("other", "k", "text/plain", bytes("2")));
        assertThat(get("k")).isEqualTo("1");
        assertThat(keys(await(store().list("third", "", "", "", 10)))).isEmpty();
    }

    @Test
    void manyPutsAtOnceAreAllThere() {
        List<String> keys = IntStream.range(0, 200)
                .mapToObj(i -> String.format("m/%03d", i))
                .toList();
        keys.stream()
                .map(key -> store().put("bucket", key, "text/plain", bytes(key)))
                .collect(Collectors.toList())
                .forEach(ObjectStoreContract::await);
        assertThat(keys(list("m/", "", "", 1000))).isEqualTo(keys);
    }
}
