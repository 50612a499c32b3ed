package io.github.dmu4j.method;

import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.Seeds;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Pseudo-classes for vectors without labels: unit centres of the old space and the nearest centre of every vector. They stand
 * in for class prototypes when discriminativeness is scored and nobody knows the classes (text corpora, stored vectors). Not for
 * labelled data: real class means are better prototypes.
 *
 * <p>Spherical k-means: closeness is the cosine, centres are normalised sums. Seeded by k-means++ with weights 1 - cosine,
 * improved by Lloyd's steps until no vector moves, the objective falls by less than one part in ten thousand, or 25 steps are
 * done. The centres are fitted on at most 50,000 vectors, drawn without replacement; all vectors are then assigned once.
 * A cluster that loses its last vector restarts at the vector that is farthest from its own centre.
 *
 * <p>The result depends on the vectors, their order, the number of clusters and the seed, not on the number of threads: each
 * vector is assigned on its own, sums are taken in row order. Ties go to the centre with the lower index. One start only: the
 * objective is a local minimum.
 *
 * <p>Source: "Concept decompositions for large sparse text data using clustering" (Dhillon and Modha, Machine Learning 2001)
 * for the spherical form, "k-means++: the advantages of careful seeding" (Arthur and Vassilvitskii, SODA 2007) for the seeding.
 * Deviations: the restart of empty clusters and the bound on the vectors that are fitted.
 *
 * <p>Immutable and thread-safe.
 */
public final class KMeans {
    /** Most clusters that {@link #defaultClusters} gives. */
    public static final int MAX_DEFAULT_CLUSTERS = 4_096;

    static final int MAX_FITTED = 50_000;
    private static final int MAX_STEPS = 25;
    private static final double LEAST_GAIN = 1e-4;
    /** Unit vectors in float32 that are closer than this in 1 - cosine count as one and the same. */
    private static final double SAME = 1e-6;

    private final FloatMatrix centres;
    private final int[] assignment;
    private final double objective;
    private final int steps;

    private KMeans(FloatMatrix centres, int[] assignment, double objective, int steps) {
        this.centres = centres;
        this.assignment = assignment;
        this.objective = objective;
        this.steps = steps;
    }

    /** The rounded square root of the number of vectors, at least 1 and at most {@link #MAX_DEFAULT_CLUSTERS}; our choice. */
    public static int defaultClusters(int vectors) {
        return (int) Math.max(1, Math.min(MAX_DEFAULT_CLUSTERS, Math.round(Math.sqrt(vectors))));
    }

    /**
     * Clusters the rows of a matrix.
     *
     * @param vectors shape (n, d), n at least 1, raw or normalised rows; lengths do not matter
     * @param clusters number of clusters K, 1..n. When fewer than K vectors differ there are fewer clusters
     * @param seed root seed; the purpose {@code kmeans} is derived from it
     * @throws DmuException if there are no vectors, a row is NaN, infinite or zero, or K is not in 1..n
     */
    public static KMeans fit(FloatMatrix vectors, int clusters, long seed) {
        int n = vectors.rows();
        if (clusters < 1 || clusters > n) {
            throw new DmuException(clusters + " clusters were asked of " + n + " vectors; allowed are 1 to " + n
                    + ": leave the number out or give more vectors");
        }
        int unusable = vectors.firstUnusableRow();
        if (unusable >= 0) {
            throw new DmuException("vector " + unusable
                    + " is zero or holds NaN or infinity and has no direction; remove it before clustering");
        }
        SplittableRandom random = Seeds.random(seed, "kmeans");
        FloatMatrix sample =
                sample(vectors, Math.max(clusters, MAX_FITTED), random).normalised();
        float[][] centres = spread(sample, clusters, random);
        int steps = improve(sample, centres);

        int[] assignment = new int[n];
        double[] distance = new double[n];
        assign(vectors, centres, assignment, distance);
        return new KMeans(FloatMatrix.ofRows(centres), assignment, sum(distance), steps);
    }

    /** Shape (K, d), unit rows. Do not write to its array. */
    public FloatMatrix centres() {
        return centres;
    }

    /** For each vector the index of its nearest centre; a copy. */
    public int[] assignment() {
        return assignment.clone();
    }

    /** Sum over all vectors of 1 - cosine to the nearest centre; 0 means that every vector is its centre. */
    public double objective() {
        return objective;
    }

    /** Lloyd steps that were taken, 1..25. */
    public int steps() {
        return steps;
    }

    @Override
    public String toString() {
        return "KMeans " + centres.rows() + " clusters of " + assignment.length + " vectors";
    }

    private static FloatMatrix sample(FloatMatrix vectors, int most, SplittableRandom random) {
        if (vectors.rows() <= most) {
            return vectors;
        }
        int[] chosen = Arrays.copyOf(Seeds.permutation(vectors.rows(), random), most);
        Arrays.sort(chosen);
        return vectors.select(chosen);
    }

    /** k-means++: each next centre is a vector drawn with a probability proportional to its distance to the nearest one. */
    private static float[][] spread(FloatMatrix unit, int clusters, SplittableRandom random) {
        int n = unit.rows();
        float[][] centres = new float[clusters][];
        double[] distance = new double[n];
        Arrays.fill(distance, Double.POSITIVE_INFINITY);
        int next = random.nextInt(n);
        for (int k = 0; k < clusters; k++) {
            float[] centre = unit.row(next);
            centres[k] = centre;
            rows(n).forEach(i -> distance[i] = Math.min(distance[i], distance(unit, i, centre, 1)));
            double total = sum(distance);
            if (total == 0) {
                return Arrays.copyOf(centres, k + 1);
            }
            next = draw(distance, random.nextDouble() * total);
        }
        return centres;
    }

    private static int draw(double[] weights, double threshold) {
        double cumulative = 0;
        int last = 0;
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] > 0) {
                cumulative += weights[i];
                last = i;
                if (cumulative > threshold) {
                    return i;
                }
            }
        }
        return last; // the threshold was rounded up to the total
    }

    /** Lloyd's steps; {@code centres} are replaced. @return how many */
    static int improve(FloatMatrix unit, float[][] centres) {
        int n = unit.rows();
        int[] assignment = new int[n];
        Arrays.fill(assignment, -1);
        double[] distance = new double[n];
        double before = Double.POSITIVE_INFINITY;
        for (int step = 1; step <= MAX_STEPS; step++) {
            boolean moved = assign(unit, centres, assignment, distance);
            double now = sum(distance);
            if (!moved || before - now <= LEAST_GAIN * now) {
                return step;
            }
            before = now;
            replaceByMeans(unit, centres, assignment, distance);
        }
        return MAX_STEPS;
    }

    private static void replaceByMeans(FloatMatrix unit, float[][] centres, int[] assignment, double[] distance) {
        int d = unit.columns();
        int[] members = new int[centres.length];
        double[][] sums = new double[centres.length][d];
        for (int i = 0; i < assignment.length; i++) {
            members[assignment[i]]++;
            add(sums[assignment[i]], unit, i, 1);
        }
        for (int k = 0; k < centres.length; k++) {
            int farthest = members[k] > 0 ? -1 : farthest(assignment, members, distance);
            if (farthest >= 0) {
                int from = assignment[farthest];
                members[from]--;
                add(sums[from], unit, farthest, -1);
                members[k]++;
                add(sums[k], unit, farthest, 1);
                assignment[farthest] = k;
                distance[farthest] = 0; // taken
            }
        }
        for (int k = 0; k < centres.length; k++) {
            double squares = 0;
            for (double value : sums[k]) {
                squares += value * value;
            }
            double norm = Math.sqrt(squares);
            if (members[k] > 0 && norm > SAME) { // else the members cancel out: the old centre is as good as any
                float[] mean = new float[d];
                for (int j = 0; j < d; j++) {
                    mean[j] = (float) (sums[k][j] / norm);
                }
                centres[k] = mean;
            }
        }
    }

    /** The vector farthest from its centre that is not the only one there, or -1 when every vector is its centre. */
    private static int farthest(int[] assignment, int[] members, double[] distance) {
        int best = -1;
        for (int i = 0; i < distance.length; i++) {
            if (distance[i] > (best < 0 ? 0 : distance[best]) && members[assignment[i]] > 1) {
                best = i;
            }
        }
        return best;
    }

    private static void add(double[] sum, FloatMatrix matrix, int row, double sign) {
        float[] values = matrix.values();
        for (int j = 0, at = row * sum.length; j < sum.length; j++, at++) {
            sum[j] += sign * values[at];
        }
    }

    /** Nearest centre of every row and the distance to it. @return whether any assignment changed */
    private static boolean assign(FloatMatrix vectors, float[][] centres, int[] assignment, double[] distance) {
        int[] before = assignment.clone();
        rows(vectors.rows()).forEach(i -> {
            double norm = vectors.rowNorm(i);
            int best = 0;
            double least = Double.POSITIVE_INFINITY;
            for (int k = 0; k < centres.length; k++) {
                double here = distance(vectors, i, centres[k], norm);
                if (here < least) {
                    least = here;
                    best = k;
                }
            }
            assignment[i] = best;
            distance[i] = least;
        });
        return !Arrays.equals(before, assignment);
    }

    private static IntStream rows(int n) {
        return IntStream.range(0, n).parallel(); // each row is worked on alone: the result is that of one thread
    }

    /** 1 - cosine, 0 for what cannot be told apart in float32. */
    private static double distance(FloatMatrix matrix, int row, float[] centre, double norm) {
        float[] values = matrix.values();
        int offset = row * centre.length;
        double even = 0;
        double odd = 0;
        int j = 0;
        for (; j + 1 < centre.length; j += 2) {
            even += (double) values[offset + j] * centre[j];
            odd += (double) values[offset + j + 1] * centre[j + 1];
        }
        if (j < centre.length) {
            even += (double) values[offset + j] * centre[j];
        }
        double distance = 1 - (even + odd) / norm;
        return distance < SAME ? 0 : distance;
    }

    private static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }
}
