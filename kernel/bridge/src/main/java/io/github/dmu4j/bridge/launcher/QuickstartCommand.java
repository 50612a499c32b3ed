package io.github.dmu4j.bridge.launcher;

import static io.github.dmu4j.Methods.bct;
import static io.github.dmu4j.Methods.independent;
import static io.github.dmu4j.Upgrade.upgrade;
import static io.github.dmu4j.data.Scenario.extendedClass;
import static io.github.dmu4j.data.Scenario.extendedData;
import static io.github.dmu4j.model.Backbones.resNet10;
import static io.github.dmu4j.retrieval.Metric.hitRateAt;
import static io.github.dmu4j.retrieval.Metric.mAP;
import static io.github.dmu4j.retrieval.Metric.recallAt;

import io.github.dmu4j.EmbeddingModel;
import io.github.dmu4j.MethodComparison;
import io.github.dmu4j.Upgrades;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.RunCancelled;
import io.github.dmu4j.bridge.Progress;
import io.github.dmu4j.data.Datasets;
import io.github.dmu4j.data.Scenario;
import io.github.dmu4j.data.UpgradeData;
import io.github.dmu4j.event.TerminalProgress;
import io.github.dmu4j.report.TableText;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./dmu quickstart}: the whole story in three minutes, on images that need no download. */
@Command(
        name = "quickstart",
        description = "Train an old model, upgrade it three ways, show what the stored gallery is still worth.",
        footer = {
            "",
            "The images are synthetic glyphs, made by the program. The old model sees 30 % of the classes (or of the",
            "images); the new one sees everything, and is trained independently, with BCT and with DMU. All are measured",
            "on classes that none was trained on. Interrupted with Ctrl-C, the same command goes on where it stopped."
        })
final class QuickstartCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            defaultValue = "runs/quickstart",
            description = "Where runs and the report go; default ${DEFAULT-VALUE}.")
    private Path out;

    @Option(
            names = "--scenario",
            paramLabel = "NAME",
            defaultValue = "extended-class",
            description = "extended-class or extended-data; default ${DEFAULT-VALUE}.")
    private String scenario;

    @Option(names = "--seed", defaultValue = "7", description = "The root seed; default ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--epochs",
            defaultValue = "8",
            description = "Passes over the training images; default ${DEFAULT-VALUE}.")
    private int epochs;

    @Option(names = "--json", paramLabel = "FILE", description = "Also write all numbers to a file.")
    private @Nullable Path json;

    @SuppressWarnings("NullAway.Init")
    QuickstartCommand() {}

    @Override
    public Integer call() {
        PrintWriter screen = spec.commandLine().getOut();
        Interrupts interrupts =
                Interrupts.sentTo(Thread.currentThread(), spec.commandLine().getErr());
        try (TerminalProgress progress = Progress.onStandardError()) {
            Upgrades.listenWith(progress);
            MethodComparison comparison = run();
            Path report = out.resolve("report.html");
            comparison.saveHtml(report);
            if (json != null) {
                comparison.saveJson(json);
            }
            screen.println();
            screen.print(TableText.of(comparison.summaryTable()));
            screen.println();
            screen.println(comparison.verdict().sentence());
            screen.println("Synthetic data. The report: " + report.toAbsolutePath());
            screen.flush();
            return 0;
        } catch (RunCancelled cancelled) {
            PrintWriter err = spec.commandLine().getErr();
            err.println("Stopped; go on from there with: " + SameCommand.of(spec));
            err.flush();
            return interrupts.happened() ? Main.INTERRUPTED : 1;
        }
    }

    private MethodComparison run() {
        UpgradeData data = Datasets.glyphs().split(chosenScenario(), seed);
        try (EmbeddingModel old = EmbeddingModel.training(resNet10(64).widths(8, 16, 32), data.oldTraining())
                .epochs(epochs)
                .seed(seed)
                .savingTo(out.resolve("old"))
                .train()) {
            return upgrade()
                    .from(old)
                    .to(resNet10(64).widths(16, 32, 64))
                    .withSelectiveCompatibility()
                    .on(data)
                    .epochs(epochs)
                    .seed(seed)
                    .compareWith(bct(), independent())
                    .metrics(mAP(), hitRateAt(1), recallAt(10))
                    .savingTo(out)
                    .run();
        }
    }

    private Scenario chosenScenario() {
        return switch (scenario) {
            case "extended-class" -> extendedClass(0.3);
            case "extended-data" -> extendedData(0.3);
            default ->
                throw new DmuException(
                        "the scenario " + scenario + " is not known; allowed are extended-class and extended-data");
        };
    }
}
