// Several generations of a model, each upgraded from the gallery that the one before evolved: v1, v2, v3 and so on.
//
//   ./dmu run bench/sequence.jsh [--data omniglot.zip] [--generations 3] [--seed 0] ...               (--help says all)
//
// Without --data on the glyphs that dmu4j draws. Training sets grow by generation, later nets are deeper; validation and test classes
// are the same for all. The gallery that v1 embedded is never embedded again. Interrupted, the same command goes on where it stopped.

import picocli.CommandLine;
import picocli.CommandLine.Option;

enum Growth { classes, images }

@CommandLine.Command(name = "./dmu run bench/sequence.jsh", mixinStandardHelpOptions = true, showDefaultValues = true, sortOptions = false)
class Options {
    @Option(names = "--data", paramLabel = "ZIP", description = "images and splits/*.csv (docs/data.md); default: glyphs") Path data;
    @Option(names = "--generations", defaultValue = "3", description = "models, the first one included; at least 3") int generations;
    @Option(names = "--growth", defaultValue = "classes", description = "what each generation sees more of: classes or images") Growth growth;
    @Option(names = "--seed", defaultValue = "0", description = "of split and training") long seed;
    @Option(names = "--epochs", defaultValue = "10", description = "of every training") int epochs;
    @Option(names = "--width", defaultValue = "8", description = "channels of the first stage: 8 or a multiple of 16") int width;
    @Option(names = "--kept", description = "backward-compatible training without upgrade modules: the gallery stays as it is") boolean kept;
    @Option(names = "--out", paramLabel = "FOLDER", description = "of the runs; default: runs/sequence, or runs/sequence-kept") Path out;
    @Option(names = "--json", paramLabel = "FILE", description = "also write all records") Path json;
    @Option(names = "--validation", description = "measure on the validation classes") boolean validation;
}
var options = new Options();
if (CommandLine.printHelpIfRequested(new CommandLine(options).parseArgs(args))) {
    System.exit(0);
}
Path out = options.out != null ? options.out : Path.of(options.kept ? "runs/sequence-kept" : "runs/sequence");

ImageDataset dataset = options.data != null ? Datasets.manifest(options.data) : Datasets.glyphs();
var growth = options.growth == Growth.classes ? SequenceSplit.ofClasses(options.generations) : SequenceSplit.ofImages(options.generations);

UpgradeData data(int generation) {
    return dataset.split(growth.step(generation), options.seed);
}

Backbone net(int generation) {
    return (generation == 1 ? resNet10(64) : resNet18(64)).widths(options.width, 2 * options.width, 4 * options.width);
}

CompatibilityMethod method = options.kept ? bct() : dmu();
var first = EmbeddingModel.training(net(1), data(2).oldTraining()).epochs(options.epochs).seed(options.seed).savingTo(out.resolve("first")).train();
UpgradePlan plan = upgrade().from(first).to(net(2)).with(method).on(data(2)).epochs(options.epochs).seed(options.seed);
SequencePlan sequence = plan.then(net(3), data(3));
for (int generation = 4; generation <= options.generations; generation++) {
    sequence = sequence.then(net(generation), data(generation));
}
UpgradedSequence upgraded = sequence.savingTo(out.resolve("upgrades")).train();
Metric[] metrics = {mAP(), hitRateAt(1)};
var report = options.validation ? upgraded.evaluateOnValidation(metrics) : upgraded.evaluate(metrics);

System.out.println("\n" + report.subjectLine());
for (Metric metric : metrics) {
    System.out.println("\n" + metric.name() + ", galleries kept as they were embedded\n" + TableText.of(report.matrixTable(KEPT, metric)));
    if (report.isAdapting()) {
        System.out.println(metric.name() + ", galleries evolved by every upgrade module since\n" + TableText.of(report.matrixTable(EVOLVED, metric)));
    }
}
System.out.println("the gallery that v1 embedded, " + metrics[0].name() + "\n" + TableText.of(report.stepsTable()));
System.out.println("averages over all pairs of models\n" + TableText.of(report.summaryTable()));
System.out.println(report.verdict());
report.saveHtml(out.resolve("sequence.html"));
if (options.json != null) {
    report.saveJson(options.json);
}
