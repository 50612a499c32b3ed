package io.github.dmu4j.data;

import java.util.ArrayList;
import java.util.List;

/**
 * Invents the characters of one alphabet. An alphabet owns a few pen movements, of a common style (straight or round, upright
 * or slanted, with or without rings and dots); a character joins two to four of them, each beginning somewhere on what is
 * there already. Some characters are siblings: another one with a stroke turned, added or taken away.
 */
final class GlyphAlphabet {
    private static final int MOVEMENTS = 7;
    private static final int ATTEMPTS = 60;
    /** Mean difference of two blurred drawings below which two characters count as the same; found by looking at pairs. */
    private static final double SAME = 0.04;
    /** Mean ink of such a drawing below which a character is too plain, hardly more than a single line. */
    private static final double PLAIN = 0.13;

    private final GlyphRandom random;
    private final double roundness;
    private final double baseAngle;
    private final List<Movement> movements = new ArrayList<>();
    private final List<List<GlyphStroke>> characters = new ArrayList<>();
    private final List<float[]> known;

    /** A pen movement without a place: a displacement with its bend, a ring or a dot. */
    private record Movement(Kind kind, double dx, double dy, double bend, double hook) {
        enum Kind {
            LINE,
            RING,
            DOT
        }

        GlyphStroke from(double x, double y) {
            return switch (kind) {
                case LINE -> GlyphStroke.curve(x, y, dx, dy, bend, hook);
                case RING -> GlyphStroke.ring(x, y + dy, dx, dx);
                case DOT -> GlyphStroke.curve(x + 0.22 * bend, y + 0.22 * hook, 0.04, 0.02, 0, 0);
            };
        }
    }

    /**
     * The characters of family {@code family}, each a list of strokes that fill the cell 0..1.
     *
     * @param known thumbnails of all characters invented so far, in this and earlier alphabets; the new ones are added
     */
    static List<List<GlyphStroke>> characters(GlyphSettings settings, int family, List<float[]> known) {
        return new GlyphAlphabet(settings, family, known).characters;
    }

    private GlyphAlphabet(GlyphSettings settings, int family, List<float[]> known) {
        this.known = known;
        random = new GlyphRandom(settings.seed(), "glyph alphabet", family);
        roundness = random.chance(0.35) ? 0 : random.uniform(0.2, 0.55);
        baseAngle = random.uniform(-0.2, 0.2);
        for (int i = 0; i < MOVEMENTS; i++) {
            movements.add(movement(i));
        }
        while (characters.size() < settings.classesPerFamily()) {
            boolean sibling = !characters.isEmpty() && random.chance(settings.siblingShare());
            characters.add(distinct(sibling));
        }
    }

    private Movement movement(int number) {
        double draw = random.unit();
        if (number > 1 && draw < 0.13) {
            return new Movement(Movement.Kind.RING, random.uniform(0.13, 0.26), random.uniform(-0.2, 0.2), 0, 0);
        }
        if (number > 1 && draw < 0.22) {
            return new Movement(Movement.Kind.DOT, 0, 0, random.chance(0.5) ? 1 : -1, random.chance(0.5) ? 1 : -1);
        }
        double angle = baseAngle + random.below(8) * (StrictMath.PI / 4);
        double length = number < 2 ? random.uniform(0.75, 1) : random.uniform(0.3, 0.75);
        double bend = random.chance(0.3) ? 0 : random.uniform(-1.4, 1.4) * roundness;
        double hook = random.chance(0.6) ? bend : random.uniform(-1.4, 1.4) * roundness;
        return new Movement(
                Movement.Kind.LINE, length * StrictMath.cos(angle), length * StrictMath.sin(angle), bend, hook);
    }

    /** A character that looks like no other one; the last attempt if all fail. */
    private List<GlyphStroke> distinct(boolean sibling) {
        List<GlyphStroke> character = List.of();
        float[] drawn = {};
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            character = fitted(sibling ? edited(characters.get(random.below(characters.size()))) : joined());
            drawn = GlyphRaster.thumbnail(character);
            if (GlyphRaster.mean(drawn) > PLAIN && isNew(drawn)) {
                break;
            }
        }
        known.add(drawn);
        return character;
    }

    private boolean isNew(float[] drawn) {
        for (float[] other : known) {
            if (GlyphRaster.difference(drawn, other) < SAME) {
                return false;
            }
        }
        return true;
    }

    private List<GlyphStroke> joined() {
        List<GlyphStroke> strokes = new ArrayList<>();
        strokes.add(movements.get(random.below(2)).from(0, 0));
        int more = 1 + random.below(3);
        for (int i = 0; i < more; i++) {
            double[] start = strokes.get(random.below(strokes.size())).at(0.5 * random.below(3));
            strokes.add(movements.get(random.below(MOVEMENTS)).from(start[0], start[1]));
        }
        return strokes;
    }

    /** One stroke replaced, added or removed. */
    private List<GlyphStroke> edited(List<GlyphStroke> original) {
        List<GlyphStroke> strokes = new ArrayList<>(original);
        int chosen = random.below(strokes.size());
        double draw = random.unit();
        if (draw < 0.25 && strokes.size() > 2) {
            strokes.remove(chosen);
            return strokes;
        }
        if (draw < 0.65 && strokes.size() > 1) {
            strokes.remove(chosen);
        }
        double[] start = strokes.get(random.below(strokes.size())).at(0.5 * random.below(3));
        Movement movement = movements.get(2 + random.below(MOVEMENTS - 2));
        strokes.add(movement.from(start[0], start[1]));
        return strokes;
    }

    /** Scaled and shifted to fill the cell, without stretching a narrow character beyond 1.6 times its height or width. */
    private static List<GlyphStroke> fitted(List<GlyphStroke> strokes) {
        double left = Double.MAX_VALUE;
        double right = -Double.MAX_VALUE;
        double top = Double.MAX_VALUE;
        double bottom = -Double.MAX_VALUE;
        for (GlyphStroke stroke : strokes) {
            double[] chain = stroke.points();
            for (int i = 0; i < chain.length; i += 2) {
                left = Math.min(left, chain[i]);
                right = Math.max(right, chain[i]);
                top = Math.min(top, chain[i + 1]);
                bottom = Math.max(bottom, chain[i + 1]);
            }
        }
        double width = Math.max(right - left, 0.05);
        double height = Math.max(bottom - top, 0.05);
        double common = 1 / Math.max(width, height);
        double scaleX = Math.min(1 / width, 1.6 * common);
        double scaleY = Math.min(1 / height, 1.6 * common);
        double shiftX = 0.5 - scaleX * (left + right) / 2;
        double shiftY = 0.5 - scaleY * (top + bottom) / 2;
        return strokes.stream()
                .map(s -> s.mapped(scaleX, shiftX, scaleY, shiftY))
                .toList();
    }
}
