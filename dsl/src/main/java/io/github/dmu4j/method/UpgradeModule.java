package io.github.dmu4j.method;

import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.data.VectorContract;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * psi: moves stored vectors of the old model to the new model's space, without their images. psi(z) = normalise(R z + F(z)),
 * with R a fixed linear map and F one small residual network; with several branches F_b, the normalised mean of the
 * normalise(R z + F_b(z)); with none, normalise(R z).
 *
 * <p>Applied in plain Java: no native library, thread-safe, any number of rows. Immutable. Trained by {@link
 * UpgradeModuleTraining}; a module of a linear map alone is made by {@link #linear}.
 *
 * <p>Source: the forward-adaptation half of "Darwinian Model Upgrades" (Zhang et al., AAAI 2023), whose layers are not
 * available to us; shape and defaults are ours (docs/method.md, 6 and 6b). Deviations: therefore unknown.
 */
public final class UpgradeModule {
    /** Version of the saved form. */
    public static final int SCHEMA_VERSION = 1;

    private static final int ROW_BLOCK = 64;

    private final VectorContract input;
    private final VectorContract output;
    private final FloatMatrix linear;
    private final List<UpgradeBranch> branches;
    private final boolean takesScore;
    private final RightFactor linearFactor;
    private final List<FoldedBranch> folded;

    /**
     * A module of these weights.
     *
     * @param input what the old vectors are
     * @param output what the adapted vectors are comparable with
     * @param linear R, shape (d_n, d_o)
     * @param branches the F_b; may be empty
     * @param takesScore whether each F_b has one more input: the score of the vector
     * @throws IllegalArgumentException if shapes do not fit
     */
    public UpgradeModule(
            VectorContract input,
            VectorContract output,
            FloatMatrix linear,
            List<UpgradeBranch> branches,
            boolean takesScore) {
        this.input = Objects.requireNonNull(input);
        this.output = Objects.requireNonNull(output);
        this.linear = linear;
        this.branches = List.copyOf(branches);
        this.takesScore = takesScore;
        int inputs = linear.columns() + (takesScore ? 1 : 0);
        for (UpgradeBranch branch : branches) {
            if (branch.firstWeight().columns() != inputs
                    || branch.secondWeight().rows() != linear.rows()) {
                throw new IllegalArgumentException(
                        "a branch maps " + branch.firstWeight().columns() + " to "
                                + branch.secondWeight().rows() + " values, the module needs " + inputs + " to "
                                + linear.rows());
            }
        }
        if (input.dimension() != linear.columns() || output.dimension() != linear.rows()) {
            throw new IllegalArgumentException("contracts say dimensions " + input.dimension() + " to "
                    + output.dimension() + ", the linear map is " + linear.columns() + " to " + linear.rows());
        }
        linearFactor = RightFactor.applying(linear);
        folded = this.branches.stream().map(FoldedBranch::new).toList();
    }

    /** normalise(R z): a linear map alone, for example {@link LinearMaps#procrustes}. */
    public static UpgradeModule linear(VectorContract input, VectorContract output, FloatMatrix linear) {
        return new UpgradeModule(input, output, linear, List.of(), false);
    }

    /** What the vectors to adapt must be. */
    public VectorContract input() {
        return input;
    }

    /** What adapted vectors are comparable with. */
    public VectorContract output() {
        return output;
    }

    /** R, shape (d_n, d_o). */
    public FloatMatrix linear() {
        return linear;
    }

    /** The branches of F. */
    public List<UpgradeBranch> branches() {
        return branches;
    }

    /** Whether {@link #adapt(FloatMatrix, double[])} must be used, with one score per vector. */
    public boolean takesScore() {
        return takesScore;
    }

    /**
     * psi of every row.
     *
     * @param oldEmbeddings shape (n, d_o), raw or normalised rows: they are normalised first
     * @return shape (n, d_n), unit rows; each depends on its own row only
     * @throws io.github.dmu4j.base.DmuException if a row is NaN, infinite or zero
     */
    public FloatMatrix adapt(FloatMatrix oldEmbeddings) {
        if (takesScore) {
            throw new IllegalArgumentException(
                    "this upgrade module was trained with a score beside each vector; call adapt(embeddings, scores)");
        }
        return apply(oldEmbeddings, null);
    }

    /**
     * psi of every row, for modules that also take a score.
     *
     * @param scores length n, made by the measure and prototypes that the module was trained with; read only if {@link
     *     #takesScore}
     */
    public FloatMatrix adapt(FloatMatrix oldEmbeddings, double[] scores) {
        if (scores.length != oldEmbeddings.rows()) {
            throw new IllegalArgumentException(scores.length + " scores for " + oldEmbeddings.rows() + " embeddings");
        }
        return apply(oldEmbeddings, scores);
    }

    private FloatMatrix apply(FloatMatrix embeddings, double @Nullable [] scores) {
        int n = embeddings.rows();
        int from = linear.columns();
        int to = linear.rows();
        if (n > 0 && embeddings.columns() != from) {
            throw new IllegalArgumentException("the embeddings have dimension " + embeddings.columns()
                    + " but this upgrade module takes " + from + "; adapt vectors of the old model it was trained for");
        }
        Prototypes.requireUsable(embeddings, "the embeddings to adapt");
        float[] result = new float[Math.multiplyExact(n, to)];
        IntStream.range(0, (n + ROW_BLOCK - 1) / ROW_BLOCK).parallel().forEach(block -> {
            int first = block * ROW_BLOCK;
            int rows = Math.min(ROW_BLOCK, n - first);
            float[] unit = embeddings.slice(first, first + rows).normalised().values();
            float[] adapted = adaptBlock(unit, rows, takesScore && scores != null ? scores : null, first);
            System.arraycopy(adapted, 0, result, first * to, rows * to);
        });
        return FloatMatrix.wrap(n, to, result);
    }

    private float[] adaptBlock(float[] unit, int rows, double @Nullable [] scores, int first) {
        int from = linear.columns();
        int to = linear.rows();
        float[] start = new float[rows * to];
        linearFactor.multiplyAdd(unit, rows, start);
        if (folded.isEmpty()) {
            return normalise(start, rows, to);
        }
        float[] in = scores == null ? unit : withScores(unit, rows, from, scores, first);
        float[] sum = new float[rows * to];
        for (FoldedBranch branch : folded) {
            float[] out = start.clone();
            branch.addTo(in, rows, out);
            normalise(out, rows, to);
            for (int k = 0; k < sum.length; k++) {
                sum[k] += out[k];
            }
        }
        return folded.size() == 1 ? sum : normalise(sum, rows, to);
    }

    static float[] withScores(float[] unit, int rows, int from, double[] scores, int first) {
        float[] in = new float[rows * (from + 1)];
        for (int i = 0; i < rows; i++) {
            System.arraycopy(unit, i * from, in, i * (from + 1), from);
            in[i * (from + 1) + from] = (float) scores[first + i];
        }
        return in;
    }

    private static float[] normalise(float[] values, int rows, int columns) {
        for (int i = 0; i < rows; i++) {
            double squared = 0;
            for (int j = i * columns; j < (i + 1) * columns; j++) {
                squared += (double) values[j] * values[j];
            }
            double norm = Math.max(Math.sqrt(squared), 1e-12);
            for (int j = i * columns; j < (i + 1) * columns; j++) {
                values[j] = (float) (values[j] / norm);
            }
        }
        return values;
    }

    /**
     * Writes the module to one file, whole or not at all: a JSON header, then the weights as float32.
     *
     * @throws io.github.dmu4j.base.DmuException if the file cannot be written
     */
    public void save(Path target) {
        UpgradeModuleFile.write(target, this);
    }

    /**
     * Reads what {@link #save} wrote; equal to what was saved.
     *
     * @throws io.github.dmu4j.base.DmuException if the file cannot be read, is not an upgrade module, is damaged or is of a
     *     newer version
     */
    public static UpgradeModule load(Path source) {
        return UpgradeModuleFile.read(source);
    }

    /** SHA-256 of structure and weights, in hexadecimal; contracts are not part of it. */
    public String fingerprint() {
        return UpgradeModuleFile.fingerprint(this);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UpgradeModule that
                && takesScore == that.takesScore
                && input.equals(that.input)
                && output.equals(that.output)
                && linear.equals(that.linear)
                && branches.equals(that.branches);
    }

    @Override
    public int hashCode() {
        return Objects.hash(input, output, linear, branches, takesScore);
    }

    @Override
    public String toString() {
        return "UpgradeModule " + linear.columns() + " -> " + linear.rows() + ", "
                + (branches.isEmpty()
                        ? "linear"
                        : branches.size() + (branches.size() == 1 ? " branch" : " branches") + ", hidden "
                                + branches.get(0).hidden());
    }
}
