package io.github.dmu4j.data.pickle;

import static io.github.dmu4j.data.FormatFiles.json;
import static io.github.dmu4j.data.FormatFiles.path;
import static io.github.dmu4j.data.FormatFiles.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.NpyArray;
import io.github.dmu4j.data.FormatFiles;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PickleTest {
    @TempDir
    Path folder;

    /** A file of these bytes; text stands for its characters. */
    private Path file(Object... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Object part : parts) {
            out.writeBytes(
                    part instanceof byte[] bytes ? bytes : ((String) part).getBytes(StandardCharsets.ISO_8859_1));
        }
        Path file = folder.resolve("hostile.pkl");
        FormatFiles.write(file, out.toByteArray());
        return file;
    }

    private static byte[] little(long value, int bytes) {
        return Arrays.copyOf(
                ByteBuffer.allocate(8)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(value)
                        .array(),
                bytes);
    }

    private static List<?> list(@Nullable Object value) {
        return (List<?>) Objects.requireNonNull(value);
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return (Map<?, ?>) Objects.requireNonNull(value);
    }

    private static Object item(Map<?, ?> map, String key) {
        return Objects.requireNonNull(map.get(key));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void everyProtocolGivesWhatPythonWrote(int protocol) {
        Path file = path("pickle/value-" + protocol + ".pkl");
        Object expected = PlainValues.expected(json("pickle/value.json"));
        assertThat(PlainValues.read(Pickle.read(file))).isEqualTo(expected);
        assertThat(PlainValues.read(Pickle.readInPlace(file))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"python2-0", "python2-1", "python2-2", "python2-pickle-2"})
    void stringsOfPython2BecomeTextWithOneCharacterAByte(String name) {
        assertThat(PlainValues.read(Pickle.read(path("pickle/" + name + ".pkl"))))
                .isEqualTo(PlainValues.expected(json("pickle/python2.json")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"python2-0", "python2-1", "python2-2"})
    void stringsOfPython2AreBytesInPlace(String name) {
        Path file = path("pickle/" + name + ".pkl");
        PickleBytes bytes = (PickleBytes) item(map(Pickle.readInPlace(file)), "str");
        byte[] expected = ((String) item(map(Pickle.read(file)), "str")).getBytes(StandardCharsets.ISO_8859_1);
        assertThat(bytes.read()).isEqualTo(expected);
        assertThat(expected).hasSize("all bytes ".length() + 256);
    }

    @Test
    void namesOfNumpy2AreThoseOfNumpy1() {
        assertThat(PlainValues.read(Pickle.read(path("pickle/numpy2.pkl"))))
                .isEqualTo(PlainValues.expected(json("pickle/numpy2.json")));
    }

    @Test
    void keysKeepTheFilesOrder() {
        Map<?, ?> value = map(Pickle.read(path("pickle/value-4.pkl")));
        assertThat(new ArrayList<Object>(value.keySet()))
                .containsExactly(
                        "whole", "floats", "truths", "text", "bytes", "tuples", "nested", 7L, null, "shared", "many",
                        "arrays", "scalars");
    }

    @Test
    void whatWasOneObjectStaysOne() {
        Map<?, ?> value = map(Pickle.read(path("pickle/value-2.pkl")));
        assertThat(list(item(value, "shared")).get(0))
                .isSameAs(list(item(value, "shared")).get(1));
    }

    @Test
    @SuppressWarnings("unchecked")
    void resultsCannotBeModified() {
        Map<Object, Object> value = (Map<Object, Object>) map(Pickle.read(path("pickle/value-2.pkl")));
        assertThatThrownBy(() -> value.put("a", "b")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> ((List<Object>) item(value, "many")).add(1L))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void numbersInPlaceAreWhereTheFileHasThem() {
        Map<?, ?> value = map(Pickle.readInPlace(path("pickle/value-4.pkl")));
        PickleBytes all = (PickleBytes) list(item(value, "bytes")).get(2);
        byte[] whole = FormatFiles.bytes(path("pickle/value-4.pkl"));
        int from = Math.toIntExact(all.offset());
        assertThat(Arrays.copyOfRange(whole, from, from + all.storedBytes())).isEqualTo(all.read());
    }

    @ParameterizedTest
    @CsvSource({
        "refused-call, system",
        "refused-call-4, system",
        "refused-instance, Instance",
        "refused-instance-4, Instance",
        "refused-set, set",
        "refused-set-4, makes a set",
        "refused-frozenset-4, makes a set",
        "refused-objects, Python objects",
        "refused-structured, structured",
        "refused-complex, c16",
        "refused-key, dict key",
        "refused-cycle, contains itself",
        "refused-deep, nested deeper than 64"
    })
    void everythingButDataIsRefusedByName(String name, String named) {
        refused(() -> Pickle.read(path("pickle/" + name + ".pkl")), name + ".pkl", named);
        refused(() -> Pickle.readInPlace(path("pickle/" + name + ".pkl")), name + ".pkl", named);
    }

    @Test
    void aRefusalSaysWhereAndThatNothingWasRun() {
        refused(
                () -> Pickle.read(file("\u0080\u0002cposix\nsystem\n", "X", little(4, 4), "true", "\u0085R.")),
                "byte 2",
                "asks for posix.system",
                "nothing was run",
                "JSON or .npy");
    }

    @ParameterizedTest
    @CsvSource({
        "X, 4", "B, 4", "T, 4", "U, 1", "C, 1", "140, 1", "141, 8", "142, 8", "150, 8", "138, 1", "139, 4", "149, 8"
    })
    void noLengthIsBelievedBeyondTheEnd(String instruction, int bytes) {
        int code = instruction.length() == 1 ? instruction.charAt(0) : Integer.parseInt(instruction);
        for (long length : new long[] {
            255,
            (1L << 29) - 1,
            Integer.MAX_VALUE,
            1L << 31,
            (1L << 32) - 1,
            1L << 32,
            Long.MAX_VALUE,
            Long.MIN_VALUE,
            -1
        }) {
            if (bytes == 8 || length >>> (8 * bytes) == 0) {
                Path file = file("\u0080\u0004", new byte[] {(byte) code}, little(length, bytes), "content.");
                refused(() -> Pickle.read(file), "hostile.pkl", "byte 2");
                refused(() -> Pickle.readInPlace(file), "hostile.pkl", "byte 2");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".",
                "0.",
                "a.",
                "(",
                "]",
                "e.",
                "(e.",
                "N(1",
                "1.",
                "t.",
                "\u0085.",
                "s.",
                "Nu.",
                "}(Nu.",
                "}Ns.",
                "b.",
                "NNb.",
                "R.",
                "NNR.",
                "NN\u0093.",
                "g0\n.",
                "h\u0001.",
                "p\n.",
                "Np-1\n.",
                "p99999999999999999999\n.",
                "Iabc\n.",
                "Lx\n.",
                "Fy\n.",
                "S'a\n.",
                "Sa\n.",
                "S'\\q'\n.",
                "S'\\x4'\n.",
                "S'\\\n.",
                "V\\u12\n.",
                "V\\UFFFFFFFF\n.",
                "X\u0001\u0000\u0000\u0000\u00ff.",
                "\u0080\u0006N.",
                "\u0001.",
                "PK\u0003\u0004",
                "hello",
                "cnumpy\nndarray\n.",
                "cnumpy\ndtype\n)R.",
                "cnumpy\ndtype\n(S'f8'\ntR.",
                "c_codecs\nencode\n(V\\u0101\nVlatin1\ntR.",
                "c_codecs\nencode\n(Vab\nVrot13\ntR.",
                "cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(I0\ntS'b'\ntR.",
                "cnumpy.core.multiarray\n_reconstruct\n)R.",
                "c__builtin__\nbytes\n(I5\ntR.",
                "P1\n.",
                "NQ.",
                "ios\nsystem\n.",
                "(o.",
                "N)\u0081.",
                "\u0082\u0001.",
                "\u0097.",
                "}]Ns.",
            })
    void nonsenseIsRefusedWithItsPlace(String content) {
        refused(() -> Pickle.read(file(content)), "hostile.pkl", "byte ");
        // in place, an escaped string is looked at when it is read
        refused(() -> PlainValues.read(Pickle.readInPlace(file(content))), "hostile.pkl", "byte ");
    }

    @Test
    void whatFollowsTheEndIsNotLookedAt() {
        assertThat(Pickle.read(file("N.hello"))).isNull();
    }

    /** dtype, then _reconstruct, then BUILD with this shape, order and data, in protocol 0. */
    private static String array(String type, String shape, String fortran, String data) {
        return "cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(I0\ntS'b'\ntR(I1\n(" + shape
                + "tcnumpy\ndtype\n(S'" + type + "'\nI0\nI1\ntR(I3\nS'<'\nNNNI-1\nI-1\nI0\ntb" + fortran + "S'" + data
                + "'\ntb.";
    }

    @Test
    void anArrayIsMadeOfItsBytes() {
        NpyArray array =
                (NpyArray) Objects.requireNonNull(Pickle.read(file(array("i2", "I2\nI1\n", "I00\n", "ab\\x01\\x00"))));
        assertThat(array.shape()).containsExactly(2, 1);
        assertThat(array.toLongs()).containsExactly('a' + 256 * 'b', 1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "f8 | I2147483647;",
                "i1 | I2147483647;I2147483647;I2147483647;",
                "i1 | I-1;",
                "i1 | I536870911;",
                "i1 | L9223372036854775807L;",
                "i1 | L99999999999999999999999L;",
                "S0 | I2147483647;",
                "S0 | I4;",
                "U0 | I4;",
                "U99999999 | I1;",
                "i1 | I3;",
                "i1 | I0;I2147483647;I2147483647;I2147483647;I2147483647;I2147483647;",
                "O8 | I1;",
                "M8 | I1;",
                "V4 | I1;"
            })
    void aShapeThatTheBytesDoNotFillIsRefused(String type, String shape) {
        for (String fortran : List.of("I00\n", "I01\n")) {
            refused(() -> Pickle.read(file(array(type, shape.replace(';', '\n'), fortran, "abcd"))), "hostile.pkl");
        }
    }

    /** Each of these instructions makes an object of many times its own size. */
    @ParameterizedTest
    @ValueSource(strings = {"}", "]", "N", "(", "K\u0001", "N\u0085", "}NNs", "]NaNa", "\u0094", "q\u0001"})
    void whatIsBuiltStaysWithinABudget(String instructions) {
        Path file = file("N", instructions.repeat((1 << 20) / 32));
        refused(
                () -> {
                    try (PickleInput in = new PickleInput(file, 1 << 20)) {
                        new PickleMachine(in, false).run();
                    }
                },
                "has built objects of more than 1 MB",
                "-Xmx");
    }

    @Test
    void anArrayLargerThanTheBudgetIsRefusedBeforeItIsMade() {
        // 2^17 bytes are read as 2^17 numbers of 8 bytes
        Path file = file(array("i1", "I131072\n", "I00\n", "a".repeat(1 << 17)));
        try (PickleInput in = new PickleInput(file, 1 << 20)) {
            refused(() -> new PickleMachine(in, true).run(), "has built objects of more than 1 MB");
        }
    }

    @Test
    void tuplesInTuplesWithoutEndDoNotOverflowTheStack() {
        byte[] wrapped = new byte[100_000];
        Arrays.fill(wrapped, (byte) 0x85);
        refused(() -> Pickle.read(file("N", wrapped, ".")), "nested deeper than 64");
        // 40 levels, twice, joined through the memo
        String inner = "\u0085".repeat(40);
        refused(() -> Pickle.read(file("N" + inner + "p1\n0(g1\ng1\n" + "t" + inner + ".")), "nested deeper than 64");
    }

    @Test
    void oneListThatStandsInItselfManyTimesOverIsReadOnce() {
        // 50 levels of (x, x): 2^50 leaves, 50 objects
        String level = "p1\n0g1\ng1\n\u0086";
        Object value = Pickle.read(file("N\u0085" + level.repeat(50) + "."));
        for (int i = 0; i < 50; i++) {
            assertThat(list(value).get(0)).isSameAs(list(value).get(1));
            value = list(value).get(0);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "numpy2.pkl",
                "python2-0.pkl",
                "python2-1.pkl",
                "python2-2.pkl",
                "refused-call.pkl",
                "refused-objects.pkl",
                "refused-structured.pkl"
            })
    void aFileCutOffOrChangedAnywhereGivesAValueOrAnError(String name) {
        Path file = file(FormatFiles.bytes(path("pickle/" + name)));
        int step = Math.max(1, FormatFiles.bytes(file).length / 200);
        FormatFiles.truncated(file, step, length -> {
            refused(() -> Pickle.read(file), "hostile.pkl");
            refused(() -> Pickle.readInPlace(file), "hostile.pkl");
        });
        FormatFiles.flipped(file, step, at -> {
            FormatFiles.problem(() -> Pickle.read(file));
            FormatFiles.problem(() -> PlainValues.read(Pickle.readInPlace(file)));
        });
    }

    @Test
    void aMissingFileAndAFolderAreNamed() {
        refused(() -> Pickle.read(folder.resolve("none.pkl")), "none.pkl");
        assertThatThrownBy(() -> Pickle.read(folder)).isInstanceOf(DmuException.class);
    }

    @Test
    void bytesAreRefusedOnceTheFileIsShorter() {
        Path file = file(FormatFiles.bytes(path("pickle/value-4.pkl")));
        Map<?, ?> value = map(Pickle.readInPlace(file));
        FormatFiles.write(file, new byte[10]);
        refused(() -> ((PickleBytes) list(item(value, "bytes")).get(2)).read(), "hostile.pkl", "open it again");
    }
}
