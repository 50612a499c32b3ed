package io.github.dmu4j.data.vector;

import static io.github.dmu4j.data.FormatFiles.bytes;
import static io.github.dmu4j.data.FormatFiles.problem;
import static io.github.dmu4j.data.FormatFiles.refused;
import static io.github.dmu4j.data.FormatFiles.with;
import static io.github.dmu4j.data.FormatFiles.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmu4j.data.EmbeddingSet;
import io.github.dmu4j.data.FormatFiles;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fixtures and expected values by formats/vectors.py. */
class VectorFilesTest {
    private static final JsonNode EXPECTED = FormatFiles.json("vector/expected.json");

    @TempDir
    Path temp;

    private static float[] floats(JsonNode row) {
        double[] values = FormatFiles.doubles(row);
        float[] row32 = new float[values.length];
        for (int i = 0; i < row32.length; i++) {
            row32[i] = (float) values[i];
        }
        return row32;
    }

    private Path copy(String name) {
        Path file = temp.resolve(name);
        write(file, bytes(FormatFiles.path("vector/" + name)));
        return file;
    }

    private static void read(Path file) {
        String name = file.toString();
        if (name.endsWith("fvecs")) {
            VectorFiles.fvecs(file);
        } else if (name.endsWith("bvecs")) {
            VectorFiles.bvecs(file);
        } else if (name.endsWith("ivecs")) {
            VectorFiles.ivecs(file);
        } else {
            VectorFiles.jsonl(file);
        }
    }

    @Test
    void fvecsAndBvecsAreReadValueForValue() {
        EmbeddingSet floats = VectorFiles.fvecs(FormatFiles.path("vector/rows.fvecs"));
        EmbeddingSet octets = VectorFiles.bvecs(FormatFiles.path("vector/rows.bvecs"));
        assertThat(floats.size()).isEqualTo(5);
        assertThat(octets.size()).isEqualTo(4);
        for (int i = 0; i < 5; i++) {
            assertThat(floats.vectors().row(i))
                    .isEqualTo(floats(EXPECTED.get("fvecs").get(i)));
        }
        for (int i = 0; i < 4; i++) {
            assertThat(octets.vectors().row(i))
                    .isEqualTo(floats(EXPECTED.get("bvecs").get(i)));
        }
        assertThat(floats.hasRowNumberIds()).isTrue();
    }

    @Test
    void ivecsAreReadValueForValue() {
        IntRows rows = VectorFiles.ivecs(FormatFiles.path("vector/rows.ivecs"));
        assertThat(rows.rows()).isEqualTo(3);
        assertThat(rows.columns()).isEqualTo(4);
        for (int i = 0; i < 3; i++) {
            assertThat(rows.row(i))
                    .isEqualTo(FormatFiles.ints(EXPECTED.get("ivecs").get(i)));
        }
        assertThat(rows.get(2, 1)).isEqualTo(EXPECTED.get("ivecs").get(2).get(1).asInt());
        assertThatThrownBy(() -> rows.row(3)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void rowsAreStreamedInBlocks() {
        VectorRows rows = VectorRows.fvecs(FormatFiles.path("vector/rows.fvecs"));
        assertThat(rows.rows()).isEqualTo(5);
        assertThat(rows.dimension()).isEqualTo(3);
        assertThat(rows.read(3, 2).row(1))
                .isEqualTo(floats(EXPECTED.get("fvecs").get(4)));
        assertThat(rows.read(5, 0).rows()).isZero();
        assertThatThrownBy(() -> rows.read(4, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void manyRowsThatAreReadInSeveralPiecesAreAllThere() {
        int rows = 3000;
        int dimension = 100;
        ByteBuffer buffer = ByteBuffer.allocate(rows * (4 + 4 * dimension)).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < rows; i++) {
            buffer.putInt(dimension);
            for (int j = 0; j < dimension; j++) {
                buffer.putFloat(i * dimension + j + 1);
            }
        }
        Path file = temp.resolve("many.fvecs");
        write(file, buffer.array());
        float[] values = VectorFiles.fvecs(file).vectors().values();
        for (int i = 0; i < values.length; i++) {
            assertThat(values[i]).isEqualTo(i + 1);
        }
    }

    @ParameterizedTest
    @CsvSource({"rows.fvecs,16", "rows.bvecs,10", "rows.ivecs,20"})
    void everyRowNeedsTheDimensionOfTheFirst(String name, int rowBytes) {
        Path file = copy(name);
        byte[] whole = bytes(file);
        int dimension = whole[0];
        FormatFiles.truncated(file, 1, length -> {
            String message = problem(() -> read(file));
            boolean complete = length > 0 && length % rowBytes == 0;
            assertThat(message.isEmpty()).as("cut at " + length).isEqualTo(complete);
        });
        write(file, with(whole, rowBytes, dimension + 1));
        refused(() -> read(file), name + " at byte " + rowBytes, "row 1", "dimension " + (dimension + 1));
        for (int absurd : new int[] {0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, 0x1fffffff, 1000}) {
            write(file, with(whole, 0, absurd));
            refused(() -> read(file), name, "row 0 has dimension " + absurd);
            write(file, with(whole, rowBytes, absurd));
            refused(() -> read(file), name + " at byte " + rowBytes);
        }
        refused(() -> read(temp.resolve("no." + name)), "no file");
    }

    @Test
    void aVectorThatIsNotFiniteIsNamed() {
        Path file = copy("rows.fvecs");
        write(file, with(bytes(file), 2 * 16 + 4, Float.floatToIntBits(Float.NaN)));
        refused(() -> read(file), "row 2", "NaN");
    }

    @Test
    void jsonLinesHaveIdentifiersVectorsAndClassNames() {
        EmbeddingSet set = VectorFiles.jsonl(FormatFiles.path("vector/vectors.jsonl"));
        assertThat(set.ids()).containsExactly("größer", "item-1", "item-2");
        assertThat(set.classNames()).containsExactly("ant", "cat");
        assertThat(set.labels().orElseThrow()).containsExactly(1, 0, 1);
        for (int i = 0; i < 3; i++) {
            assertThat(set.vectors().row(i))
                    .isEqualTo(floats(EXPECTED.get("fvecs").get(i)));
        }
    }

    @Test
    void identifiersAndLabelsMayBeNumbersOrMissing() {
        Path file = temp.resolve("x.jsonl");
        write(file, "{\"vector\":[1,2],\"label\":7,\"id\":12}\n{\"label\":3,\"vector\":[0.5,-1e-3],\"id\":\"b\"}");
        EmbeddingSet set = VectorFiles.jsonl(file);
        assertThat(set.ids()).containsExactly("12", "b");
        assertThat(set.labels().orElseThrow()).containsExactly(7, 3);
        assertThat(set.vectors().get(1, 1)).isEqualTo(-1e-3f);
        write(file, "{\"vector\":[1]}\n");
        assertThat(VectorFiles.jsonl(file).hasRowNumberIds()).isTrue();
        assertThat(VectorFiles.jsonl(file).labels()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[1,2]",
                "{\"id\":\"a\"}",
                "{\"vector\":[]}",
                "{\"vector\":1}",
                "{\"vector\":[1,\"2\"]}",
                "{\"vector\":[1,[2]]}",
                "{\"vector\":[1,null]}",
                "{\"vector\":[NaN]}",
                "{\"vector\":[1e999]}",
                "{\"vector\":[1],\"vector\":[1]}",
                "{\"vector\":[1],\"id\":\"a\",\"id\":\"b\"}",
                "{\"vector\":[1],\"id\":null}",
                "{\"vector\":[1],\"label\":1.5}",
                "{\"vector\":[1],\"label\":[1]}",
                "{\"vector\":[1]} {}",
                "{\"vector\":[1]}{\"vector\":[1]}",
                "{\"vector\":[1",
                "{\"vector\":[0,0]}",
                "{\"vector\":[1],\"label\":-1}"
            })
    void otherLinesAreRefused(String line) {
        Path file = temp.resolve("x.jsonl");
        write(file, "\n" + line);
        refused(() -> VectorFiles.jsonl(file));
        if (line.length() > 0 && !line.contains("0,0") && !line.contains("-1")) {
            refused(() -> VectorFiles.jsonl(file), "x.jsonl line 2");
        }
    }

    @Test
    void linesThatDoNotFitTheFirstAreNamed() {
        Path file = temp.resolve("x.jsonl");
        write(file, "{\"vector\":[1,2],\"id\":\"a\"}\n{\"vector\":[1],\"id\":\"b\"}");
        refused(() -> VectorFiles.jsonl(file), "x.jsonl line 2", "dimension 1, the first has 2");
        write(file, "{\"vector\":[1,2],\"id\":\"a\"}\n{\"vector\":[1,3]}");
        refused(() -> VectorFiles.jsonl(file), "line 2", "has no \"id\"");
        write(file, "{\"vector\":[1,2]}\n{\"vector\":[1,3],\"label\":1}");
        refused(() -> VectorFiles.jsonl(file), "line 2", "\"label\"");
        write(file, "{\"vector\":[1,2],\"id\":\"a\"}\n{\"vector\":[1,3],\"id\":\"a\"}");
        refused(() -> VectorFiles.jsonl(file), "\"a\" stands at two rows");
    }

    @Test
    void damagedJsonLinesNeverCrash() {
        Path file = copy("vectors.jsonl");
        FormatFiles.truncated(
                file, 1, at -> assertThat(problem(() -> read(file))).isNotNull());
        FormatFiles.flipped(file, 1, at -> assertThat(problem(() -> read(file))).isNotNull());
        byte[] deep = new byte[1_000_000];
        Arrays.fill(deep, (byte) '[');
        write(file, deep);
        refused(() -> read(file), "line 1");
        write(file, "{\"x\":" + "[".repeat(100_000));
        refused(() -> read(file), "line 1");
        byte[] longLine = new byte[(1 << 22) + 1];
        Arrays.fill(longLine, (byte) ' ');
        write(file, longLine);
        refused(() -> read(file), "line 1", "longer than");
    }
}
