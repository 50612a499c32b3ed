package io.github.dmu4j.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FloatRowsTest {
    /** Blocks of 1 MB are 131,072 rows of two values. */
    private static final int TWO_BLOCKS = 131_073;

    @TempDir
    Path folder;

    private static FloatMatrix random(int rows, int columns, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return FloatMatrix.wrap(rows, columns, values);
    }

    private FloatRows inAFile(FloatMatrix matrix, String name) {
        Npy.write(folder.resolve(name), matrix, FloatType.FLOAT32);
        return MappedNpy.open(folder.resolve(name));
    }

    @Test
    void rowsOfAFileAreCopiedAsThoseOfTheHeap() {
        FloatMatrix heap = random(30, 5, 1);
        FloatRows file = inAFile(heap, "m.npy");

        assertThat(file.slice(7, 20)).isEqualTo(heap.slice(7, 20));
        assertThat(file.select(new int[] {29, 0, 0, 11})).isEqualTo(heap.select(new int[] {29, 0, 0, 11}));
        assertThat(file.toMatrix()).isEqualTo(heap);
        assertThat(heap.toMatrix()).isSameAs(heap);
        assertThatThrownBy(() -> file.slice(20, 31)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> file.select(new int[] {30})).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void stackedRowsAreReadAcrossTheBordersOfTheirParts() {
        FloatMatrix first = random(4, 3, 1);
        FloatMatrix second = random(1, 3, 2);
        FloatMatrix third = random(6, 3, 3);
        FloatMatrix heap = FloatMatrix.stacked(List.of(first, second, third));

        FloatRows stacked = FloatRows.stacked(List.of(
                inAFile(first, "1.npy"), second, FloatMatrix.wrap(0, 3, new float[0]), inAFile(third, "3.npy")));

        assertThat(stacked.rows()).isEqualTo(11);
        for (int from = 0; from <= 11; from++) {
            for (int to = from; to <= 11; to++) {
                assertThat(stacked.slice(from, to)).as("%d to %d", from, to).isEqualTo(heap.slice(from, to));
            }
        }
        int[] mixed = {10, 4, 0, 5, 4};
        assertThat(stacked.select(mixed)).isEqualTo(heap.select(mixed));
        assertThat(FloatRows.stacked(List.of(first))).isSameAs(first);
        assertThatThrownBy(() -> stacked.slice(5, 12)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> FloatRows.stacked(List.of(first, random(1, 2, 4))))
                .hasMessage("matrices of 3 and 2 columns cannot be stacked");
    }

    @Test
    void unitRowsAreTheNormalisedMatrixAndASubsetItsRows() {
        FloatMatrix heap = FloatMatrix.ofRows(new float[][] {{3, 4}, {0, 0}, {-.3f, .1f}, {5, 12}});
        FloatRows file = inAFile(heap, "m.npy");

        assertThat(file.unitRows().slice(0, 1)).isEqualTo(FloatMatrix.ofRows(new float[][] {{.6f, .8f}}));
        assertThat(file.unitRows().toMatrix()).isEqualTo(heap.normalised());
        int[] some = {3, 1, 3};
        FloatRows subset = file.unitRows().subset(some);
        some[0] = 0; // of the caller: the view has its own
        assertThat(subset.toMatrix()).isEqualTo(heap.normalised().select(new int[] {3, 1, 3}));
        assertThat(subset.subset(new int[] {2, 1}).toMatrix())
                .isEqualTo(heap.normalised().select(new int[] {3, 1}));
        assertThat(subset.slice(1, 2)).isEqualTo(heap.normalised().slice(1, 2));
        assertThatThrownBy(() -> file.subset(new int[] {4})).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void blocksFollowEachOtherToTheEnd() {
        FloatMatrix heap = random(TWO_BLOCKS, 2, 5);
        FloatRows file = inAFile(heap, "m.npy");
        List<Integer> firsts = new ArrayList<>();
        float[] gathered = new float[2 * TWO_BLOCKS];

        file.forEachBlock((first, block) -> {
            firsts.add(first);
            System.arraycopy(block.values(), 0, gathered, 2 * first, block.values().length);
        });

        assertThat(firsts).containsExactly(0, TWO_BLOCKS - 1);
        assertThat(Arrays.equals(gathered, heap.values())).isTrue();
        assertThat(file.toMatrix()).isEqualTo(heap);
        assertThat(file.firstUnusableRow()).isEqualTo(-1);
        heap.values()[2 * TWO_BLOCKS - 1] = Float.NaN;
        assertThat(inAFile(heap, "bad.npy").firstUnusableRow()).isEqualTo(TWO_BLOCKS - 1);
        heap.values()[0] = Float.NaN;
        assertThat(inAFile(heap, "worse.npy").firstUnusableRow()).isZero();
    }

    @Test
    void whatNoArrayHoldsDoesNotBecomeOne() {
        FloatRows faces = new Shape(5_179_510, 512);

        assertThatThrownBy(faces::toMatrix)
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("5179510 x 512 are 2651909120 values")
                .hasMessageContaining("blocks of rows");
    }

    /** A matrix of which nothing needs to be read. */
    private record Shape(int rows, int columns) implements FloatRows {
        @Override
        public void read(int from, int count, float[] target) {
            throw new AssertionError("read");
        }
    }
}
