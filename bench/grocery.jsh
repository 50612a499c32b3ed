// Real photographs: fruit, vegetables and cartons in shops (Grocery Store Dataset), few and in colour; upgraded after the data
// have grown (extended-data), over several seeds. Reported as it comes out. The number of invented views was chosen on the
// validation classes; what an upgrade module starts at was changed after an earlier run had failed on these images
// (docs/decisions/0013).
//
//   ./dmu run bench/grocery.jsh --data grocery.zip [--seeds 3] ...     (--help says all)
//
// The zip holds images and splits/*.csv (docs/data.md). Interrupted, the same command goes on where it stopped.

import picocli.CommandLine;
import picocli.CommandLine.Option;

@CommandLine.Command(name = "./dmu run bench/grocery.jsh", mixinStandardHelpOptions = true, showDefaultValues = true, sortOptions = false)
class Options {
    @Option(names = "--data", required = true, paramLabel = "ZIP", description = "images and splits/*.csv (docs/data.md)") Path data;
    @Option(names = "--seeds", defaultValue = "3", description = "seeds 0, 1, ...") int seeds;
    @Option(names = "--epochs", defaultValue = "20", description = "of every training") int epochs;
    @Option(names = "--size", defaultValue = "48", description = "side of the input, in pixels") int size;
    @Option(names = "--views", defaultValue = "7", description = "invented views that the upgrade module learns from") int views;
    @Option(names = "--start", defaultValue = "AUTO", description = "linear map that the upgrade module starts at: ${COMPLETION-CANDIDATES}") ForwardAdaptation.Start start;
    @Option(names = "--out", paramLabel = "FOLDER", defaultValue = "runs/grocery", description = "of the runs") Path out;
    @Option(names = "--json", paramLabel = "FILE", description = "also write all records") Path json;
    @Option(names = "--validation", description = "measure on the validation classes") boolean validation;
}
var options = new Options();
if (CommandLine.printHelpIfRequested(new CommandLine(options).parseArgs(args))) {
    System.exit(0);
}

var data = Datasets.manifest(options.data).withPreprocessing(Preprocessing.colour(options.size)).split("extended_data");
var oldNet = resNet10(64).widths(8, 16, 32);
var newNet = resNet10(64).widths(16, 32, 64);

MethodComparison all = null;
for (long seed = 0; seed < options.seeds; seed++) {
    var old = EmbeddingModel.training(oldNet, data.oldTraining()).epochs(options.epochs).batchSize(32).seed(seed).savingTo(options.out.resolve("old-seed" + seed)).train();
    var comparison = upgrade().from(old).to(newNet).withSelectiveCompatibility(d -> d.withForwardAdaptation(a -> a.start(options.start).inventedViews(options.views))).on(data).epochs(options.epochs).batchSize(32).seed(seed)
        .compareWith(bct(), independent()).metrics(mAP(), hitRateAt(1), recallAt(10)).alsoLinear().savingTo(options.out);
    var measured = options.validation ? comparison.runOnValidation() : comparison.run();
    all = all == null ? measured : all.plus(measured);
    System.out.println("\nextended_data, seed " + seed + "\n" + TableText.of(measured.summaryTable()));
}
System.out.println("\nextended_data, every seed\n" + TableText.of(all.wideTable()));
System.out.println("means over " + options.seeds + (options.seeds == 1 ? " seed\n" : " seeds\n") + TableText.of(all.summaryTable()));
all.saveHtml(options.out.resolve("grocery.html"));
if (options.json != null) {
    all.saveJson(options.json);
}
