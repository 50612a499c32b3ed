// Real images: handwritten characters of 50 alphabets (Omniglot), upgraded under two scenarios over several seeds.
//
//   ./dmu run bench/omniglot.jsh --data omniglot.zip [--seeds 3] [--pair large] [--ablations] ...     (--help says all)
//
// The zip holds images and splits/*.csv (docs/data.md). Interrupted, the same command goes on where it stopped.
// Every choice is made with --validation; the test classes are read once per published table.

import picocli.CommandLine;
import picocli.CommandLine.Option;

enum Pair { small, large }

@CommandLine.Command(name = "./dmu run bench/omniglot.jsh", mixinStandardHelpOptions = true, showDefaultValues = true, sortOptions = false)
class Options {
    @Option(names = "--data", required = true, paramLabel = "ZIP", description = "images and splits/*.csv (docs/data.md)") Path data;
    @Option(names = "--seeds", defaultValue = "3", description = "seeds 0, 1, ...") int seeds;
    @Option(names = "--scenarios", split = ",", defaultValue = "extended_class,extended_data", description = "splits of the zip") List<String> scenarios;
    @Option(names = "--pair", defaultValue = "small", description = "small: widths 8-16-32 to 16-32-64; large: 16-32-64 to 32-64-128") Pair pair;
    @Option(names = "--ablations", description = "also ANTI and HARD weights") boolean ablations;
    @Option(names = "--epochs", defaultValue = "15", description = "of every training") int epochs;
    @Option(names = "--start", defaultValue = "AUTO", description = "linear map that the upgrade module starts at: ${COMPLETION-CANDIDATES}") ForwardAdaptation.Start start;
    @Option(names = "--out", paramLabel = "FOLDER", description = "of the runs; default: runs/omniglot-PAIR") Path out;
    @Option(names = "--json", paramLabel = "FILE", description = "also write all records") Path json;
    @Option(names = "--validation", description = "measure on the validation classes") boolean validation;
}
var options = new Options();
if (CommandLine.printHelpIfRequested(new CommandLine(options).parseArgs(args))) {
    System.exit(0);
}
Path out = options.out != null ? options.out : Path.of("runs/omniglot-" + options.pair);

var dataset = Datasets.manifest(options.data);
var oldNet = options.pair == Pair.small ? resNet10(64).widths(8, 16, 32) : resNet10(64).widths(16, 32, 64);
var newNet = options.pair == Pair.small ? resNet10(64).widths(16, 32, 64) : resNet10(64).widths(32, 64, 128);
UnaryOperator<ForwardAdaptation> adaptation = a -> a.start(options.start).inventedViews(7).hidden(1024).epochs(8);

MethodComparison compare(ComparisonPlan plan) {
    var measured = plan.metrics(mAP(), hitRateAt(1), recallAt(10)).alsoLinear();
    return options.validation ? measured.runOnValidation() : measured.run();
}

MethodComparison all = null;
for (long seed = 0; seed < options.seeds; seed++) {
    long root = seed;
    // All scenarios share the new training set, so the independent model is trained once a seed.
    var whole = dataset.split(options.scenarios.get(0)).newTraining();
    var independent = EmbeddingModel.training(newNet, whole).epochs(options.epochs).batchSize(128).seed(root).savingTo(out.resolve("independent-seed" + root)).train();
    for (String scenario : options.scenarios) {
        var data = dataset.split(scenario);
        var folder = out.resolve(scenario);
        var old = EmbeddingModel.training(oldNet, data.oldTraining()).epochs(options.epochs).batchSize(128).seed(root).savingTo(folder.resolve("old-seed" + root)).train();
        var plan = upgrade().from(old).to(newNet).withSelectiveCompatibility(d -> d.withForwardAdaptation(adaptation)).on(data).epochs(options.epochs).batchSize(128).seed(root).training(s -> s.withValidateEvery(5));
        var others = new ArrayList<CompatibilityMethod>(List.of(bct()));
        if (options.ablations) {
            others.addAll(List.of(dmu().withForwardAdaptation(adaptation).anti(), dmu().withForwardAdaptation(adaptation).hard()));
        }
        var trained = compare(plan.compareWith(others.toArray(CompatibilityMethod[]::new)).savingTo(folder));
        var reference = compare(upgrade().from(old).to(independent).withForwardAdaptation(adaptation).on(data).seed(root).compareWith().savingTo(folder));
        var both = trained.plus(reference);
        all = all == null ? both : all.plus(both);
        System.out.println("\n" + scenario + ", seed " + root + "\n" + TableText.of(both.summaryTable()));
    }
}
for (String scenario : options.scenarios) {
    System.out.println("\n" + scenario + ", " + (options.validation ? "validation" : "test") + " classes, every seed");
    System.out.println(TableText.of(all.ofScenario(scenario).wideTable()));
    System.out.println("means over " + options.seeds + (options.seeds == 1 ? " seed" : " seeds"));
    System.out.println(TableText.of(all.ofScenario(scenario).summaryTable()));
    all.ofScenario(scenario).saveHtml(out.resolve(scenario + ".html"));
}
if (options.json != null) {
    all.saveJson(options.json);
}
