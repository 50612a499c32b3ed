///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//REPOS mavenlocal,central
//DEPS io.github.dmu4j:dmu4j-kernel:0.1.0-SNAPSHOT
//
// DMU beside BCT and an independent model on your own images, over several seeds: what would an upgrade be worth to you?
//
//   ./dmu run scripts/compare.jsh --images FOLDER [--seeds 1,2,3] ...     (--help says all)
//   OMP_WAIT_POLICY=passive jbang scripts/compare.jsh ...     (after ./mvnw install -DskipTests; docs/guide.md, Scripts)
//
// FOLDER has a folder of images for each class; a manifest (CSV or zip, docs/data.md) does as well. Interrupted, the same
// command goes on where it stopped.

import static io.github.dmu4j.Methods.*;
import static io.github.dmu4j.Upgrade.upgrade;
import static io.github.dmu4j.model.Backbones.*;
import static io.github.dmu4j.retrieval.Metric.*;

import io.github.dmu4j.EmbeddingModel;
import io.github.dmu4j.MethodComparison;
import io.github.dmu4j.Upgrades;
import io.github.dmu4j.bridge.Progress;
import io.github.dmu4j.data.Datasets;
import io.github.dmu4j.data.ImageDataset;
import io.github.dmu4j.data.Scenario;
import io.github.dmu4j.event.UpgradeListener;
import java.nio.file.*;
import java.util.*;
import picocli.CommandLine;
import picocli.CommandLine.Option;

enum Grown { classes, images }

@CommandLine.Command(name = "compare.jsh", mixinStandardHelpOptions = true, showDefaultValues = true, sortOptions = false)
class Options implements Runnable {
    @Option(names = "--images", required = true, paramLabel = "FOLDER|FILE", description = "images by class, or a manifest") Path images;
    @Option(names = "--grown", defaultValue = "classes", description = "what the old model saw fewer of: ${COMPLETION-CANDIDATES}") Grown grown;
    @Option(names = "--share", defaultValue = "0.3", description = "the share that it saw") double share;
    @Option(names = "--seeds", split = ",", defaultValue = "1,2,3", description = "one run of everything each") long[] seeds;
    @Option(names = "--epochs", defaultValue = "15", description = "of every training") int epochs;
    @Option(names = "--out", defaultValue = "runs/compare", paramLabel = "FOLDER", description = "runs and the report") Path out;
    boolean given;
    public void run() { given = true; } // not reached for --help or a wrong option
}
var options = new Options();
int status = new CommandLine(options).execute(args);
if (!options.given) {
    System.exit(status);
}
if (Upgrades.defaultListener() == UpgradeListener.NONE) { // under jbang; ./dmu run listens by itself
    Upgrades.listenWith(Progress.onStandardError());
}

ImageDataset images = Files.isDirectory(options.images) && !Files.isDirectory(options.images.resolve("splits"))
    ? Datasets.imageFolder(options.images)
    : Datasets.manifest(options.images);
Scenario scenario = options.grown == Grown.classes ? Scenario.extendedClass(options.share) : Scenario.extendedData(options.share);

MethodComparison all = null;
for (long seed : options.seeds) {
    var data = images.split(scenario, seed);
    if (all == null) {
        System.out.println(data);
    }
    var runs = options.out.resolve("seed" + seed);
    var old = EmbeddingModel.training(resNet10(64).widths(8, 16, 32), data.oldTraining()).epochs(options.epochs).seed(seed).savingTo(runs.resolve("old")).train();
    var one = upgrade().from(old).to(resNet10(64).widths(16, 32, 64)).withSelectiveCompatibility().on(data).epochs(options.epochs).seed(seed)
        .compareWith(bct(), independent()).metrics(mAP(), hitRateAt(1)).savingTo(runs).run();
    all = all == null ? one : all.plus(one);
}
System.out.println(all);
all.saveHtml(options.out.resolve("report.html"));
System.out.println("\nThe report, with figures: " + options.out.resolve("report.html").toAbsolutePath());
