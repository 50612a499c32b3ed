// What the options of the upgrade module do, on the validation classes, for the trained models that bench/omniglot.jsh left in
// its folder; nothing but upgrade modules is trained.
//
//   ./dmu run bench/adaptation.jsh --data omniglot.zip --runs runs/omniglot-small [--seeds 3] ...     (--help says all)

import picocli.CommandLine;
import picocli.CommandLine.Option;

@CommandLine.Command(name = "./dmu run bench/adaptation.jsh", mixinStandardHelpOptions = true, showDefaultValues = true, sortOptions = false)
class Options {
    @Option(names = "--data", required = true, paramLabel = "ZIP", description = "images and splits/*.csv (docs/data.md)") Path data;
    @Option(names = "--runs", required = true, paramLabel = "FOLDER", description = "what bench/omniglot.jsh left") Path runs;
    @Option(names = "--seeds", defaultValue = "3", description = "seeds 0, 1, ...") int seeds;
    @Option(names = "--scenarios", split = ",", defaultValue = "extended_class,extended_data", description = "splits of the zip") List<String> scenarios;
    @Option(names = "--method", defaultValue = "dmu", description = "whose new model: dmu, bct or independent") String method;
}
var options = new Options();
if (CommandLine.printHelpIfRequested(new CommandLine(options).parseArgs(args))) {
    System.exit(0);
}

Map<String, UnaryOperator<ForwardAdaptation>> variants = new LinkedHashMap<>();
variants.put("no invented views", a -> a.inventedViews(0));
variants.put("1 view (default)", a -> a);
variants.put("7 views", a -> a.inventedViews(7));
variants.put("7 views, hidden 1024, 8 epochs (bench/omniglot.jsh)", a -> a.inventedViews(7).hidden(1024).epochs(8));
variants.put("the same, no emphasis on poor vectors", a -> a.inventedViews(7).hidden(1024).epochs(8).emphasis(0));
variants.put("the same, class blend 0.3", a -> a.inventedViews(7).hidden(1024).epochs(8).classBlend(0.3));
variants.put("the same, 2 branches", a -> a.inventedViews(7).hidden(1024).epochs(8).branches(2));

String row = "%-14s %4s  %-52s %9s %9s %9s %7s%n";
System.out.printf(row, "scenario", "seed", "upgrade module of " + options.method, "old/old", "new/adapt", "new/new", "gain");
String rounded(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
}

for (String scenario : options.scenarios) {
    var data = Datasets.manifest(options.data).split(scenario);
    for (long seed = 0; seed < options.seeds; seed++) {
        long root = seed;
        var old = EmbeddingModel.load(options.runs.resolve(scenario + "/old-seed" + seed + "/model"));
        var trained = EmbeddingModel.load(options.method.equals("independent")
            ? options.runs.resolve("independent-seed" + seed + "/model")
            : options.runs.resolve(scenario + "/" + options.method + "-seed" + seed + "/model"));
        variants.forEach((name, change) -> {
            var report = upgrade().from(old).to(trained).withForwardAdaptation(change).on(data).seed(root).train().evaluateOnValidation(mAP());
            System.out.printf(row, scenario, root, name, rounded(report.value(Pairing.OLD_TO_OLD, mAP())),
                rounded(report.value(Pairing.NEW_TO_ADAPTED, mAP())), rounded(report.value(Pairing.NEW_TO_NEW, mAP())),
                rounded(report.updateGain(Pairing.NEW_TO_ADAPTED, mAP())));
        });
    }
}
