// Real photographs: fruit, vegetables and cartons in shops (Grocery Store Dataset), few and in colour; upgraded after the data
// have grown (extended-data), over several seeds. Reported as it comes out: nothing was chosen on these images.
//
//   ./dmu run bench/grocery.jsh --data grocery.zip [--seeds 3] [--epochs 20] [--size 48] [--out runs/grocery]
//                               [--json results.json] [--validation]
//
// The zip holds images and splits/*.csv (docs/data.md). Interrupted, the same command goes on where it stopped.

Map<String, String> options = new HashMap<>();
for (int i = 0; i < args.length; i++) {
    boolean valued = i + 1 < args.length && !args[i + 1].startsWith("--");
    options.put(args[i], valued ? args[++i] : "true");
}
if (!options.containsKey("--data")) {
    throw new DmuException("grocery.jsh needs --data FILE.zip: images and splits, as docs/data.md describes");
}
Path out = Path.of(options.getOrDefault("--out", "runs/grocery"));
int epochs = Integer.parseInt(options.getOrDefault("--epochs", "20"));
int seeds = Integer.parseInt(options.getOrDefault("--seeds", "3"));
int size = Integer.parseInt(options.getOrDefault("--size", "48"));

var data = Datasets.manifest(Path.of(options.get("--data"))).withPreprocessing(Preprocessing.colour(size)).split("extended_data");
var oldNet = resNet10(64).widths(8, 16, 32);
var newNet = resNet10(64).widths(16, 32, 64);

MethodComparison all = null;
for (long seed = 0; seed < seeds; seed++) {
    var old = EmbeddingModel.training(oldNet, data.oldTraining()).epochs(epochs).batchSize(32).seed(seed).savingTo(out.resolve("old-seed" + seed)).train();
    var comparison = upgrade().from(old).to(newNet).withSelectiveCompatibility().on(data).epochs(epochs).batchSize(32).seed(seed)
        .compareWith(bct(), independent()).metrics(mAP(), hitRateAt(1), recallAt(10)).alsoLinear().savingTo(out);
    var measured = options.containsKey("--validation") ? comparison.runOnValidation() : comparison.run();
    all = all == null ? measured : all.plus(measured);
    System.out.println("\nextended_data, seed " + seed + "\n" + TableText.of(measured.summaryTable()));
}
System.out.println("\nextended_data, every seed\n" + TableText.of(all.wideTable()));
System.out.println("means over " + seeds + " seeds\n" + TableText.of(all.summaryTable()));
all.saveHtml(out.resolve("grocery.html"));
if (options.containsKey("--json")) {
    all.saveJson(Path.of(options.get("--json")));
}
