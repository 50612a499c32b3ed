package io.github.dmu4j;

import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.RunCancelled;
import io.github.dmu4j.data.UpgradeData;
import io.github.dmu4j.event.PlannedProgress;
import io.github.dmu4j.event.UpgradeListener;
import io.github.dmu4j.method.Independent;
import io.github.dmu4j.model.DeviceGroup;
import io.github.dmu4j.report.PairingResult;
import io.github.dmu4j.report.ResultFiles;
import io.github.dmu4j.retrieval.Bootstrap;
import io.github.dmu4j.retrieval.Interval;
import io.github.dmu4j.run.ExperimentFolder;
import io.github.dmu4j.run.Provenance;
import io.github.dmu4j.run.RunDirectory;
import io.github.dmu4j.run.experiment.Benchmark;
import io.github.dmu4j.run.experiment.BenchmarkRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The stages of an experiment in their order: old model, upgrade, reference, benchmarks. Each knows what it has done already. */
final class ExperimentExecution {
    private final Experiment experiment;
    private final ExperimentChoices choices;
    private final DeviceGroup devices;
    private final long start = System.nanoTime();

    ExperimentExecution(Experiment experiment, ExperimentChoices choices) {
        this.experiment = experiment;
        this.choices = choices;
        this.devices = choices.devices.orElseGet(DeviceGroup::preferred);
    }

    ExperimentResults run(List<Benchmark> benchmarks) {
        List<String> problems = experiment.problems();
        if (!problems.isEmpty()) {
            throw new DmuException("the experiment cannot be run:\n  - " + String.join("\n  - ", problems));
        }
        if (benchmarks.isEmpty()) { // no problem in itself: there are some for figures
            throw new DmuException(
                    "there is no benchmark for choices in " + choices.data.root() + ": " + choices.data.inventory());
        }
        Optional<RunDirectory> directory =
                choices.folder.map(folder -> ExperimentFolder.open(folder, experiment.facts(), devices));
        try {
            UpgradeData data = experiment.data();
            ExperimentResults results = stages(data, benchmarks, progress(directory, data, benchmarks));
            directory.ifPresent(d -> d.update("completed", Map.of()));
            return results;
        } catch (RunCancelled e) {
            directory.ifPresent(d -> d.updateAfter(e, "interrupted", Map.of()));
            throw choices.folder.map(folder -> stopped(folder, e)).orElse(e);
        } catch (RuntimeException e) {
            directory.ifPresent(d -> d.updateAfter(e, "failed", Map.of("failure", String.valueOf(e.getMessage()))));
            throw e;
        }
    }

    private static RunCancelled stopped(Path folder, RunCancelled stage) {
        String path = "Path.of(\"" + folder + "\")";
        RunCancelled told =
                new RunCancelled("the experiment was stopped; what is done is kept: run it again, with savingTo(" + path
                        + "), or Experiments.resume(" + path + ").run(), to go on from there");
        told.addSuppressed(stage);
        return told;
    }

    /** Counts the stages of the whole for everyone who hears, and for the folder. */
    private PlannedProgress progress(Optional<RunDirectory> directory, UpgradeData data, List<Benchmark> benchmarks) {
        List<UpgradeListener> listeners = new ArrayList<>();
        directory.ifPresent(d -> listeners.add(d.eventLog()));
        listeners.add(choices.listener.orElseGet(Upgrades::defaultListener));
        return new PlannedProgress(
                ExperimentStages.of(choices, data, benchmarks), UpgradeListener.all(listeners), System::nanoTime);
    }

    private ExperimentResults stages(UpgradeData data, List<Benchmark> benchmarks, PlannedProgress progress) {
        Experiment heard = experiment.listener(progress);
        EmbeddingModel old =
                choices.old.orElseGet(() -> progress.during(ExperimentStages.OLD_MODEL, heard.oldPlan(data)::train));
        UpgradedModel upgraded =
                heard.upgradePlan(old, choices.method, data, "upgrade").train();
        Optional<UpgradedModel> reference = choices.reference
                ? Optional.of(progress.in(
                        ExperimentStages.REFERENCE,
                        heard.upgradePlan(old, new Independent(), data, "reference")::train))
                : Optional.empty();
        BenchmarkRun run = new BenchmarkRun(
                old.frozen(),
                upgraded.newModel().frozen(),
                upgraded.isAdapting() ? Optional.of(upgraded.adapter()) : Optional.empty(),
                reference.map(model -> model.newModel().frozen()),
                choices.folder,
                progress,
                Cancellation.ON_INTERRUPT);
        List<ExperimentResults.OfBenchmark> measured = new ArrayList<>();
        for (Benchmark benchmark : benchmarks) {
            List<PairingResult> results = run.measure(benchmark).stream()
                    .map(result -> result(benchmark, result))
                    .toList();
            measured.add(new ExperimentResults.OfBenchmark(benchmark.name(), benchmark.summary(), results));
            choices.folder.ifPresent(folder -> RunResults.add(folder, origin(), results));
        }
        return new ExperimentResults(choices.subject(), upgraded, measured, origin());
    }

    private PairingResult result(Benchmark benchmark, BenchmarkRun.Result result) {
        Benchmark.Score score = result.score();
        Optional<Interval> interval = interval(score.perQuery());
        return new PairingResult(
                choices.method.name(),
                choices.seed,
                choices.scenario.name(),
                result.pairing().id(),
                benchmark.name() + " " + score.metric(),
                score.value(),
                interval.map(Interval::low).orElse(Double.NaN),
                interval.map(Interval::high).orElse(Double.NaN),
                score.counted(),
                score.skipped());
    }

    /** 95 % over queries, of metrics that are means over them. */
    private Optional<Interval> interval(List<Double> perQuery) {
        double[] values = perQuery.stream()
                .mapToDouble(Double::doubleValue)
                .filter(v -> !Double.isNaN(v))
                .toArray();
        return values.length < 2
                ? Optional.empty()
                : Optional.of(Bootstrap.standard(choices.seed).mean(values).percentile());
    }

    private ResultFiles.Origin origin() {
        return new ResultFiles.Origin(
                Provenance.of(devices), choices.seed, devices.toString(), (System.nanoTime() - start) / 1e9);
    }
}
