package io.github.dmu4j.data;

import io.github.dmu4j.base.DmuException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Makes the data of an experiment from images, pools of classes and a rule for queries. */
final class OpenSetSplit {
    private OpenSetSplit() {}

    /**
     * Divides a collection.
     *
     * @param pools one per class of the collection
     * @param queries which images of validation and test classes search; the others are gallery
     * @param origin the data set, to be opened again; empty if it cannot be
     */
    static UpgradeData of(
            LabeledImages images,
            ClassPools.Pool[] pools,
            IntPredicate queries,
            Scenario scenario,
            long seed,
            Optional<DataOrigin> origin) {
        int[] pool = rows(images, i -> pools[images.label(i)] == ClassPools.Pool.TRAINING);
        List<String> ids = IntStream.of(pool).mapToObj(images::id).toList();
        int[] labels = IntStream.of(pool).map(images::label).toArray();
        ScenarioSplit sides = scenario.split(ids, labels, seed);
        return new UpgradeData(
                images.name() + ", " + scenario.name(),
                scenario.name(),
                seed,
                images.subset(IntStream.of(sides.oldIndices()).map(i -> pool[i]).toArray()),
                images.subset(IntStream.of(sides.newIndices()).map(i -> pool[i]).toArray()),
                retrieval(images, pools, ClassPools.Pool.VALIDATION, queries),
                retrieval(images, pools, ClassPools.Pool.TEST, queries),
                reopened(origin, scenario));
    }

    /** Only our own scenarios are found again, by their name or their lists. */
    static Optional<DataOrigin> reopened(Optional<DataOrigin> origin, Scenario scenario) {
        if (scenario instanceof ListedScenario listed) {
            return origin.map(base -> new DataOrigin.WithLists(
                    base, listed.lists().stream().map(Path::toString).toList()));
        }
        return ScenarioNames.leadTo(scenario) ? origin : Optional.empty();
    }

    private static RetrievalImages retrieval(
            LabeledImages images, ClassPools.Pool[] pools, ClassPools.Pool role, IntPredicate queries) {
        return new RetrievalImages(
                images.subset(rows(images, i -> pools[images.label(i)] == role && queries.test(i))),
                images.subset(rows(images, i -> pools[images.label(i)] == role && !queries.test(i))));
    }

    private static int[] rows(LabeledImages images, IntPredicate kept) {
        return IntStream.range(0, images.size()).filter(kept).toArray();
    }

    /** Query flags: of each class the first half, rounded down, in the order of a hash of the identifiers. */
    static boolean[] halfOfEachClass(LabeledImages images) {
        boolean[] query = new boolean[images.size()];
        for (List<Integer> members : ClassRows.of(images.labels()).values()) {
            members.sort(HashOrder.by(images::id, 0, "query"));
            members.subList(0, members.size() / 2).forEach(i -> query[i] = true);
        }
        return query;
    }

    /** Refuses validation and test classes of one image, which could be found but never searched for. */
    static void requirePairs(LabeledImages images, ClassPools.Pool[] pools, String remedy) {
        List<String> alone = new ArrayList<>();
        for (List<Integer> members : ClassRows.of(images.labels()).values()) {
            int label = images.label(members.get(0));
            if (members.size() == 1 && pools[label] != ClassPools.Pool.TRAINING) {
                alone.add(images.classNames().get(label));
            }
        }
        if (!alone.isEmpty()) {
            throw new DmuException("validation and test need a query and a gallery image of each class, but "
                    + alone.size()
                    + " of their classes in " + images.name() + " have one image: "
                    + String.join(", ", alone.subList(0, Math.min(5, alone.size())))
                    + (alone.size() > 5 ? ", ..." : "") + ": " + remedy);
        }
    }
}
