package io.github.dmu4j;

import com.google.errorprone.annotations.CheckReturnValue;
import io.github.dmu4j.event.PlannedProgress;
import io.github.dmu4j.event.PlannedStage;
import io.github.dmu4j.event.UpgradeEvent;
import io.github.dmu4j.event.UpgradeListener;
import io.github.dmu4j.method.CompatibilityMethod;
import io.github.dmu4j.method.ForwardAdaptation;
import io.github.dmu4j.retrieval.Metric;
import io.github.dmu4j.run.UpgradeStages;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Several methods on the same old model, data, net, settings and seeds. Immutable; every setter returns a copy.
 *
 * <p>So that what forward adaptation gives is never credited to a method, every method is evaluated with the same upgrade module
 * settings (those of the first method that has some), trained on its own new model; {@link #withoutAdaptation} leaves it out.
 */
@CheckReturnValue
public final class ComparisonPlan {
    private final UpgradePlan base;
    private final List<CompatibilityMethod> methods;
    private final List<Long> seeds;
    private final List<Metric> metrics;
    private final boolean adapting;
    private final boolean linearToo;
    private final Optional<Path> folder;

    private ComparisonPlan(
            UpgradePlan base,
            List<CompatibilityMethod> methods,
            List<Long> seeds,
            List<Metric> metrics,
            boolean adapting,
            boolean linearToo,
            Optional<Path> folder) {
        this.base = base;
        this.methods = methods;
        this.seeds = seeds;
        this.metrics = metrics;
        this.adapting = adapting;
        this.linearToo = linearToo;
        this.folder = folder;
    }

    static ComparisonPlan of(UpgradePlan base, List<CompatibilityMethod> others) {
        List<CompatibilityMethod> methods = new ArrayList<>();
        methods.add(base.method());
        methods.addAll(others);
        Set<String> names = new LinkedHashSet<>();
        for (CompatibilityMethod method : methods) {
            if (!names.add(method.name())) {
                throw new IllegalArgumentException("two methods of the comparison are named " + method.name()
                        + "; each may stand once: change the settings of one");
            }
        }
        return new ComparisonPlan(
                base,
                List.copyOf(methods),
                List.of(base.seed()),
                List.of(Metric.mAP(), Metric.hitRateAt(1)),
                true,
                false,
                Optional.empty());
    }

    /** Trains each method once per seed; default: the plan's seed alone. */
    public ComparisonPlan overSeeds(long... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("a comparison needs at least one seed");
        }
        List<Long> list = new ArrayList<>();
        for (long value : values) {
            list.add(value);
        }
        return new ComparisonPlan(base, methods, List.copyOf(list), metrics, adapting, linearToo, folder);
    }

    /** What is measured; default mAP and hit rate at 1. */
    public ComparisonPlan metrics(Metric... values) {
        return new ComparisonPlan(base, methods, seeds, List.of(values), adapting, linearToo, folder);
    }

    /** Trains no upgrade module for methods that have none of their own. */
    public ComparisonPlan withoutAdaptation() {
        return new ComparisonPlan(base, methods, seeds, metrics, false, linearToo, folder);
    }

    /** Also moves the gallery by the linear map alone that the module starts at, as a row of its own for each method. */
    public ComparisonPlan alsoLinear() {
        return new ComparisonPlan(base, methods, seeds, metrics, adapting, true, folder);
    }

    /** Keeps every run in a folder below this one, named after method and seed; complete ones are not trained again. */
    public ComparisonPlan savingTo(Path runs) {
        return new ComparisonPlan(base, methods, seeds, metrics, adapting, linearToo, Optional.of(runs));
    }

    /** Trains and evaluates everything on the test classes. */
    public MethodComparison run() {
        return run(false);
    }

    /** Trains everything and evaluates on the validation classes: for choices, so that the test classes stay unread. */
    public MethodComparison runOnValidation() {
        return run(true);
    }

    private MethodComparison run(boolean validation) {
        Optional<ForwardAdaptation> shared = methods.stream()
                .map(CompatibilityMethod::forwardAdaptation)
                .flatMap(Optional::stream)
                .findFirst();
        List<UpgradePlan> runs = new ArrayList<>();
        for (long seed : seeds) {
            for (CompatibilityMethod method : methods) {
                boolean lend = adapting && method.forwardAdaptation().isEmpty();
                UpgradePlan plan =
                        base.with(lend ? method.adaptingWith(shared) : method).seed(seed);
                runs.add(folder.isPresent() ? plan.savingTo(folder.get().resolve(folderName(method, seed))) : plan);
            }
        }
        UpgradeListener listener = UpgradeListener.all(List.of(base.task().listener()));
        listener.on(new UpgradeEvent.ComparisonStarted(runs.size()));
        List<PlannedStage> stages = new ArrayList<>();
        for (int run = 0; run < runs.size(); run++) {
            String part = PlannedStage.part("run", run + 1, runs.size());
            UpgradeStages.of(runs.get(run).task()).forEach(stage -> stages.add(stage.in(part)));
        }
        PlannedProgress progress = new PlannedProgress(stages, listener, System::nanoTime);
        List<UpgradeReport> reports = new ArrayList<>();
        for (int run = 0; run < runs.size(); run++) {
            String part = PlannedStage.part("run", run + 1, runs.size());
            UpgradedModel upgraded = progress.in(part, runs.get(run).listener(progress)::train);
            Metric[] asked = metrics.toArray(Metric[]::new);
            UpgradeReport report = validation ? upgraded.evaluateOnValidation(asked) : upgraded.evaluate(asked);
            reports.add(report);
            if (linearToo && upgraded.isAdapting()) {
                reports.add(report.withLinearAdaptation());
            }
        }
        return MethodComparison.of(reports);
    }

    private static String folderName(CompatibilityMethod method, long seed) {
        String plain = method.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.]+", "-");
        return plain + "-seed" + seed;
    }

    @Override
    public String toString() {
        return FirstLine.of("plan: compare " + methods.size() + " methods over "
                        + (seeds.size() == 1 ? "1 seed" : seeds.size() + " seeds"))
                + "\n  methods  "
                + String.join(
                        ", ", methods.stream().map(CompatibilityMethod::name).toList())
                + "\n  seeds    "
                + String.join(", ", seeds.stream().map(String::valueOf).toList())
                + "\n  data     " + base.data().name()
                + "\n  metrics  "
                + String.join(", ", metrics.stream().map(Metric::name).toList())
                + "\n  folder   " + folder.map(Path::toString).orElse("none: nothing is kept")
                + "\n  next     run(), runOnValidation()";
    }
}
