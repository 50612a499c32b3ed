package io.github.dmu4j.run.experiment;

import io.github.dmu4j.data.LabeledImages;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The files of a published experiment: what models are trained on, and the benchmarks that are there. Immutable. */
public interface ExperimentData {
    /** {@code landmark} or {@code face}. */
    String name();

    /** The folder of the data sets. */
    Path root();

    /** Everything that is for training, before a scenario divides it; read anew each time. */
    LabeledImages training();

    /** Benchmarks for choices. */
    List<Benchmark> validation();

    /** Benchmarks whose figures are published, read once. */
    List<Benchmark> test();

    /** How many benchmarks there are, without reading them. */
    int benchmarks();

    /** What was found and what is missing, without reading more than names of files. */
    List<FoundFile> inventory();

    /** What decides the figures besides the files, by name, for the record of a run. */
    Map<String, String> choices();

    /**
     * A part of it for a trial: that share of the training classes, and of the benchmarks what each says.
     *
     * @param share in (0, 1]
     */
    ExperimentData part(double share);
}
