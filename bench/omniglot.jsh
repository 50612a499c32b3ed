// Real images: handwritten characters of 50 alphabets (Omniglot), upgraded under two scenarios over several seeds.
//
//   ./dmu run bench/omniglot.jsh --data omniglot.zip [--seeds 3] [--scenarios extended_class,extended_data]
//                                [--pair small|large] [--ablations] [--epochs 15] [--out runs/omniglot-PAIR]
//                                [--json results.json] [--validation]
//
// --pair small: widths 8-16-32 and 16-32-64; large: 16-32-64 and 32-64-128. --ablations adds ANTI and HARD weights.
// The zip holds images and splits/*.csv (docs/data.md). Interrupted, the same command goes on where it stopped.
// Every choice is made with --validation; the test classes are read once per published table.

Map<String, String> options = new HashMap<>();
for (int i = 0; i < args.length; i++) {
    boolean valued = i + 1 < args.length && !args[i + 1].startsWith("--");
    options.put(args[i], valued ? args[++i] : "true");
}
if (!options.containsKey("--data")) {
    throw new DmuException("omniglot.jsh needs --data FILE.zip: images and splits, as docs/data.md describes");
}
Path out = Path.of(options.getOrDefault("--out", "runs/omniglot-" + options.getOrDefault("--pair", "small")));
int epochs = Integer.parseInt(options.getOrDefault("--epochs", "15"));
int seeds = Integer.parseInt(options.getOrDefault("--seeds", "3"));
boolean ablations = options.containsKey("--ablations");
boolean onValidation = options.containsKey("--validation");
List<String> scenarios = List.of(options.getOrDefault("--scenarios", "extended_class,extended_data").split(","));

var dataset = Datasets.manifest(Path.of(options.get("--data")));
String pair = options.getOrDefault("--pair", "small");
if (!List.of("small", "large").contains(pair)) {
    throw new DmuException("--pair is small or large, found " + pair);
}
var oldNet = pair.equals("small") ? resNet10(64).widths(8, 16, 32) : resNet10(64).widths(16, 32, 64);
var newNet = pair.equals("small") ? resNet10(64).widths(16, 32, 64) : resNet10(64).widths(32, 64, 128);
UnaryOperator<ForwardAdaptation> adaptation = a -> a.inventedViews(7).hidden(1024).epochs(8);

MethodComparison compare(ComparisonPlan plan) {
    var measured = plan.metrics(mAP(), hitRateAt(1), recallAt(10)).alsoLinear();
    return onValidation ? measured.runOnValidation() : measured.run();
}

MethodComparison all = null;
for (long seed = 0; seed < seeds; seed++) {
    long root = seed;
    // All scenarios share the new training set, so the independent model is trained once a seed.
    var whole = dataset.split(scenarios.get(0)).newTraining();
    var independent = EmbeddingModel.training(newNet, whole).epochs(epochs).batchSize(128).seed(root).savingTo(out.resolve("independent-seed" + root)).train();
    for (String scenario : scenarios) {
        var data = dataset.split(scenario);
        var folder = out.resolve(scenario);
        var old = EmbeddingModel.training(oldNet, data.oldTraining()).epochs(epochs).batchSize(128).seed(root).savingTo(folder.resolve("old-seed" + root)).train();
        var plan = upgrade().from(old).to(newNet).withSelectiveCompatibility(d -> d.withForwardAdaptation(adaptation)).on(data).epochs(epochs).batchSize(128).seed(root).training(s -> s.withValidateEvery(5));
        var others = new ArrayList<CompatibilityMethod>(List.of(bct()));
        if (ablations) {
            others.addAll(List.of(dmu().withForwardAdaptation(adaptation).anti(), dmu().withForwardAdaptation(adaptation).hard()));
        }
        var trained = compare(plan.compareWith(others.toArray(CompatibilityMethod[]::new)).savingTo(folder));
        var reference = compare(upgrade().from(old).to(independent).withForwardAdaptation(adaptation).on(data).seed(root).compareWith().savingTo(folder));
        var both = trained.plus(reference);
        all = all == null ? both : all.plus(both);
        System.out.println("\n" + scenario + ", seed " + root + "\n" + TableText.of(both.summaryTable()));
    }
}
for (String scenario : scenarios) {
    System.out.println("\n" + scenario + ", " + (onValidation ? "validation" : "test") + " classes, every seed");
    System.out.println(TableText.of(all.ofScenario(scenario).wideTable()));
    System.out.println("means over " + seeds + " seeds");
    System.out.println(TableText.of(all.ofScenario(scenario).summaryTable()));
    all.ofScenario(scenario).saveHtml(out.resolve(scenario + ".html"));
}
if (options.containsKey("--json")) {
    all.saveJson(Path.of(options.get("--json")));
}
