package io.github.dmu4j.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Puts the generated alphabets together as a data set: whole alphabets are for training, validation or test. */
final class Glyphs {
    private Glyphs() {}

    static ImageDataset dataset(GlyphSettings settings) {
        List<GlyphClass> classes = classes(settings);
        int perClass = settings.imagesPerClass();
        int n = classes.size() * perClass;
        String[] ids = new String[n];
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            GlyphClass glyph = classes.get(i / perClass);
            labels[i] = glyph.number();
            ids[i] = String.format(
                    Locale.ROOT,
                    "%s/%02d-%s",
                    glyph.name(),
                    i % perClass,
                    glyph.damage(settings, i % perClass).label());
        }
        LabeledImages images = new StreamedImages(
                settings.datasetName(),
                Arrays.asList(ids),
                labels,
                classes.stream().map(GlyphClass::name).toList(),
                i -> classes.get(i / perClass).draw(settings, i % perClass),
                Preprocessing.grey(settings.size()),
                Augmentation.characters(),
                "",
                true,
                Optional.empty());
        CachedImages cached = CachedImages.of(images);
        return new PooledDataset(
                cached,
                pools(settings),
                OpenSetSplit.halfOfEachClass(cached),
                Optional.of(new DataOrigin.OfGlyphs(settings)));
    }

    private static List<GlyphClass> classes(GlyphSettings settings) {
        List<GlyphClass> classes = new ArrayList<>();
        List<float[]> known = new ArrayList<>();
        for (int family = 0; family < settings.families(); family++) {
            double penWidth = new GlyphRandom(settings.seed(), "glyph pen", family).uniform(0.055, 0.1);
            int inFamily = 0;
            for (List<GlyphStroke> strokes : GlyphAlphabet.characters(settings, family, known)) {
                int number = classes.size();
                GlyphRandom random = new GlyphRandom(settings.seed(), "glyph class", number);
                String name = String.format(Locale.ROOT, "alphabet-%02d/glyph-%02d", family, inFamily++);
                double share = 2 * settings.damageShare() * random.unit();
                classes.add(new GlyphClass(number, name, strokes, penWidth, share, damageMix(random)));
            }
        }
        return classes;
    }

    /** Cumulative probabilities of the damages of one character, most of them of two or three kinds. */
    private static List<Double> damageMix(GlyphRandom random) {
        double[] weights = new double[GlyphDamage.HARMS.size()];
        double total = 0;
        for (int i = 0; i < weights.length; i++) {
            double draw = random.uniform(0.05, 1);
            weights[i] = draw * draw * draw;
            total += weights[i];
        }
        List<Double> cumulative = new ArrayList<>();
        double sum = 0;
        for (double weight : weights) {
            sum += weight / total;
            cumulative.add(sum);
        }
        return cumulative;
    }

    private static ClassPools.Pool[] pools(GlyphSettings settings) {
        ClassPools.Pool[] pools = new ClassPools.Pool[settings.families() * settings.classesPerFamily()];
        for (int c = 0; c < pools.length; c++) {
            int family = c / settings.classesPerFamily();
            pools[c] = family < settings.trainingFamilies()
                    ? ClassPools.Pool.TRAINING
                    : family < settings.trainingFamilies() + settings.validationFamilies()
                            ? ClassPools.Pool.VALIDATION
                            : ClassPools.Pool.TEST;
        }
        return pools;
    }
}
