package io.github.dmu4j.data.vector;

import io.github.dmu4j.data.EmbeddingSet;
import java.nio.file.Path;

/**
 * Vectors from files of other tools. Of such vectors nothing but the dimension is known ({@link
 * io.github.dmu4j.data.VectorContract#unknown}); say more with {@link EmbeddingSet#withContract}.
 */
public final class VectorFiles {
    private VectorFiles() {}

    /**
     * All vectors of a .fvecs file; row numbers are the identifiers.
     *
     * @throws io.github.dmu4j.base.DmuException if the file is missing, is no whole number of rows of one dimension, does not fit
     *     into half of the heap, or holds a vector that is all zeros or not finite
     */
    public static EmbeddingSet fvecs(Path file) {
        return EmbeddingSet.of(VectorRows.fvecs(file).readAll());
    }

    /** All vectors of a .bvecs file, components 0 to 255; as {@link #fvecs}. */
    public static EmbeddingSet bvecs(Path file) {
        return EmbeddingSet.of(VectorRows.bvecs(file).readAll());
    }

    /**
     * The rows of an .ivecs file: of a benchmark, the numbers of each query's true neighbours, nearest first.
     *
     * @throws io.github.dmu4j.base.DmuException if the file is missing, is no whole number of rows of one length, or does not fit
     *     into half of the heap
     */
    public static IntRows ivecs(Path file) {
        return IntRows.read(file);
    }

    /**
     * Vectors of a file with a JSON object on each line: {@code {"id": "a", "vector": [0.1, 0.2], "label": "cat"}}. {@code
     * vector} is needed; {@code id} (text or whole number) and {@code label} (text or whole number) stand on every line or on
     * none. Without identifiers row numbers take their place; labels that are not all whole numbers become class names in
     * alphabetical order. Other fields and blank lines are passed over.
     *
     * @throws io.github.dmu4j.base.DmuException naming the line that is no such object, or has another dimension than the first;
     *     or what {@link EmbeddingSet#of} refuses
     */
    public static EmbeddingSet jsonl(Path file) {
        return JsonLines.read(file);
    }
}
