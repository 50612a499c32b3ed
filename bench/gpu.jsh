// Smoke test for a machine with a GPU: the same small upgrade on the CPU and on the GPU, side by side. Synthetic images.
//
//   ./dmu run bench/gpu.jsh [--rehearse]
//
// Exit status 0 if every check held, 1 if one failed or there is no usable GPU. --rehearse takes the CPU in place of the GPU, to
// try the script itself. A GPU adds in another order and may multiply in TF32, so nothing is compared bit for bit; the
// tolerances below are guesses until somebody has run this on a GPU.

boolean rehearsal = List.of(args).contains("--rehearse");
var fast = Devices.preferred();
if (!fast.isGpu() && !rehearsal) {
    System.out.println("no usable GPU: nothing was run");
    System.exit(1);
}
System.out.println("libtorch " + NativeEngine.version() + ", device " + fast + (rehearsal ? ", a rehearsal: this says nothing of a GPU" : ""));

int failures = 0;

void check(String what, double found, double least) {
    boolean holds = found >= least; // false for NaN
    failures += holds ? 0 : 1;
    System.out.println(String.format(Locale.ROOT, "%-6s %s: %.5f, at least %.5f expected", holds ? "ok" : "FAILED", what, found, least));
}

// Mean cosine of rows that are normalised.
double meanCosine(FloatMatrix a, FloatMatrix b) {
    double sum = 0;
    for (int i = 0; i < a.values().length; i++) {
        sum += (double) a.values()[i] * b.values()[i];
    }
    return sum / a.rows();
}

// The first loss of each stage, and on which device runs began.
class Heard implements UpgradeListener {
    final Map<String, Double> firstLoss = new TreeMap<>();
    final Set<String> devices = new TreeSet<>();

    public void on(UpgradeEvent event) {
        if (event instanceof UpgradeEvent.RunStarted started) {
            devices.add(started.device());
        } else if (event instanceof UpgradeEvent.StepCompleted step && !step.losses().isEmpty()) {
            firstLoss.putIfAbsent(step.stage(), step.losses().values().iterator().next());
        }
    }
}

// Everything that one device computed.
record Outcome(UpgradedModel upgraded, UpgradeReport report, Heard heard, double seconds) {}

var data = Datasets.glyphs(GlyphSettings.frozen().withClasses(60)).split(extendedClass(0.5), 7);
var old = EmbeddingModel.training(resNet10(32).widths(8, 16, 32), data.oldTraining()).epochs(3).seed(7).device(cpu()).train();

Outcome upgradeOn(ai.djl.Device device) {
    var heard = new Heard();
    long start = System.nanoTime();
    var upgraded = upgrade()
        .from(old)
        .to(resNet10(32).widths(8, 16, 32))
        .withSelectiveCompatibility(d -> d.withForwardAdaptation(a -> a.hidden(64).epochs(5)))
        .on(data)
        .epochs(3)
        .seed(7)
        .device(device)
        .listener(heard)
        .train();
    double seconds = (System.nanoTime() - start) / 1e9;
    return new Outcome(upgraded, upgraded.evaluate(mAP(), hitRateAt(1)), heard, seconds);
}

var slow = upgradeOn(cpu());
var onFast = upgradeOn(fast);
System.out.println(String.format(Locale.ROOT, "training: %.1f s on %s, %.1f s on %s", slow.seconds(), cpu(), onFast.seconds(), fast));

// Forward alone: the same weights on both devices.
var folder = Files.createTempDirectory("dmu-gpu");
slow.upgraded().newModel().save(folder.resolve("model"));
var images = data.test().gallery();
long start = System.nanoTime();
var slowVectors = slow.upgraded().newModel().embed(images);
long between = System.nanoTime();
var fastVectors = EmbeddingModel.load(folder.resolve("model"), fast).embed(images);
System.out.println(String.format(
    Locale.ROOT, "embedding %d images: %.2f s on %s, %.2f s on %s, the model's loading included", images.size(), (between - start) / 1e9, cpu(), (System.nanoTime() - between) / 1e9, fast));
check("forward: mean cosine of the same weights' embeddings", meanCosine(slowVectors.vectors(), fastVectors.vectors()), 0.9999);

// Backward: the first loss must agree closely, the model after three epochs roughly; rounding grows from step to step.
check("the run was on " + fast, onFast.heard().devices.equals(Set.of(fast.toString())) ? 1 : 0, 1);
for (String stage : slow.heard().firstLoss.keySet()) {
    double a = slow.heard().firstLoss.get(stage);
    double b = onFast.heard().firstLoss.getOrDefault(stage, Double.NaN);
    boolean moduleOfOtherVectors = stage.contains("module"); // it learns from the two models, which differ a little
    check(stage + ": agreement of the first loss", 1 - Math.abs(a - b) / Math.abs(a), moduleOfOtherVectors ? 0.9 : 0.999);
}
check("trained: mean cosine of both models' embeddings", meanCosine(slowVectors.vectors(), onFast.upgraded().newModel().embed(images).vectors()), 0.9);
for (Pairing pairing : List.of(NEW_TO_OLD, NEW_TO_ADAPTED, NEW_TO_NEW)) {
    for (Metric metric : List.of(mAP(), hitRateAt(1))) {
        double difference = Math.abs(slow.report().value(pairing, metric) - onFast.report().value(pairing, metric));
        check(pairing + ": 1 - difference of " + metric.name(), 1 - difference, 0.95);
    }
}

// The upgrade module alone, from the same vectors on both devices.
VectorUpgrade moduleOn(ai.djl.Device device) {
    return upgrade().from(old.embed(data.newTraining())).to(slow.upgraded().newModel().embed(data.newTraining()))
        .withForwardAdaptation(a -> a.hidden(64).epochs(5)).seed(7).device(device).train();
}

var stored = old.embed(images);
start = System.nanoTime();
var slowModule = moduleOn(cpu());
between = System.nanoTime();
var fastModule = moduleOn(fast);
System.out.println(String.format(Locale.ROOT, "upgrade module: %.1f s with %s, %.1f s with %s", (between - start) / 1e9, cpu(), (System.nanoTime() - between) / 1e9, fast));
check("upgrade module: mean cosine of the adapted gallery", meanCosine(slowModule.adapt(stored).vectors(), fastModule.adapt(stored).vectors()), 0.99);

// Search is plain Java on the processor wherever the vectors were made; here it ranks those of the other device.
var exact = new ExactSearch();
var slowFound = exact.search(slowVectors.vectors(), slowVectors.vectors(), 5, SelfMatches.sameOrder(images.size()), Cancellation.NEVER);
var fastFound = exact.search(fastVectors.vectors(), fastVectors.vectors(), 5, SelfMatches.sameOrder(images.size()), Cancellation.NEVER);
check("search: share of the five nearest that agree", DoubleStream.of(fastFound.annRecall(slowFound, 5)).average().orElseThrow(), 0.98);

System.out.println(failures == 0 ? "every check held" : failures + " checks failed");
/exit failures == 0 ? 0 : 1
