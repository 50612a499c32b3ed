package io.github.dmu4j.bridge.launcher;

import io.github.dmu4j.EmbeddingModel;
import io.github.dmu4j.Experiment;
import io.github.dmu4j.ExperimentResults;
import io.github.dmu4j.Methods;
import io.github.dmu4j.Upgrades;
import io.github.dmu4j.base.RunCancelled;
import io.github.dmu4j.bridge.Progress;
import io.github.dmu4j.data.Scenario;
import io.github.dmu4j.event.TerminalProgress;
import io.github.dmu4j.model.Backbone;
import io.github.dmu4j.model.Backbones;
import io.github.dmu4j.model.DeviceGroup;
import io.github.dmu4j.model.Devices;
import io.github.dmu4j.report.TableText;
import io.github.dmu4j.run.experiment.Benchmark;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the commands of published experiments have in common: their options, their progress, their end. */
abstract class ExperimentCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--root",
            required = true,
            paramLabel = "DIR",
            description = "The folder of the data sets; only read.")
    private Path root;

    @Option(
            names = "--out",
            paramLabel = "RUN",
            description = "The folder of the run: models, vectors, results.csv, results.json;"
                    + " default runs/ and the experiment's name.")
    private @Nullable Path out;

    @Option(
            names = "--scenario",
            paramLabel = "NAME",
            defaultValue = "extended-data 0.3",
            description =
                    "What the old model saw: \"extended-data 0.3\" (default), \"extended-class 0.3\", \"open-data 0.3\","
                            + " \"open-class 0.3\", \"class-growth 0.3\", extended-backbone.")
    private String scenario;

    @Option(
            names = "--trial",
            paramLabel = "SHARE",
            description =
                    "A trial of the whole way: this share of the classes and benchmarks, e.g. 0.01, small nets and"
                            + " images, 4 epochs. Its figures reproduce nothing.")
    private @Nullable Double trial;

    @Option(
            names = "--old",
            paramLabel = "MODEL",
            description = "An old model that is there: the folder of a saved one. Otherwise one is trained.")
    private @Nullable Path old;

    @Option(
            names = "--old-net",
            paramLabel = "NET",
            description = "Another net for the old model: resNet18, 34, 50 or 101, iResNet18, 34, 50 or 100.")
    private @Nullable String oldNet;

    @Option(names = "--new-net", paramLabel = "NET", description = "Another net for the new model.")
    private @Nullable String newNet;

    @Option(
            names = "--dimension",
            paramLabel = "N",
            defaultValue = "512",
            description = "Of the vectors of nets that are named here; default ${DEFAULT-VALUE}.")
    private int dimension;

    @Option(
            names = "--pretrained",
            paramLabel = "FILE",
            description =
                    "Both nets start from these weights (safetensors), as the paper's group starts from ImageNet's.")
    private @Nullable Path pretrained;

    @Option(
            names = "--method",
            paramLabel = "NAME",
            defaultValue = "dmu",
            description = "dmu (default), bct or independent.")
    private String method;

    @Option(names = "--epochs", paramLabel = "N", description = "Passes over the training set, of both models.")
    private @Nullable Integer epochs;

    @Option(names = "--batch", paramLabel = "N", description = "Images per step, fewer for a device with less memory.")
    private @Nullable Integer batch;

    @Option(
            names = "--reference",
            description = "Also train without compatibility, for update gain: as long again as the upgrade.")
    private boolean reference;

    @Option(names = "--validation", description = "Measure only the benchmarks that are for choices.")
    private boolean validation;

    @Option(
            names = "--device",
            paramLabel = "NAME",
            description = "cpu, gpu or gpu:N, or several that share every step, as in gpu:0,gpu:1; default: a"
                    + " usable GPU, else the CPU.")
    private @Nullable String device;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Of the scenario and all training; default ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--check",
            description = "Train nothing: say what was found, what is missing and what would go wrong.")
    private boolean check;

    @SuppressWarnings("NullAway.Init")
    ExperimentCommand() {}

    /** The experiment with its own choices. */
    abstract Experiment preset(Path folder);

    @Override
    public Integer call() {
        PrintWriter screen = spec.commandLine().getOut();
        if (old != null) {
            try (EmbeddingModel model = EmbeddingModel.load(
                    old,
                    device == null
                            ? Devices.preferred()
                            : DeviceGroup.named(device).first())) {
                return call(chosen().from(model), screen);
            }
        }
        return call(chosen(), screen);
    }

    private int call(Experiment experiment, PrintWriter screen) {
        screen.println(experiment);
        screen.println();
        screen.flush();
        return check ? check(experiment, screen) : run(experiment, screen);
    }

    private static int check(Experiment experiment, PrintWriter screen) {
        List<String> problems = experiment.problems();
        if (problems.isEmpty()) {
            experiment.benchmarks().stream().map(Benchmark::summary).forEach(screen::println);
            screen.println("nothing stands in the way");
        }
        problems.forEach(problem -> screen.println("problem: " + problem));
        screen.flush();
        return problems.isEmpty() ? 0 : 1;
    }

    private int run(Experiment experiment, PrintWriter screen) {
        Interrupts interrupts =
                Interrupts.sentTo(Thread.currentThread(), spec.commandLine().getErr());
        try (TerminalProgress progress = Progress.onStandardError()) {
            Upgrades.listenWith(progress);
            ExperimentResults results = validation ? experiment.runOnValidation() : experiment.run();
            screen.println(TableText.of(results.table()));
            screen.println();
            results.summaries().forEach(screen::println);
            screen.println();
            screen.println(results);
            screen.println("Figures: " + folder().resolve("results.csv").toAbsolutePath() + " and results.json");
            screen.flush();
            return 0;
        } catch (RunCancelled cancelled) {
            PrintWriter err = spec.commandLine().getErr();
            err.println("Stopped; go on from there with: " + SameCommand.of(spec));
            err.flush();
            return interrupts.happened() ? Main.INTERRUPTED : 1;
        }
    }

    private Path folder() {
        return out == null ? Path.of("runs", spec.name()) : out;
    }

    private Experiment chosen() {
        Experiment experiment =
                preset(root).scenario(Scenario.named(scenario)).seed(seed).savingTo(folder());
        experiment = switch (method) {
            case "dmu" -> experiment;
            case "bct" -> experiment.with(Methods.bct());
            case "independent" -> experiment.with(Methods.independent());
            default ->
                throw new ParameterException(
                        spec.commandLine(), "--method is " + method + "; dmu, bct and independent are allowed");
        };
        if (trial != null) {
            experiment = experiment.scaledDown(within("--trial", trial, trial > 0 && trial <= 1, "above 0 up to 1"));
        }
        if (oldNet != null) {
            experiment = experiment.from(net("--old-net", oldNet));
        }
        if (newNet != null) {
            experiment = experiment.to(net("--new-net", newNet));
        }
        if (pretrained != null) {
            experiment = experiment.pretrained(pretrained);
        }
        if (epochs != null) {
            experiment = experiment.epochs(within("--epochs", epochs, epochs >= 1, "1 or more"));
        }
        if (batch != null) {
            experiment = experiment.batchSize(within("--batch", batch, batch >= 2, "2 or more"));
        }
        if (device != null) {
            experiment = experiment.devices(DeviceGroup.named(device));
        }
        return reference ? experiment.withReference() : experiment;
    }

    private Backbone net(String option, String name) {
        return switch (name) {
            case "resNet18" -> Backbones.resNet18(dimension);
            case "resNet34" -> Backbones.resNet34(dimension);
            case "resNet50" -> Backbones.resNet50(dimension);
            case "resNet101" -> Backbones.resNet101(dimension);
            case "iResNet18" -> Backbones.iResNet18(dimension);
            case "iResNet34" -> Backbones.iResNet34(dimension);
            case "iResNet50" -> Backbones.iResNet50(dimension);
            case "iResNet100" -> Backbones.iResNet100(dimension);
            default ->
                throw new ParameterException(
                        spec.commandLine(),
                        option + " is " + name + "; resNet18, 34, 50, 101 and iResNet18, 34, 50, 100 are allowed");
        };
    }

    private <T> T within(String option, T value, boolean allowed, String range) {
        if (!allowed) {
            throw new ParameterException(spec.commandLine(), option + " is " + value + "; " + range + " is allowed");
        }
        return value;
    }
}
