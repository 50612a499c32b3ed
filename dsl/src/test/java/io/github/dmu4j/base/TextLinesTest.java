package io.github.dmu4j.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextLinesTest {
    @TempDir
    Path temp;

    private TextLines open(String text, int maxLine) throws IOException {
        return TextLines.open(Files.writeString(temp.resolve("x.txt"), text), maxLine);
    }

    private List<String> all(String text, int maxLine) throws IOException {
        List<String> found = new ArrayList<>();
        try (TextLines lines = open(text, maxLine)) {
            while (lines.next()) {
                assertThat(lines.number()).isEqualTo(found.size() + 1);
                found.add(lines.text());
            }
            assertThat(lines.next()).isFalse();
        }
        return found;
    }

    @Test
    void linesEndInLineFeedCarriageReturnOrTheFile() throws IOException {
        assertThat(all("", 10)).isEmpty();
        assertThat(all("\n", 10)).containsExactly("");
        assertThat(all("a\r\n\nb c\rd\nlast", 10)).containsExactly("a", "", "b c\rd", "last");
        assertThat(all("\ufeffä\nö\n", 10)).containsExactly("ä", "ö");
    }

    /** Lines of 0 to 300 bytes over many buffers of 64 KiB, against the JDK's own reader. */
    @Test
    void linesOverTheEndsOfTheBufferAreWhole() throws IOException {
        SplittableRandom random = new SplittableRandom(4);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 3000; i++) {
            text.append(String.valueOf((char) ('a' + i % 26)).repeat(random.nextInt(300)))
                    .append('\n');
        }
        assertThat(all(text.toString(), 300)).isEqualTo(text.toString().lines().toList());
    }

    @Test
    void theLimitHoldsToTheByteAlsoBeyondTheFirstBuffer() throws IOException {
        for (int limit : new int[] {1, 100, 1 << 16, 200_000}) {
            String longest = "x".repeat(limit);
            assertThat(all(longest + "\r\n" + longest, limit)).containsExactly(longest, longest);
            for (String end : new String[] {"", "\n", "\r\n"}) {
                assertThatThrownBy(() -> all("\n" + longest + "y" + end, limit))
                        .isInstanceOf(DmuException.class)
                        .hasMessageContaining("x.txt line 2 is longer than " + limit + " bytes");
            }
        }
    }

    @Test
    void fieldsAreSplitAtSpacesSeparatorsOrTheLastSpace() throws IOException {
        try (TextLines lines = open(" a \tbc  d \n,x,,y\none two  three \nalone\n \n", 100)) {
            lines.next();
            assertThat(lines.split(5)).isEqualTo(3);
            assertThat(List.of(lines.field(0), lines.field(1), lines.field(2))).containsExactly("a", "bc", "d");
            assertThat(lines.split(2)).isEqualTo(3);
            assertThat(lines.split(0)).isEqualTo(1);
            assertThat(lines.fieldIs(0, "a")).isTrue();
            assertThat(lines.fieldIs(0, "b")).isFalse();
            lines.next();
            assertThat(lines.splitAt(',', 9)).isEqualTo(4);
            assertThat(List.of(lines.field(0), lines.field(1), lines.field(2), lines.field(3)))
                    .containsExactly("", "x", "", "y");
            assertThat(lines.splitAt(',', 1)).isEqualTo(2);
            lines.next();
            assertThat(lines.splitAtLastSpace()).isEqualTo(2);
            assertThat(List.of(lines.field(0), lines.field(1))).containsExactly("one two", "three");
            lines.next();
            assertThat(lines.splitAtLastSpace()).isEqualTo(1);
            assertThat(lines.isBlank()).isFalse();
            lines.next();
            assertThat(lines.isBlank()).isTrue();
            assertThat(lines.splitAtLastSpace()).isEqualTo(1);
        }
    }

    @Test
    void wholeNumbersAreReadUpToTheirLimitAndNotBeyond() throws IOException {
        try (TextLines lines = open(
                "0 2147483647 9223372036854775807 12 2147483648 9223372036854775808 99999999999999999999 -1 1.0 x",
                200)) {
            lines.next();
            lines.requireFields(10, "numbers");
            assertThat(lines.wholeNumber(0)).isZero();
            assertThat(lines.wholeNumber(1)).isEqualTo(Integer.MAX_VALUE);
            assertThat(lines.wholeNumber(2, Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
            assertThat(lines.wholeNumber(3, 12)).isEqualTo(12);
            assertThatThrownBy(() -> lines.wholeNumber(3, 11)).isInstanceOf(DmuException.class);
            for (int field = 4; field < 10; field++) {
                int index = field;
                assertThatThrownBy(() -> lines.wholeNumber(index))
                        .isInstanceOf(DmuException.class)
                        .hasMessageContaining("line 1")
                        .hasMessageContaining("field " + (index + 1));
            }
            assertThatThrownBy(() -> lines.wholeNumber(5, Long.MAX_VALUE)).isInstanceOf(DmuException.class);
            assertThatThrownBy(() -> lines.wholeNumber(6, Long.MAX_VALUE)).isInstanceOf(DmuException.class);
        }
    }

    @Test
    void numbersAreFiniteDecimals() throws IOException {
        try (TextLines lines = open("-1.5e3,+.25,,NaN,Infinity,0x1p3,1f,1e99,1e,--1", 100)) {
            lines.next();
            assertThat(lines.splitAt(',', 10)).isEqualTo(10);
            assertThat(lines.number(0)).isEqualTo(-1500f);
            assertThat(lines.number(1)).isEqualTo(0.25f);
            for (int field = 2; field < 10; field++) {
                int index = field;
                assertThatThrownBy(() -> lines.number(index)).isInstanceOf(DmuException.class);
            }
        }
    }

    @Test
    void textThatIsNotUtf8IsRefusedWithItsLine() throws IOException {
        Path file = temp.resolve("latin.txt");
        Files.write(file, "a\ngr\u00f6\u00dfe\n".getBytes(StandardCharsets.ISO_8859_1));
        try (TextLines lines = TextLines.open(file, 100)) {
            lines.next();
            lines.next();
            assertThatThrownBy(lines::text)
                    .isInstanceOf(DmuException.class)
                    .hasMessageContaining("latin.txt line 2")
                    .hasMessageContaining("UTF-8");
        }
        assertThatThrownBy(() -> TextLines.open(temp, 10)).hasMessageContaining("folder");
    }

    @Test
    void columnsHoldWhatWasAddedAndGiveItOutOnce() {
        Columns columns = new Columns("the test");
        Columns.Ints ints = columns.ints();
        Columns.Longs longs = columns.longs();
        Columns.Floats floats = columns.floats();
        Columns.Texts texts = columns.texts();
        for (int i = 0; i < 1000; i++) {
            ints.add(i);
            longs.add(i * 10_000_000_000L);
            floats.add(i / 2f);
            byte[] text = (i % 3 == 0 ? "" : "é" + i).getBytes(StandardCharsets.UTF_8);
            texts.add(text, 0, text.length);
        }
        assertThat(columns.bytes()).isGreaterThan(16_000);
        assertThat(ints.toArray()).hasSize(1000).startsWith(0, 1).endsWith(999);
        assertThat(ints.size()).isZero();
        assertThat(longs.toArray()).hasSize(1000).endsWith(9_990_000_000_000L);
        assertThat(floats.toArray()).hasSize(1000).endsWith(499.5f);
        List<String> all = texts.toList();
        assertThat(all).hasSize(1000).startsWith("", "é1", "é2", "").endsWith("é998", "");
        assertThatThrownBy(() -> all.get(1000)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void filesAreReadAtAnyPlaceAndNeverBeyondTheirEnd() throws IOException {
        Path file = temp.resolve("bytes");
        Files.write(file, new byte[] {1, 2, 3, 4, 5});
        ReadableFile readable = ReadableFile.open(file, "a test file");
        assertThat(readable.length()).isEqualTo(5);
        assertThat(readable.read(1, 3, "the middle")).containsExactly(2, 3, 4);
        assertThat(readable.read(5, 0, "nothing")).isEmpty();
        long[][] beyond = {
            {0, 6}, {5, 1}, {6, 0}, {-1, 1}, {0, -1}, {2, Long.MAX_VALUE}, {Long.MAX_VALUE, 1}, {4, 1L << 31}
        };
        for (long[] range : beyond) {
            assertThatThrownBy(() -> readable.read(range[0], range[1], "the rest"))
                    .isInstanceOf(DmuException.class)
                    .hasMessageContaining(
                            "has 5 bytes, but the rest needs " + range[1] + " bytes from byte " + range[0]);
        }
        assertThatThrownBy(() -> ReadableFile.open(temp, "a test file")).hasMessageContaining("needed is a test file");
    }

    @Test
    void moreThanHalfOfTheHeapIsRefusedInWords() {
        long half = Runtime.getRuntime().maxMemory() / 2;
        HeapRoom.require(half, "the vectors", "read fewer");
        assertThatThrownBy(() -> HeapRoom.require(half + 1, "the vectors", "read fewer"))
                .isInstanceOf(DmuException.class)
                .hasMessageStartingWith("the vectors would take")
                .hasMessageEndingWith("give Java more (-Xmx), or read fewer");
    }
}
