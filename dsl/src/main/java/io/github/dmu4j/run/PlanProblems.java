package io.github.dmu4j.run;

import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.data.ClassIndex;
import io.github.dmu4j.data.LabeledImages;
import io.github.dmu4j.data.UpgradeData;
import io.github.dmu4j.method.ForwardAdaptation;
import io.github.dmu4j.method.Requirements;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Everything that would keep an upgrade from running, found before anything is computed. */
public final class PlanProblems {
    private PlanProblems() {}

    /** Each problem as one sentence with what to do; empty when there is none. */
    public static List<String> of(UpgradeTask task) {
        List<String> problems = new ArrayList<>();
        data(task.data(), problems);
        method(task, problems);
        backbone(task, problems);
        return problems;
    }

    static void requireNone(UpgradeTask task) {
        List<String> problems = of(task);
        if (!problems.isEmpty()) {
            throw new DmuException("the plan has " + problems.size() + (problems.size() == 1 ? " problem" : " problems")
                    + ":\n  - " + String.join("\n  - ", problems));
        }
    }

    private static void data(UpgradeData data, List<String> problems) {
        LabeledImages training = data.newTraining();
        int classes = ClassIndex.of(training.labels()).size();
        if (training.size() < 2 || classes < 2) {
            problems.add("the new training set has " + training.size() + " images of " + classes
                    + " classes; at least 2 images of 2 classes are needed: give it more data");
        }
        if (data.test().queries().size() == 0 || data.test().gallery().size() == 0) {
            problems.add("the test set has " + data.test().queries().size() + " queries and "
                    + data.test().gallery().size() + " gallery images; both need some: choose other class shares");
        }
        Set<Integer> trained = new HashSet<>();
        for (int label : training.labels()) {
            trained.add(label);
        }
        long leaked = Arrays.stream(data.test().queries().labels())
                .distinct()
                .filter(trained::contains)
                .count();
        if (leaked > 0 && training.classNames().equals(data.test().queries().classNames())) {
            problems.add(leaked
                    + " test classes are trained on; an open-set evaluation needs others: keep val and test classes"
                    + " out of the training split");
        }
    }

    /** A network that has weights of its own already, a checkpoint's or its last, is not begun again. */
    private static void backbone(UpgradeTask task, List<String> problems) {
        boolean begun = task.folder()
                .filter(folder -> RunDirectory.holdsWeights(folder, RunSources.NEW))
                .isPresent();
        if (!begun) {
            LabeledImages images = task.data().newTraining();
            task.backbone()
                    .ifPresent(b -> problems.addAll(
                            b.problems(task.settings().preprocessing().orElse(images.preprocessing()))));
        }
    }

    private static void method(UpgradeTask task, List<String> problems) {
        Requirements needs = task.method().requirements();
        String name = task.method().name();
        int oldDimension = task.old().embedder().dimension();
        int newDimension = task.backbone()
                .map(b -> b.dimension())
                .orElseGet(() -> task.trained().orElseThrow().embedder().dimension());
        if (needs.equalDimensions() && oldDimension != newDimension) {
            problems.add(name + " needs equal dimensions, the old model has " + oldDimension + " and the new one "
                    + newDimension + ": use a backbone of dimension " + oldDimension
                    + ", or a method that copes, such as withSelectiveCompatibility()");
        }
        if (needs.oldClassifier() && task.old().classifier().isEmpty()) {
            problems.add(
                    name
                            + " needs the old model's classifier, and this old model comes without one (a TorchScript or ONNX file has"
                            + " none): use withBackwardCompatibility() in its default form, which makes prototypes of old features");
        }
        if (needs.oldClassifier() && sharesNoClass(task)) {
            problems.add(
                    name + " needs classes that the old model's classifier knows, and the new training set has none of"
                            + " them: use withBackwardCompatibility() in its default form, which makes prototypes of old features");
        }
        if (oldDimension != newDimension
                && task.method()
                        .forwardAdaptation()
                        .filter(a -> a.start() == ForwardAdaptation.Start.IDENTITY)
                        .isPresent()) {
            problems.add(
                    "the forward adaptation starts at the identity, which needs equal dimensions, the old model has "
                            + oldDimension + " and the new one " + newDimension
                            + ": start at PROCRUSTES or LEAST_SQUARES");
        }
    }

    private static boolean sharesNoClass(UpgradeTask task) {
        LabeledImages training = task.data().newTraining();
        Set<String> known =
                task.old().classifier().map(c -> Set.copyOf(c.classNames())).orElse(Set.of());
        return !known.isEmpty()
                && Arrays.stream(training.labels())
                        .mapToObj(training.classNames()::get)
                        .noneMatch(known::contains);
    }
}
