package io.github.dmu4j.data;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmu4j.base.AtomicFiles;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The manifest of a split, {@code path,label,split,role} a line, made from the split; {@link ManifestFile} reads what this writes. */
final class ManifestLines {
    static final String HEADER = "path,label,split,role";

    /** Version of the JSON file beside a manifest. */
    private static final int SCHEMA_VERSION = 1;

    private record Part(String split, String role, LabeledImages images) {
        SplitManifest.Part counted() {
            return new SplitManifest.Part(
                    split, role, images.size(), ClassIndex.of(images.labels()).size());
        }
    }

    private final UpgradeData data;
    private final List<Part> parts;
    private final int rows;

    private ManifestLines(UpgradeData data) {
        this.data = data;
        this.parts = List.of(
                new Part("old_train", "train", data.oldTraining()),
                new Part("new_train", "train", data.newTraining()),
                new Part("val", "query", data.validation().queries()),
                new Part("val", "gallery", data.validation().gallery()),
                new Part("test", "query", data.test().queries()),
                new Part("test", "gallery", data.test().gallery()));
        this.rows = Math.toIntExact(
                parts.stream().mapToLong(part -> part.images.size()).sum());
    }

    /** Counts and hash, without writing anything. */
    static SplitManifest of(UpgradeData data) {
        ManifestLines lines = new ManifestLines(data);
        return lines.manifest(lines.sorted());
    }

    /** Writes the manifest, its counts and, if classes have names, those; see {@link UpgradeData#saveManifest}. */
    static SplitManifest save(UpgradeData data, Path file) {
        ManifestLines lines = new ManifestLines(data);
        lines.requireOneCollection();
        lines.requireOneLineEach();
        lines.saveClassNames(file);
        SortedLines sorted = lines.sorted();
        AtomicFiles.write(file, out -> {
            out.write((HEADER + "\n").getBytes(StandardCharsets.UTF_8));
            sorted.writeTo(out);
        });
        SplitManifest manifest = lines.manifest(sorted);
        ObjectNode facts = Json.mapper().createObjectNode().put("schemaVersion", SCHEMA_VERSION);
        facts.setAll((ObjectNode) Json.mapper().valueToTree(manifest));
        facts.put("sha256Of", "the lines after the header, sorted by their bytes, each ended by a line feed");
        Json.write(facts(file), facts);
        return manifest;
    }

    /** Where counts and hash of a manifest are: {@code split.json} beside {@code split.csv}. */
    static Path facts(Path file) {
        return file.resolveSibling(stem(String.valueOf(file.getFileName())) + ".json");
    }

    /** A file's name without its ending. */
    static String stem(String name) {
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    /** One line, without its end. */
    static String line(String path, String label, String split, String role) {
        return quoted(path) + ',' + quoted(label) + ',' + split + ',' + role;
    }

    private static String quoted(String field) {
        boolean plain = field.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? field : '"' + field.replace("\"", "\"\"") + '"';
    }

    private SortedLines sorted() {
        return SortedLines.of(rows, this::line);
    }

    private String line(int row) {
        int at = row;
        for (Part part : parts) {
            if (at < part.images.size()) {
                return line(part.images.id(at), Integer.toString(part.images.label(at)), part.split, part.role);
            }
            at -= part.images.size();
        }
        throw new IndexOutOfBoundsException("row " + row + " of " + rows);
    }

    private SplitManifest manifest(SortedLines sorted) {
        List<SplitManifest.Part> counted = parts.stream()
                .filter(part -> part.images.size() > 0)
                .map(Part::counted)
                .toList();
        return new SplitManifest(data.name(), data.scenario(), data.seed(), counted, sorted.sha256());
    }

    /** Numbers of classes mean nothing across collections. */
    private void requireOneCollection() {
        List<String> classNames = data.newTraining().classNames();
        for (Part part : parts) {
            if (part.images.size() > 0 && !part.images.classNames().equals(classNames)) {
                throw new DmuException("the " + part.split + " images of " + data.name()
                        + " have other classes than its new_train images, so that the labels of one manifest would mean"
                        + " two things: write a manifest of data that splits one collection");
            }
        }
    }

    /** A hash may be of anything; what is read again line by line may not. */
    private void requireOneLineEach() {
        for (Part part : parts) {
            for (int i = 0; i < part.images.size(); i++) {
                String id = part.images.id(i);
                if (id.indexOf('\n') >= 0 || id.indexOf('\r') >= 0) {
                    throw new DmuException("the identifier \"" + id.replaceAll("\\s", " ")
                            + "\" holds a line break, which a manifest cannot: rename the image");
                }
            }
        }
    }

    /** {@code classes.csv} in the manifest's root, where {@link ManifestDataset} looks for it; nothing if names are the numbers. */
    private void saveClassNames(Path file) {
        List<String> names = data.newTraining().classNames();
        List<String> lines = new ArrayList<>(List.of("label,name"));
        boolean numbered = true;
        for (int label = 0; label < names.size(); label++) {
            numbered &= names.get(label).equals(Integer.toString(label));
            lines.add(label + "," + quoted(names.get(label)));
        }
        if (numbered) {
            return;
        }
        Path target = ManifestDataset.root(file).resolve("classes.csv");
        String content = String.join("\n", lines) + "\n";
        try {
            if (!Files.exists(target)) {
                AtomicFiles.writeString(target, content);
            } else if (!Files.readString(target).equals(content)) {
                throw new DmuException(target + " names other classes than those of " + data.name()
                        + ": save the manifest into a folder of its own");
            }
        } catch (IOException e) {
            throw new DmuException("cannot read " + target + ": " + e.getMessage() + ". Mend it, or remove it", e);
        }
    }
}
