package io.github.dmu4j;

import com.google.errorprone.annotations.CheckReturnValue;
import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.data.LabeledImages;
import io.github.dmu4j.eval.ClassGains;
import io.github.dmu4j.eval.CrossModelVectors;
import io.github.dmu4j.eval.Pairing;
import io.github.dmu4j.method.PrincipalComponents;
import io.github.dmu4j.report.ClassGain;
import io.github.dmu4j.report.CompatibilityMatrix;
import io.github.dmu4j.report.Figures;
import io.github.dmu4j.report.NeighbourPanel;
import io.github.dmu4j.report.NeighbourPanels;
import io.github.dmu4j.report.ProjectedItems;
import io.github.dmu4j.report.SafeFigure;
import io.github.dmu4j.report.ScoreHistogram;
import io.github.dmu4j.retrieval.ExactSearch;
import io.github.dmu4j.retrieval.Metric;
import io.github.dmu4j.retrieval.Neighbours;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * What is behind the numbers of a report: what is found for single queries, which queries got worse and why, curves and spaces.
 * Everything is about the report's upgrade by its first metric, before ({@code OLD_TO_OLD}) and after ({@code NEW_TO_ADAPTED}, or
 * {@code NEW_TO_OLD} without an upgrade module), on the images that were evaluated.
 */
@CheckReturnValue
public final class Exploration {
    private static final int NEIGHBOURS = 5;
    private static final int CLASSES_IN_A_PLANE = 4;

    private final UpgradeReport report;

    Exploration(UpgradeReport report) {
        this.report = report;
    }

    /**
     * The five best of each pairing for chosen queries.
     *
     * @param queries row numbers of the evaluated queries, from 0
     */
    public NeighbourPanels neighbours(int... queries) {
        int size = report.images().queries().size();
        for (int query : queries) {
            if (query < 0 || query >= size) {
                throw new DmuException("there is no query " + query + "; the evaluated queries are 0 to " + (size - 1));
            }
        }
        return new NeighbourPanels(Arrays.stream(queries).mapToObj(this::panel).toList());
    }

    /** {@link #neighbours} of the queries that gained most, at most one a class; fewer than {@code count} if fewer gained. */
    public NeighbourPanels improved(int count) {
        double[] change = change();
        return neighbours(oneOfAClass(reversed(ascending(change)), count, query -> change[query] > 0));
    }

    /** {@link #neighbours} of the queries that lost most, at most one a class; fewer than {@code count} if fewer lost. */
    public NeighbourPanels worsened(int count) {
        double[] change = change();
        return neighbours(oneOfAClass(ascending(change), count, query -> change[query] < 0));
    }

    /**
     * Which queries got worse, and what is known of the gallery items that they should have found.
     *
     * @throws DmuException if there is nothing to compare: dimensions differ and there is no upgrade module
     */
    public Regressions regressions() {
        return Regressions.of(report, change());
    }

    /** The gain of each class. */
    public SafeFigure classGains() {
        return Figures.classGains(gains(), report.headline().name());
    }

    /**
     * The headline metric while the gallery is embedded again, in random order, poor items first, and in the order that only an
     * experiment can know.
     *
     * @throws DmuException without an upgrade module, or for a gallery of neighbourhood averages
     */
    public SafeFigure backfill() {
        if (report.vectors().adaptedGallery().isEmpty() || report.isAveraged()) {
            throw new DmuException("a backfill goes from the moved gallery to the new one, and "
                    + report.subject().method()
                    + (report.isAveraged() ? " was evaluated with neighbourhood averages" : " has no upgrade module")
                    + "; evaluate an upgrade with withForwardAdaptation(), without neighbourhoods()");
        }
        return Figures.backfill(BackfillCurves.of(report), report.headline().name());
    }

    /**
     * How discriminative the old features are that the new model was to inherit from.
     *
     * @throws DmuException if the method does not select
     */
    public SafeFigure selection() {
        return Figures.histogram(
                scores().orElseThrow(() -> new DmuException(report.subject().method()
                        + " does not select: only a method with selective compatibility scores old features")));
    }

    /** Every term of the training loss by epoch; an empty figure if the new model was given. */
    public SafeFigure losses() {
        return Figures.training(TrainingCurves.losses(report));
    }

    /** The pairings on the validation classes by epoch, with the old model's line; empty if nothing was validated. */
    public SafeFigure validation() {
        return Figures.validation(
                TrainingCurves.validation(report), Metric.mAP().name(), TrainingCurves.oldOnValidation(report));
    }

    /** Query model by gallery model as a heat map of the first metric; pairings that do not exist stay empty. */
    public SafeFigure matrix() {
        boolean adapting = report.vectors().adaptedGallery().isPresent();
        List<String> galleries = adapting ? List.of("old", "adapted", "new") : List.of("old", "new");
        double[] old = new double[galleries.size()];
        double[] fresh = new double[galleries.size()];
        Arrays.fill(old, Double.NaN);
        old[0] = report.value(Pairing.OLD_TO_OLD, report.headline());
        fresh[0] = report.value(Pairing.NEW_TO_OLD, report.headline());
        fresh[galleries.size() - 1] = report.value(Pairing.NEW_TO_NEW, report.headline());
        if (adapting) {
            fresh[1] = report.value(Pairing.NEW_TO_ADAPTED, report.headline());
        }
        return Figures.matrix(new CompatibilityMatrix(
                report.headline().name(), List.of("old", "new"), galleries, new double[][] {old, fresh}));
    }

    /** The vectors of four evaluated classes, spread over the list of classes, as {@link #spaces(String...)} shows them. */
    public SafeFigure spaces() {
        List<String> names = report.images().gallery().classNames();
        int[] present = Arrays.stream(report.vectors().galleryLabels())
                .distinct()
                .sorted()
                .toArray();
        int count = Math.min(CLASSES_IN_A_PLANE, present.length);
        return spaces(IntStream.range(0, count)
                .mapToObj(i -> names.get(present[i * present.length / count]))
                .toArray(String[]::new));
    }

    /**
     * Gallery vectors of chosen classes in the plane in which the new gallery varies most: as the new model sees them, as they are
     * moved by the upgrade module, and, if the dimensions are equal, as they are stored. An upgrade is good where moved vectors
     * fall onto the new ones of their class; old ones of an independent model lie anywhere.
     *
     * @param classNames names of gallery classes
     * @throws DmuException if there is no such class
     */
    public SafeFigure spaces(String... classNames) {
        CrossModelVectors vectors = report.vectors();
        PrincipalComponents plane = PrincipalComponents.of(vectors.newGallery(), 2);
        List<ProjectedItems> items = new ArrayList<>();
        for (String name : classNames) {
            int[] rows = rowsOf(name);
            items.add(projected(plane, name, "new", vectors.newGallery(), rows));
            vectors.adaptedGallery().ifPresent(adapted -> items.add(projected(plane, name, "adapted", adapted, rows)));
            if (vectors.oldGallery().columns() == vectors.newGallery().columns()) {
                items.add(projected(plane, name, "old", vectors.oldGallery(), rows));
            }
        }
        return Figures.projection(items, plane.explained());
    }

    private int[] rowsOf(String className) {
        LabeledImages gallery = report.images().gallery();
        int label = gallery.classNames().indexOf(className);
        int[] labels = report.vectors().galleryLabels();
        int[] rows = IntStream.range(0, labels.length)
                .filter(i -> labels[i] == label)
                .toArray();
        if (rows.length == 0) {
            throw new DmuException("the gallery has no class \"" + className + "\"; some that it has: "
                    + Arrays.stream(labels)
                            .distinct()
                            .limit(5)
                            .mapToObj(gallery.classNames()::get)
                            .toList());
        }
        return rows;
    }

    private ProjectedItems projected(
            PrincipalComponents plane, String className, String kind, FloatMatrix vectors, int[] rows) {
        double[][] coordinates = plane.project(vectors.select(rows));
        List<String> ids =
                Arrays.stream(rows).mapToObj(report.images().gallery()::id).toList();
        return new ProjectedItems(className, kind, coordinates[0], coordinates[1], ids);
    }

    Optional<ScoreHistogram> scores() {
        return report.model()
                .selection()
                .map(selection -> new ScoreHistogram(
                        "Discriminativeness of the old features of the new training set", selection.scores()));
    }

    List<ClassGain> gains() {
        List<String> names = report.images().queries().classNames();
        List<ClassGain> gains = new ArrayList<>();
        for (ClassGains.Gain gain : ClassGains.of(
                report.vectors().queryLabels(),
                report.perQuery(Pairing.OLD_TO_OLD, report.headline()),
                report.perQuery(report.goal(), report.headline()))) {
            gains.add(new ClassGain(names.get(gain.label()), gain.before(), gain.after(), gain.queries()));
        }
        return gains;
    }

    /** What got better most and what got worse most, half and half; classes are not repeated. */
    NeighbourPanels extremes(int count) {
        int[] byChange = ascending(change());
        int[] best = oneOfAClass(reversed(byChange), count / 2, query -> true);
        int[] labels = report.vectors().queryLabels();
        int[] rest = Arrays.stream(byChange)
                .filter(query -> Arrays.stream(best).noneMatch(b -> labels[b] == labels[query]))
                .toArray();
        return neighbours(IntStream.concat(
                        Arrays.stream(best), Arrays.stream(oneOfAClass(rest, count - best.length, query -> true)))
                .toArray());
    }

    /** By how much each query changed; 0 for one without a value. */
    private double[] change() {
        double[] before = report.perQuery(Pairing.OLD_TO_OLD, report.headline());
        double[] after = report.perQuery(report.hasGoal() ? report.goal() : Pairing.NEW_TO_NEW, report.headline());
        double[] change = new double[before.length];
        Arrays.setAll(change, q -> Double.isNaN(after[q] - before[q]) ? 0 : after[q] - before[q]);
        return change;
    }

    private int[] oneOfAClass(int[] candidates, int count, IntPredicate wanted) {
        int[] labels = report.vectors().queryLabels();
        List<Integer> chosen = new ArrayList<>();
        for (int candidate : candidates) {
            boolean known = chosen.stream().anyMatch(c -> labels[c] == labels[candidate]);
            if (chosen.size() < count && !known && wanted.test(candidate)) {
                chosen.add(candidate);
            }
        }
        return chosen.stream().mapToInt(Integer::intValue).toArray();
    }

    static int[] ascending(double[] keys) {
        return IntStream.range(0, keys.length)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(i -> keys[i]).thenComparingInt(i -> i))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static int[] reversed(int[] order) {
        return IntStream.range(0, order.length)
                .map(i -> order[order.length - 1 - i])
                .toArray();
    }

    private NeighbourPanel panel(int query) {
        LabeledImages queries = report.images().queries();
        List<NeighbourPanel.Row> rows = new ArrayList<>();
        report.vectors().sides().forEach((pairing, side) -> rows.add(row(pairing, query, side)));
        return new NeighbourPanel(
                queries.id(query), queries.classNames().get(queries.label(query)), queries.image(query), rows);
    }

    private NeighbourPanel.Row row(Pairing pairing, int query, CrossModelVectors.Side side) {
        LabeledImages gallery = report.images().gallery();
        int k = Math.min(NEIGHBOURS, gallery.size());
        Neighbours found = new ExactSearch()
                .search(
                        side.queries().slice(query, query + 1),
                        side.gallery(),
                        k,
                        report.vectors().self().slice(query, query + 1),
                        Cancellation.ON_INTERRUPT);
        List<NeighbourPanel.Neighbour> neighbours = new ArrayList<>();
        for (int i = 0; i < found.indices(0).length; i++) {
            int item = found.indices(0)[i];
            neighbours.add(new NeighbourPanel.Neighbour(
                    gallery.id(item),
                    gallery.classNames().get(gallery.label(item)),
                    gallery.image(item),
                    found.scores(0)[i],
                    gallery.label(item) == report.vectors().queryLabels()[query]));
        }
        return new NeighbourPanel.Row(pairing.id(), neighbours);
    }

    @Override
    public String toString() {
        return "Exploration of " + report.subject().method() + ", "
                + report.subject().split()
                + "\n  next: improved(5), worsened(5), neighbours(query), regressions(), classGains(), matrix(),"
                + " backfill(), selection(), spaces(), losses(), validation()";
    }
}
