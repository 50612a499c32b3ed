// What the options of the upgrade module do, on the validation classes, for the trained models that bench/omniglot.jsh or
// bench/grocery.jsh left in its folder; nothing but upgrade modules is trained.
//
//   ./dmu run bench/adaptation.jsh --data omniglot.zip --runs runs/omniglot-small [--about start] ...     (--help says all)
//   ./dmu run bench/adaptation.jsh --data grocery.zip --runs runs/grocery --scenarios extended_data --size 48 ...

import picocli.CommandLine;
import picocli.CommandLine.Option;

@CommandLine.Command(name = "./dmu run bench/adaptation.jsh", mixinStandardHelpOptions = true, showDefaultValues = true, sortOptions = false)
class Options {
    @Option(names = "--data", required = true, paramLabel = "ZIP", description = "images and splits/*.csv (docs/data.md)") Path data;
    @Option(names = "--runs", required = true, paramLabel = "FOLDER", description = "what bench/omniglot.jsh or bench/grocery.jsh left") Path runs;
    @Option(names = "--seeds", defaultValue = "3", description = "seeds 0, 1, ...") int seeds;
    @Option(names = "--scenarios", split = ",", defaultValue = "extended_class,extended_data", description = "splits of the zip") List<String> scenarios;
    @Option(names = "--size", description = "side of colour images; default: grey ones as Omniglot's") Integer size;
    @Option(names = "--about", split = ",", defaultValue = "start,module", description = "which options: of what a module starts at, of all else") List<String> about;
    @Option(names = "--method", defaultValue = "dmu", description = "whose new model: dmu, bct or independent") String method;
}
var options = new Options();
if (CommandLine.printHelpIfRequested(new CommandLine(options).parseArgs(args))) {
    System.exit(0);
}

Map<String, UnaryOperator<ForwardAdaptation>> variants = new LinkedHashMap<>();
UnaryOperator<ForwardAdaptation> large = a -> a.inventedViews(7).hidden(1024).epochs(8); // bench/omniglot.jsh
variants.put("default", a -> a);
if (options.about.contains("start")) {
    variants.put("default, from the rotation", a -> a.start(ForwardAdaptation.Start.PROCRUSTES));
    variants.put("the rotation alone", a -> a.start(ForwardAdaptation.Start.PROCRUSTES).linearOnly());
    variants.put("least squares alone", a -> a.start(ForwardAdaptation.Start.LEAST_SQUARES).linearOnly());
    variants.put("7 views, hidden 1024, 8 epochs", large);
    variants.put("the same, from the rotation", a -> large.apply(a).start(ForwardAdaptation.Start.PROCRUSTES));
}
if (options.about.contains("module")) {
    variants.put("no invented views", a -> a.inventedViews(0));
    variants.put("7 views", a -> a.inventedViews(7));
    variants.put("7 views, hidden 1024, 8 epochs", large);
    variants.put("the same, no emphasis on poor vectors", a -> large.apply(a).emphasis(0));
    variants.put("the same, class blend 0.3", a -> large.apply(a).classBlend(0.3));
    variants.put("the same, 2 branches", a -> large.apply(a).branches(2));
}

String row = "%-14s %4s  %-38s %9s %9s %9s %9s%n";
System.out.printf(row, "scenario", "seed", "upgrade module of " + options.method, "old/old", "new/old", "new/adapt", "new/new");
String rounded(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
}

for (String scenario : options.scenarios) {
    var images = Datasets.manifest(options.data);
    var data = (options.size == null ? images : images.withPreprocessing(Preprocessing.colour(options.size))).split(scenario);
    Path runs = Files.isDirectory(options.runs.resolve(scenario)) ? options.runs.resolve(scenario) : options.runs;
    for (long seed = 0; seed < options.seeds; seed++) {
        long root = seed;
        var old = EmbeddingModel.load(runs.resolve("old-seed" + seed + "/model"));
        var trained = EmbeddingModel.load(options.method.equals("independent")
            ? options.runs.resolve("independent-seed" + seed + "/model")
            : runs.resolve(options.method + "-seed" + seed + "/model"));
        variants.forEach((name, change) -> {
            var report = upgrade().from(old).to(trained).withForwardAdaptation(change).on(data).seed(root).train().evaluateOnValidation(mAP());
            System.out.printf(row, scenario, root, name, rounded(report.value(OLD_TO_OLD, mAP())), rounded(report.value(NEW_TO_OLD, mAP())),
                rounded(report.value(NEW_TO_ADAPTED, mAP())), rounded(report.value(NEW_TO_NEW, mAP())));
        });
    }
}
