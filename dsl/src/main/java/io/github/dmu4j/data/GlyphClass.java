package io.github.dmu4j.data;

import java.util.List;

/**
 * One character: its strokes, the pen of its alphabet, and how often its images are damaged in which way.
 *
 * @param number of all classes
 * @param name alphabet and character, for example {@code alphabet-03/glyph-07}
 * @param penWidth share of the cell
 * @param damageShare probability that an image is damaged
 * @param damageMix cumulative probabilities of the damages in {@link GlyphDamage#HARMS}
 */
record GlyphClass(
        int number,
        String name,
        List<GlyphStroke> strokes,
        double penWidth,
        double damageShare,
        List<Double> damageMix) {

    /** How far a hand of deformation 1 strays, in units of the cell, degrees and factors. */
    private static final double SHAKE = 0.037;

    private static final double TURN_DEGREES = 14;
    private static final double SHEAR = 0.21;
    private static final double STRETCH = 0.15;
    private static final double SHIFT = 0.07;
    private static final double WAVE = 0.02;
    /** How much unsteadier the hand of a {@link GlyphDamage#DEFORMED} image is. */
    private static final double STRONG = 1.8;

    /** The damage of one image, without drawing it. */
    GlyphDamage damage(GlyphSettings settings, int image) {
        GlyphRandom random = new GlyphRandom(settings.seed(), "glyph damage", number, image);
        if (!random.chance(damageShare)) {
            return GlyphDamage.CLEAN;
        }
        double draw = random.unit();
        int kind = 0;
        while (kind < damageMix.size() - 1 && draw >= damageMix.get(kind)) {
            kind++;
        }
        return GlyphDamage.HARMS.get(kind);
    }

    /** Draws one image; the same on every platform. */
    PixelImage draw(GlyphSettings settings, int image) {
        GlyphRandom random = new GlyphRandom(settings.seed(), "glyph image", number, image);
        GlyphDamage damage = damage(settings, image);
        double hand = settings.deformation() * (damage == GlyphDamage.DEFORMED ? STRONG : 1);
        int size = settings.size();
        GlyphRaster raster = new GlyphRaster(size);
        Hand pose = new Hand(random, hand, size);
        double halfWidth = Math.max(0.45, 0.5 * penWidth * size * random.uniform(0.8, 1.25));
        for (GlyphStroke stroke : strokes) {
            double[] chain = stroke.shaken(random, SHAKE * hand).points();
            pose.move(chain);
            raster.draw(chain, halfWidth);
        }
        float[] values = raster.ink();
        float paper = (float) random.uniform(215, 250);
        float ink = (float) random.uniform(10, 70);
        for (int i = 0; i < values.length; i++) {
            values[i] = paper + (ink - paper) * values[i];
        }
        GlyphDamage.addNoise(values, random, 4);
        damage.apply(values, size, random);
        byte[] pixels = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            pixels[i] = (byte) Math.round(Math.max(0, Math.min(255, values[i])));
        }
        return new PixelImage(size, size, 1, pixels);
    }

    /** Where and how one drawing lies on the paper: an affine map and a slow wave. */
    private static final class Hand {
        private final double a;
        private final double b;
        private final double c;
        private final double d;
        private final double shiftX;
        private final double shiftY;
        private final double phaseX;
        private final double phaseY;
        private final double wave;
        private final double size;

        Hand(GlyphRandom random, double strength, int size) {
            double angle = StrictMath.toRadians(TURN_DEGREES) * strength * random.uniform(-1, 1);
            double shear = SHEAR * strength * random.uniform(-1, 1);
            double scale = 0.7 * (1 + 0.5 * STRETCH * strength * random.uniform(-1, 1));
            double stretch = 1 + STRETCH * strength * random.uniform(-1, 1);
            double cos = StrictMath.cos(angle);
            double sin = StrictMath.sin(angle);
            a = scale * stretch * cos;
            b = scale * (shear * cos - sin);
            c = scale * stretch * sin;
            d = scale * (shear * sin + cos);
            shiftX = 0.5 + SHIFT * strength * random.uniform(-1, 1);
            shiftY = 0.5 + SHIFT * strength * random.uniform(-1, 1);
            phaseX = random.uniform(0, 2 * StrictMath.PI);
            phaseY = random.uniform(0, 2 * StrictMath.PI);
            wave = WAVE * strength;
            this.size = size;
        }

        void move(double[] chain) {
            for (int i = 0; i < chain.length; i += 2) {
                double x = chain[i] - 0.5;
                double y = chain[i + 1] - 0.5;
                double wx = x + wave * StrictMath.sin(5 * y + phaseX);
                double wy = y + wave * StrictMath.sin(5 * x + phaseY);
                chain[i] = size * (a * wx + b * wy + shiftX);
                chain[i + 1] = size * (c * wx + d * wy + shiftY);
            }
        }
    }
}
