package io.github.dmu4j.run;

import io.github.dmu4j.base.DiskSpace;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.data.ClassIndex;
import io.github.dmu4j.data.LabeledImages;
import io.github.dmu4j.data.RetrievalImages;
import io.github.dmu4j.data.UpgradeData;
import io.github.dmu4j.method.CompatibilityMethod;
import io.github.dmu4j.method.ForwardAdaptation;
import io.github.dmu4j.method.ModuleAdapter;
import io.github.dmu4j.method.Requirements;
import io.github.dmu4j.model.Backbone;
import io.github.dmu4j.train.TrainingSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** Everything that would keep an upgrade from running, found before anything is computed. */
public final class PlanProblems {
    private static final double GIGABYTE = 1 << 30;

    private PlanProblems() {}

    /**
     * What must be known of an old model; it need not exist yet.
     *
     * @param dimension of its vectors
     * @param classes names of the classes that its classifier knows; empty if it has no classifier
     */
    public record Old(int dimension, Optional<Set<String>> classes) {
        /** Copies the names. */
        public Old {
            classes = classes.map(Set::copyOf);
        }

        /** Of a model that is there. */
        public static Old of(FrozenModel model) {
            return new Old(
                    model.embedder().dimension(), model.classifier().map(head -> new HashSet<>(head.classNames())));
        }

        /** Of a net that will have been trained on {@code images} by then. */
        public static Old trainedOn(LabeledImages images, int dimension) {
            return new Old(dimension, Optional.of(classNames(images)));
        }
    }

    /**
     * What is asked for, apart from the old model.
     *
     * @param backbone the net to train; empty if the new model is trained already
     * @param dimension of the new model's vectors
     * @param folder of the run; empty if nothing is kept
     */
    public record Wanted(
            Optional<Backbone> backbone,
            int dimension,
            CompatibilityMethod method,
            UpgradeData data,
            TrainingSettings settings,
            Optional<Path> folder) {
        private static Wanted of(UpgradeTask task) {
            return new Wanted(
                    task.backbone(),
                    task.backbone()
                            .map(Backbone::dimension)
                            .orElseGet(() ->
                                    task.trained().orElseThrow().embedder().dimension()),
                    task.method(),
                    task.data(),
                    task.settings(),
                    task.folder());
        }
    }

    /** Each problem as one sentence with what to do; empty when there is none. */
    public static List<String> of(UpgradeTask task) {
        return of(Old.of(task.old()), Wanted.of(task));
    }

    /** As {@link #of(UpgradeTask)}, for an upgrade whose old model may not exist yet. */
    public static List<String> of(Old old, Wanted wanted) {
        return of(old, wanted, Runtime.getRuntime().maxMemory());
    }

    private static List<String> of(Old old, Wanted wanted, long heap) {
        List<String> problems = new ArrayList<>();
        data(wanted.data(), problems);
        method(old, wanted, problems);
        backbone(wanted, problems);
        memory(wanted.method(), size(wanted), largerDimension(old, wanted), wanted.folder(), heap)
                .ifPresent(problems::add);
        return problems;
    }

    /** What the vectors of a task's new training set take. */
    static VectorRoom room(UpgradeTask task) {
        Wanted wanted = Wanted.of(task);
        return VectorRoom.of(wanted.method(), size(wanted), largerDimension(Old.of(task.old()), wanted));
    }

    /** @param heap bytes that the JVM may use */
    static void requireNone(UpgradeTask task, long heap) {
        List<String> problems = of(Old.of(task.old()), Wanted.of(task), heap);
        if (!problems.isEmpty()) {
            throw new DmuException("the plan has " + problems.size() + (problems.size() == 1 ? " problem" : " problems")
                    + ":\n  - " + String.join("\n  - ", problems));
        }
    }

    private static int size(Wanted wanted) {
        return wanted.data().newTraining().size();
    }

    private static int largerDimension(Old old, Wanted wanted) {
        return Math.max(old.dimension(), wanted.dimension());
    }

    private static void data(UpgradeData data, List<String> problems) {
        LabeledImages training = data.newTraining();
        int classes = ClassIndex.of(training.labels()).size();
        if (training.size() < 2 || classes < 2) {
            problems.add("the new training set has " + training.size() + " images of " + classes
                    + " classes; at least 2 images of 2 classes are needed: give it more data");
        }
        boolean measured =
                !data.test().equals(RetrievalImages.NONE); // else by published protocols, on images of their own
        if (measured
                && (data.test().queries().size() == 0 || data.test().gallery().size() == 0)) {
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
    private static void backbone(Wanted wanted, List<String> problems) {
        boolean begun = wanted.folder()
                .filter(folder -> RunDirectory.holdsWeights(folder, RunSources.NEW))
                .isPresent();
        if (!begun) {
            LabeledImages images = wanted.data().newTraining();
            wanted.backbone()
                    .ifPresent(b -> problems.addAll(
                            b.problems(wanted.settings().preprocessing().orElse(images.preprocessing()))));
        }
    }

    private static void method(Old old, Wanted wanted, List<String> problems) {
        CompatibilityMethod method = wanted.method();
        int dimension = wanted.dimension();
        Requirements needs = method.requirements();
        String name = method.name();
        if (needs.equalDimensions() && old.dimension() != dimension) {
            problems.add(name + " needs equal dimensions, the old model has " + old.dimension() + " and the new one "
                    + dimension + ": use a backbone of dimension " + old.dimension()
                    + ", or a method that copes, such as withSelectiveCompatibility()");
        }
        if (needs.oldClassifier() && old.classes().isEmpty()) {
            problems.add(
                    name
                            + " needs the old model's classifier, and this old model comes without one (a TorchScript or ONNX file has"
                            + " none): use withBackwardCompatibility() in its default form, which makes prototypes of old features");
        }
        if (needs.oldClassifier() && sharesNoClass(old, wanted.data())) {
            problems.add(
                    name + " needs classes that the old model's classifier knows, and the new training set has none of"
                            + " them: use withBackwardCompatibility() in its default form, which makes prototypes of old features");
        }
        if (old.dimension() != dimension
                && method.forwardAdaptation()
                        .filter(a -> a.start() == ForwardAdaptation.Start.IDENTITY)
                        .isPresent()) {
            problems.add(
                    "the forward adaptation starts at the identity, which needs equal dimensions, the old model has "
                            + old.dimension() + " and the new one " + dimension
                            + ": start at PROCRUSTES or LEAST_SQUARES");
        }
    }

    /**
     * What would end a run after days: vectors of the whole training set that fit neither into memory nor onto the disk of the run's
     * folder. Empty if they fit.
     *
     * @param images of the new training set
     * @param dimension the larger of both models'
     * @param folder of the run; empty if nothing is kept, and then they must fit into memory
     */
    public static Optional<String> memory(
            CompatibilityMethod method, long images, int dimension, Optional<Path> folder) {
        return memory(method, images, dimension, folder, Runtime.getRuntime().maxMemory());
    }

    private static Optional<String> memory(
            CompatibilityMethod method, long images, int dimension, Optional<Path> folder, long heap) {
        return folder.filter(f -> needsNoVectors(method, f)).isPresent()
                ? Optional.empty()
                : memory(VectorRoom.of(method, images, dimension), folder, heap);
    }

    /** Whether the stage that needs them last has left its result. */
    private static boolean needsNoVectors(CompatibilityMethod method, Path folder) {
        return method.forwardAdaptation().isPresent()
                ? Files.exists(ModuleAdapter.moduleFile(folder))
                : FrozenModel.isIn(folder.resolve(RunSources.NEW));
    }

    /** @param heap bytes that the JVM may use */
    static Optional<String> memory(VectorRoom room, Optional<Path> folder, long heap) {
        if (room.fits(heap)) {
            return Optional.empty();
        }
        return folder.isPresent() ? disk(room, folder.get().resolve(TrainingVectors.FOLDER)) : heap(room, heap);
    }

    private static Optional<String> disk(VectorRoom room, Path vectors) {
        long needed = room.bytes() - TrainingVectorFiles.presentBytes(vectors);
        OptionalLong free = DiskSpace.free(vectors);
        if (free.isEmpty() || needed <= free.getAsLong()) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "%s, do not fit into memory, and as files they need %.1f GB in %s, whose disk has %.1f GB free: save to a folder"
                        + " on another disk, free some space, or take fewer images or invented views",
                room,
                needed / GIGABYTE,
                vectors,
                free.getAsLong() / GIGABYTE));
    }

    private static Optional<String> heap(VectorRoom room, long heap) {
        double gigabytes = room.bytes() / GIGABYTE;
        if (!room.fitsArrays()) {
            return Optional.of(String.format(
                    Locale.ROOT,
                    "%s, are more values than one array in memory can hold, 2^31: give the plan a folder with savingTo(...), where they"
                            + " are kept in files of about %.1f GB, or take fewer images or a smaller dimension",
                    room,
                    gigabytes));
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "%s, are about %.1f GB, more than half of the Java heap, which is %.1f GB: give the plan a folder with savingTo(...),"
                        + " where they are kept in files, or start with -Xmx%dg (./dmu reads the variable DMU_JVM_OPTS), or take fewer"
                        + " images or invented views",
                room,
                gigabytes,
                heap / GIGABYTE,
                (long) Math.ceil(2.25 * gigabytes))); // some collectors keep a ninth of the heap for themselves
    }

    private static boolean sharesNoClass(Old old, UpgradeData data) {
        Set<String> known = old.classes().orElse(Set.of());
        return !known.isEmpty() && classNames(data.newTraining()).stream().noneMatch(known::contains);
    }

    private static Set<String> classNames(LabeledImages images) {
        return Arrays.stream(images.labels())
                .distinct()
                .mapToObj(images.classNames()::get)
                .collect(Collectors.toSet());
    }
}
