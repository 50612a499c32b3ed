package io.github.dmu4j;

import io.github.dmu4j.report.PairingResult;
import io.github.dmu4j.report.ResultFiles;
import io.github.dmu4j.run.Provenance;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code results.csv} and {@code results.json} of a run: what was measured on its test classes, the last value of each metric. */
final class RunResults {
    private RunResults() {}

    /** Adds a report's numbers to those that are there. A folder that is gone or may not be written to is left as it is. */
    static void add(Path run, UpgradeReport report) {
        UpgradeReport.Subject subject = report.subject();
        add(
                run,
                new ResultFiles.Origin(
                        Provenance.of(subject.devices()),
                        subject.seed(),
                        subject.devices().toString(),
                        report.model().seconds()),
                report.results());
    }

    /** Adds numbers to those that are there, alike. */
    static void add(Path run, ResultFiles.Origin origin, List<PairingResult> added) {
        if (!Files.isWritable(run)) {
            return;
        }
        Path json = run.resolve("results.json");
        Map<List<String>, PairingResult> results = new LinkedHashMap<>();
        if (Files.exists(json)) {
            ResultFiles.readJson(json).forEach(r -> results.put(key(r), r));
        }
        added.forEach(r -> results.put(key(r), r));
        List<PairingResult> all = new ArrayList<>(results.values());
        ResultFiles.writeCsv(run.resolve("results.csv"), all);
        ResultFiles.writeJson(json, origin, all);
    }

    private static List<String> key(PairingResult result) {
        return List.of(result.pairing(), result.metric());
    }
}
