package io.github.dmu4j.data;

import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.FloatType;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Vectors with stable identifiers, a contract that says which space they are of, and labels if there are any: all that an
 * upgrade needs when there are no images. In memory and immutable; a gallery that does not fit is a {@code Gallery}.
 *
 * <p>Every row is usable: finite and not zero. Identifiers are unique. Labels are whole numbers from 0 on; when class
 * names are known, a label is an index into them.
 */
public final class EmbeddingSet {
    /** How far from 1 the norm of a row may be in a set that says it is normalised: float16 rounding alone makes 0.0005. */
    private static final double NORM_TOLERANCE = 2e-3;

    private final List<String> ids;
    private final FloatMatrix vectors;
    private final int @Nullable [] labels;
    private final List<String> classNames;
    private final VectorContract contract;

    private EmbeddingSet(
            List<String> ids,
            FloatMatrix vectors,
            int @Nullable [] labels,
            List<String> classNames,
            VectorContract contract) {
        this.ids = ids;
        this.vectors = vectors;
        this.labels = labels;
        this.classNames = classNames;
        this.contract = contract;
    }

    /** Vectors without labels, of which nothing but the dimension is known; row numbers are the identifiers. */
    public static EmbeddingSet of(FloatMatrix vectors) {
        return of(new RowNumbers(vectors.rows()), vectors, null, VectorContract.unknown(vectors.columns()));
    }

    /** As {@link #of(List, FloatMatrix, int[], List, VectorContract)}, without class names. */
    public static EmbeddingSet of(
            List<String> ids, FloatMatrix vectors, int @Nullable [] labels, VectorContract contract) {
        return of(ids, vectors, labels, List.of(), contract);
    }

    /**
     * Vectors of which everything is known.
     *
     * @param ids one per row, unique
     * @param vectors shape (n, d); every row finite and not zero
     * @param labels one per row, from 0 on; null when there are none
     * @param classNames the class of label {@code i} at {@code i}; empty when labels are plain numbers
     * @param contract of dimension d; if it says normalised, rows have norm 1 within 0.002
     * @throws DmuException naming the identifier and what is wrong with it
     */
    public static EmbeddingSet of(
            List<String> ids,
            FloatMatrix vectors,
            int @Nullable [] labels,
            List<String> classNames,
            VectorContract contract) {
        List<String> keptIds = ids instanceof RowNumbers ? ids : List.copyOf(ids);
        EmbeddingSet set = new EmbeddingSet(
                keptIds, vectors, labels == null ? null : labels.clone(), List.copyOf(classNames), contract);
        set.firstProblem().ifPresent(problem -> {
            throw new DmuException(problem);
        });
        return set;
    }

    /**
     * Vectors of a .npy file of shape (n, d): float16/32/64. With the sidecar that {@link #save(Path)} writes beside it, what
     * that says holds (identifiers, labels, contract); without, row numbers are the identifiers and the space is unknown.
     *
     * @throws DmuException if the file cannot be read, or {@link #of} refuses its content
     */
    public static EmbeddingSet npy(Path file) {
        return EmbeddingFiles.npy(file);
    }

    /** As {@link #npy(Path)}, with these labels instead of the file's. */
    public static EmbeddingSet npy(Path file, int[] labels) {
        return npy(file).withLabels(labels);
    }

    /**
     * As {@link #npy(Path)}, with the labels of a second file: .npy with whole numbers or text, or a text file with one label
     * per line. Text that is not whole numbers becomes class names in alphabetical order (of the code points).
     */
    public static EmbeddingSet npy(Path file, Path labels) {
        return EmbeddingFiles.withLabels(npy(file), EmbeddingFiles.labelTexts(labels));
    }

    /**
     * Vectors of an .npz file: key {@code vectors} or {@code embeddings}, and optionally {@code labels} (numbers or text) and
     * {@code ids} (text or whole numbers).
     */
    public static EmbeddingSet npz(Path file) {
        return EmbeddingFiles.npz(file);
    }

    /**
     * Vectors of a CSV file in UTF-8 with a header: columns {@code id} and {@code label} are optional, all others are numbers.
     */
    public static EmbeddingSet csv(Path file) {
        return EmbeddingFiles.csv(file);
    }

    /**
     * What {@link #save(Path)} wrote, bit for bit (float32).
     *
     * @throws DmuException if the sidecar is missing, or the vectors were changed since it was written
     */
    public static EmbeddingSet load(Path file) {
        return EmbeddingFiles.load(file);
    }

    /**
     * Saves as float32: {@code x.npy}, which any NumPy program reads, and beside it {@code x.json} with all the rest.
     *
     * @throws DmuException if the name does not end in .npy, or the file cannot be written
     */
    public void save(Path file) {
        save(file, FloatType.FLOAT32);
    }

    /** As {@link #save(Path)}; float16 halves the file and rounds the values. */
    public void save(Path file, FloatType type) {
        EmbeddingFiles.save(this, file, type);
    }

    /** Number of vectors. */
    public int size() {
        return vectors.rows();
    }

    /** Length of each vector. */
    public int dimension() {
        return vectors.columns();
    }

    /** Identifiers, in row order. */
    public List<String> ids() {
        return ids;
    }

    /** The identifier of one row. */
    public String id(int row) {
        return ids.get(row);
    }

    /** Whether the identifiers are merely the row numbers, so that nothing is known about which item is which. */
    public boolean hasRowNumberIds() {
        return ids instanceof RowNumbers;
    }

    /** The vectors, shape (n, d). */
    public FloatMatrix vectors() {
        return vectors;
    }

    /** Labels in row order, if there are any; a fresh array. */
    public Optional<int[]> labels() {
        return labels == null ? Optional.empty() : Optional.of(labels.clone());
    }

    /** Names of the classes; empty when there are no labels or they are plain numbers. */
    public List<String> classNames() {
        return classNames;
    }

    /** Which space the vectors are of. */
    public VectorContract contract() {
        return contract;
    }

    /** Some rows, in the given order, without repeats. Their identifiers stay what they are here. */
    public EmbeddingSet subset(int[] rows) {
        List<String> chosen = IntStream.of(rows).mapToObj(ids::get).collect(Collectors.toUnmodifiableList());
        int @Nullable [] all = labels;
        int @Nullable [] chosenLabels =
                all == null ? null : IntStream.of(rows).map(row -> all[row]).toArray();
        return of(chosen, vectors.select(rows), chosenLabels, classNames, contract);
    }

    /**
     * The rows with these identifiers, in their order: how old and new vectors of the same items are brought together.
     *
     * @throws DmuException naming the first identifier that is not here
     */
    public EmbeddingSet inOrderOf(List<String> wanted) {
        Map<String, Integer> rows = new HashMap<>();
        for (int i = 0; i < size(); i++) {
            rows.put(ids.get(i), i);
        }
        int[] chosen = new int[wanted.size()];
        for (int i = 0; i < chosen.length; i++) {
            Integer row = rows.get(wanted.get(i));
            if (row == null) {
                throw new DmuException(
                        "there is no vector of \"" + wanted.get(i) + "\" among these " + size() + " (first: " + first(3)
                                + "). Both sets must name their items alike: give ids, or use the same rows in both");
            }
            chosen[i] = row;
        }
        return subset(chosen);
    }

    /** Every row divided by its Euclidean norm; the contract says so. */
    public EmbeddingSet normalised() {
        VectorContract c = contract;
        VectorContract unit = new VectorContract(
                c.schemaVersion(), c.modelHash(), c.dimension(), true, c.metric(), c.preprocessing(), c.generation());
        return of(ids, vectors.normalised(), labels, classNames, unit);
    }

    /** The same vectors under another contract. */
    public EmbeddingSet withContract(VectorContract other) {
        return of(ids, vectors, labels, classNames, other);
    }

    /** The same vectors with plain numbers as labels. */
    public EmbeddingSet withLabels(int[] other) {
        return of(ids, vectors, other, List.of(), contract);
    }

    /** The same vectors with labels that are indices into {@code names}. */
    public EmbeddingSet withLabels(int[] other, List<String> names) {
        return of(ids, vectors, other, names, contract);
    }

    /**
     * The same vectors with labels given as text: whole numbers stay what they are; otherwise the texts become class names, in
     * alphabetical order (of the code points).
     */
    public EmbeddingSet withLabels(List<String> texts) {
        return EmbeddingFiles.withLabels(this, texts);
    }

    /** The same vectors without labels. */
    public EmbeddingSet withoutLabels() {
        return of(ids, vectors, null, List.of(), contract);
    }

    private Optional<String> firstProblem() {
        int n = vectors.rows();
        if (ids.size() != n) {
            return Optional.of(n + " vectors need as many ids, found " + ids.size() + ": give one id per row");
        }
        if (labels != null && labels.length != n) {
            return Optional.of(n + " vectors need as many labels, found " + labels.length + ": give one label per row");
        }
        if (contract.dimension() != vectors.columns()) {
            return Optional.of("the vectors have dimension " + vectors.columns() + " but their contract says "
                    + contract.dimension() + ": this contract belongs to other vectors");
        }
        return repeatedId().or(this::badLabel).or(this::unusableRow).or(this::notNormalised);
    }

    private Optional<String> repeatedId() {
        if (ids instanceof RowNumbers) {
            return Optional.empty();
        }
        Set<String> seen = new HashSet<>();
        for (String id : ids) {
            if (!seen.add(id)) {
                return Optional.of("the id \"" + id + "\" stands at two rows, " + ids.indexOf(id) + " and "
                        + ids.lastIndexOf(id) + "; ids must be unique: remove one, or number them");
            }
        }
        return Optional.empty();
    }

    private Optional<String> badLabel() {
        for (int i = 0; labels != null && i < labels.length; i++) {
            if (labels[i] < 0 || (!classNames.isEmpty() && labels[i] >= classNames.size())) {
                return Optional.of("row " + i + " (id \"" + ids.get(i) + "\") has label " + labels[i] + "; allowed are "
                        + (classNames.isEmpty() ? "0 and more" : "0 to " + (classNames.size() - 1))
                        + ". Leave items without a class out, or give no labels at all");
            }
        }
        return Optional.empty();
    }

    private Optional<String> unusableRow() {
        int row = vectors.firstUnusableRow();
        if (row < 0) {
            return Optional.empty();
        }
        double norm = vectors.rowNorm(row);
        String found = norm == 0 ? "is all zeros" : "holds a NaN or an infinite value";
        return Optional.of("the vector of row " + row + " (id \"" + ids.get(row) + "\") " + found
                + "; it cannot be compared with any other. Remove the item or embed it again");
    }

    private Optional<String> notNormalised() {
        for (int i = 0; contract.normalised() && i < vectors.rows(); i++) {
            double norm = vectors.rowNorm(i);
            if (Math.abs(norm - 1) > NORM_TOLERANCE) {
                return Optional.of(String.format(
                        Locale.ROOT,
                        "the contract says normalised, but the vector of row %d (id \"%s\") has norm %.4f. Normalise the"
                                + " vectors first, or say normalised = false",
                        i,
                        ids.get(i),
                        norm));
            }
        }
        return Optional.empty();
    }

    private String first(int count) {
        return ids.stream().limit(count).map(id -> '"' + abbreviated(id) + '"').collect(Collectors.joining(", "));
    }

    private static String abbreviated(String text) {
        return text.length() <= 24 ? text : text.substring(0, 23) + "\u2026";
    }

    /** For JShell: what it is in a first line of at most 60 characters, the contract, what to do next. */
    @Override
    public String toString() {
        String labelText = labels == null
                ? "none (label-free)"
                : IntStream.of(labels).distinct().count() + " classes"
                        + (classNames.isEmpty()
                                ? ""
                                : ", for example " + abbreviated(classNames.get(labels.length == 0 ? 0 : labels[0])));
        String idText = hasRowNumberIds() ? "row numbers" : first(3) + (size() > 3 ? ", ..." : "");
        return String.format(Locale.ROOT, "EmbeddingSet: %,d vectors of dimension %d\n", size(), dimension())
                + "  labels:     " + labelText + "\n"
                + "  ids:        " + idText + "\n"
                + "  generation: " + contract.generation().name().toLowerCase(Locale.ROOT) + ", model "
                + abbreviated(contract.modelHash()) + "\n"
                + "  space:      " + contract.metric() + (contract.normalised() ? ", normalised" : ", not normalised")
                + ", preprocessing " + abbreviated(contract.preprocessing()) + "\n"
                + "next: upgrade().from(oldVectors).to(newVectors), or .save(path)";
    }
}
