package io.github.dmu4j.data;

import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.FloatType;
import io.github.dmu4j.base.Npy;
import io.github.dmu4j.base.NpyArray;
import io.github.dmu4j.base.Npz;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How an {@link EmbeddingSet} comes from files and goes to them. */
final class EmbeddingFiles {
    private EmbeddingFiles() {}

    static EmbeddingSet npy(Path file) {
        return VectorSidecar.isBeside(file) ? load(file) : EmbeddingSet.of(Npy.readMatrix(file));
    }

    static EmbeddingSet load(Path file) {
        VectorSidecar sidecar = VectorSidecar.read(file);
        sidecar.requireDescribes(file);
        FloatMatrix vectors = Npy.readMatrix(file);
        List<String> ids = sidecar.ids() == null ? new RowNumbers(vectors.rows()) : sidecar.ids();
        List<String> names = sidecar.classNames() == null ? List.of() : sidecar.classNames();
        return EmbeddingSet.of(ids, vectors, sidecar.labels(), names, sidecar.contract());
    }

    /** The vectors first: until the sidecar is there too, its checksum gives an older one away. */
    static void save(EmbeddingSet set, Path file, FloatType type) {
        if (!file.toString().toLowerCase(Locale.ROOT).endsWith(".npy")) {
            throw new DmuException("vectors are saved as .npy with a .json beside it, asked for " + file
                    + ": give it a name that ends in .npy");
        }
        Path sidecar = VectorSidecar.pathBeside(file);
        Npy.write(file, set.vectors(), type);
        VectorSidecar.write(sidecar, set, VectorSidecar.checksum(file));
    }

    static EmbeddingSet npz(Path file) {
        Map<String, NpyArray> arrays = Npz.read(file);
        NpyArray vectors = arrays.containsKey("vectors") ? arrays.get("vectors") : arrays.get("embeddings");
        if (vectors == null) {
            throw new DmuException(file + " has no array \"vectors\" or \"embeddings\"; found " + arrays.keySet()
                    + ". In Python: numpy.savez(name, vectors=v, labels=l, ids=i)");
        }
        FloatMatrix matrix = vectors.toMatrix();
        NpyArray ids = arrays.get("ids");
        EmbeddingSet set = EmbeddingSet.of(
                ids == null ? new RowNumbers(matrix.rows()) : ids.toStrings(),
                matrix,
                null,
                VectorContract.unknown(matrix.columns()));
        NpyArray labels = arrays.get("labels");
        return labels == null ? set : withLabels(set, labels.toStrings());
    }

    static EmbeddingSet csv(Path file) {
        List<String> lines = lines(file);
        if (lines.isEmpty()) {
            throw new DmuException(
                    file + " is empty; needed is a header, for example id,label,v0,v1, and a line per item");
        }
        List<String> header = CsvLine.parse(lines.get(0), file, 1);
        int idColumn = column(header, "id");
        int labelColumn = column(header, "label");
        int dimension = header.size() - (idColumn < 0 ? 0 : 1) - (labelColumn < 0 ? 0 : 1);
        if (header.stream().allMatch(EmbeddingFiles::isNumber)) {
            throw new DmuException(
                    file + " begins with numbers; its first line must name the columns: id,label,v0,v1,...");
        }
        List<String> ids = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        float[][] rows = new float[lines.size() - 1][dimension];
        for (int i = 0; i < rows.length; i++) {
            List<String> fields = CsvLine.parse(lines.get(i + 1), file, i + 2);
            if (fields.size() != header.size()) {
                throw new DmuException(file + " line " + (i + 2) + " has " + fields.size() + " fields, its header "
                        + header.size() + ": mend that line");
            }
            int next = 0;
            for (int j = 0; j < fields.size(); j++) {
                if (j == idColumn) {
                    ids.add(fields.get(j));
                } else if (j == labelColumn) {
                    labels.add(fields.get(j));
                } else {
                    rows[i][next++] = number(fields.get(j), file, i + 2, header.get(j));
                }
            }
        }
        FloatMatrix vectors = FloatMatrix.ofRows(rows);
        EmbeddingSet set = EmbeddingSet.of(
                idColumn < 0 ? new RowNumbers(rows.length) : ids,
                vectors,
                null,
                VectorContract.unknown(vectors.columns()));
        return labelColumn < 0 ? set : withLabels(set, labels);
    }

    /** Whole numbers stay what they are; any other text is numbered in the order of the texts. */
    static EmbeddingSet withLabels(EmbeddingSet set, List<String> texts) {
        if (texts.stream().allMatch(text -> text.matches("-?[0-9]{1,9}"))) {
            return set.withLabels(texts.stream().mapToInt(Integer::parseInt).toArray());
        }
        Map<String, Integer> numbers = new TreeMap<>();
        texts.forEach(text -> numbers.put(text, 0));
        List<String> names = List.copyOf(numbers.keySet());
        for (int i = 0; i < names.size(); i++) {
            numbers.put(names.get(i), i);
        }
        return set.withLabels(
                texts.stream().mapToInt(text -> numbers.getOrDefault(text, -1)).toArray(), names);
    }

    /** One label per row, from .npy or from a text file with a label per line. */
    static List<String> labelTexts(Path file) {
        if (file.toString().toLowerCase(Locale.ROOT).endsWith(".npy")) {
            return Npy.read(file).toStrings();
        }
        return lines(file).stream().map(String::strip).toList();
    }

    /** Lines without a byte order mark and without empty lines at the end. */
    private static List<String> lines(Path file) {
        try {
            List<String> lines = new ArrayList<>(Files.readAllLines(file));
            if (!lines.isEmpty() && lines.get(0).startsWith("\ufeff")) {
                lines.set(0, lines.get(0).substring(1));
            }
            while (!lines.isEmpty() && lines.get(lines.size() - 1).isBlank()) {
                lines.remove(lines.size() - 1);
            }
            return lines;
        } catch (CharacterCodingException e) {
            throw new DmuException(file + " is not UTF-8 text. Save it as UTF-8", e);
        } catch (IOException e) {
            throw new DmuException("cannot read " + file + ": " + e.getMessage() + ". Check the path", e);
        }
    }

    private static int column(List<String> header, String name) {
        for (int i = 0; i < header.size(); i++) {
            if (header.get(i).strip().equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }

    private static float number(String text, Path file, int line, String column) {
        Float value = parsed(text);
        if (value == null) {
            throw new DmuException(file + " line " + line + ", column " + column + ": \"" + text
                    + "\" is not a number. Only the columns id and label may hold text");
        }
        return value;
    }

    private static boolean isNumber(String text) {
        return parsed(text) != null;
    }

    private static @Nullable Float parsed(String text) {
        try {
            return Float.valueOf(text.strip());
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
