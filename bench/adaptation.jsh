// What the options of the upgrade module do, on the validation classes, for the trained models that bench/omniglot.jsh left in
// its folder; nothing but upgrade modules is trained.
//
//   ./dmu run bench/adaptation.jsh --data omniglot.zip --runs runs/omniglot-small [--seeds 3] [--scenarios extended_data]
//                                  [--method dmu]

Map<String, String> options = new HashMap<>();
for (int i = 0; i + 1 < args.length; i += 2) {
    options.put(args[i], args[i + 1]);
}
for (String needed : List.of("--data", "--runs")) {
    if (!options.containsKey(needed)) {
        throw new DmuException("adaptation.jsh needs " + needed + ": see its first lines");
    }
}
Path runs = Path.of(options.get("--runs"));
int seeds = Integer.parseInt(options.getOrDefault("--seeds", "3"));
String method = options.getOrDefault("--method", "dmu");

Map<String, UnaryOperator<ForwardAdaptation>> variants = new LinkedHashMap<>();
variants.put("no invented views", a -> a.inventedViews(0));
variants.put("1 view (default)", a -> a);
variants.put("7 views", a -> a.inventedViews(7));
variants.put("7 views, hidden 1024, 8 epochs (bench/omniglot.jsh)", a -> a.inventedViews(7).hidden(1024).epochs(8));
variants.put("the same, no emphasis on poor vectors", a -> a.inventedViews(7).hidden(1024).epochs(8).emphasis(0));
variants.put("the same, class blend 0.3", a -> a.inventedViews(7).hidden(1024).epochs(8).classBlend(0.3));
variants.put("the same, 2 branches", a -> a.inventedViews(7).hidden(1024).epochs(8).branches(2));

String row = "%-14s %4s  %-52s %9s %9s %9s %7s%n";
System.out.printf(row, "scenario", "seed", "upgrade module of " + method, "old/old", "new/adapt", "new/new", "gain");
String rounded(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
}

for (String scenario : options.getOrDefault("--scenarios", "extended_class,extended_data").split(",")) {
    var data = Datasets.manifest(Path.of(options.get("--data"))).split(scenario);
    for (long seed = 0; seed < seeds; seed++) {
        long root = seed;
        var old = EmbeddingModel.load(runs.resolve(scenario + "/old-seed" + seed + "/model"));
        var trained = EmbeddingModel.load(method.equals("independent")
            ? runs.resolve("independent-seed" + seed + "/model")
            : runs.resolve(scenario + "/" + method + "-seed" + seed + "/model"));
        variants.forEach((name, change) -> {
            var report = upgrade().from(old).to(trained).withForwardAdaptation(change).on(data).seed(root).train().evaluateOnValidation(mAP());
            System.out.printf(row, scenario, root, name, rounded(report.value(Pairing.OLD_TO_OLD, mAP())),
                rounded(report.value(Pairing.NEW_TO_ADAPTED, mAP())), rounded(report.value(Pairing.NEW_TO_NEW, mAP())),
                rounded(report.updateGain(Pairing.NEW_TO_ADAPTED, mAP())));
        });
    }
}
