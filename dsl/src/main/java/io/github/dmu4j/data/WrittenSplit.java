package io.github.dmu4j.data;

import io.github.dmu4j.base.Json;
import io.github.dmu4j.base.TextLines;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Reads a manifest of any size as a split of a collection that has its images; see {@link Datasets#splitAsWritten}. */
final class WrittenSplit {
    private static final int LONGEST_LINE = 1 << 16;

    private final LabeledImages images;
    private final Map<String, BitSet> parts = new TreeMap<>();

    private WrittenSplit(LabeledImages images) {
        this.images = images;
    }

    static UpgradeData of(Path file, LabeledImages images) {
        WrittenSplit split = new WrittenSplit(images);
        split.read(file);
        String scenario = ManifestLines.stem(String.valueOf(file.getFileName()));
        UpgradeData data = new UpgradeData(
                images.name() + ", " + scenario,
                scenario,
                0,
                split.part("old_train train"),
                split.part("new_train train"),
                split.retrieval("val"),
                split.retrieval("test"),
                images.origin()
                        .map(origin -> new DataOrigin.OfSplit(
                                file.toAbsolutePath().normalize().toString(), origin)));
        Path facts = ManifestLines.facts(file);
        if (Files.exists(facts)) {
            ManifestFile.requireHash(ManifestLines.of(data).sha256(), Json.read(facts), facts.toString());
        }
        return data;
    }

    private void read(Path file) {
        IdIndex rows = IdIndex.of(images.size(), images::id);
        ClassAgreement classes = new ClassAgreement(file.toString());
        OpenSetCheck openSet = new OpenSetCheck(file.toString());
        try (TextLines lines = TextLines.open(file, LONGEST_LINE)) {
            ManifestFile.Header header = ManifestFile.header(
                    lines.next() ? CsvLine.parse(lines.text(), file, 1) : List.of(), file.toString());
            while (lines.next()) {
                if (lines.isBlank()) {
                    continue;
                }
                int number = Math.toIntExact(lines.number());
                ManifestFile.Row row = header.row(CsvLine.parse(lines.text(), file, number), file + " line " + number);
                int at = rows.row(row.path());
                if (at < 0) {
                    throw lines.error("names " + row.path() + ", which " + images.name() + " does not have");
                }
                classes.add(row.path(), row.label(), images.label(at));
                openSet.add(row);
                parts.computeIfAbsent(row.part(), k -> new BitSet()).set(at);
            }
        }
        openSet.finish();
    }

    private LabeledImages part(String name) {
        return images.subset(Objects.requireNonNull(parts.get(name)).stream().toArray());
    }

    /** Where every image is written as query and as gallery image, each is a query among the others. */
    private RetrievalImages retrieval(String split) {
        LabeledImages gallery = part(split + " gallery");
        boolean same = Objects.equals(parts.get(split + " query"), parts.get(split + " gallery"));
        return new RetrievalImages(same ? gallery : part(split + " query"), gallery);
    }
}
