package io.github.dmu4j.jupyter.magic;

import io.github.dmu4j.jupyter.magic.Magic.Form;
import io.github.dmu4j.jupyter.magic.Magic.Takes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.magic.MagicsRegistry;
import org.jspecify.annotations.Nullable;

/** Which magics there are: the built-in ones, and behind them what extensions have registered in jjava's registry. */
final class Magics {
    private static final int MAX_NEAR = 3;

    private final Map<String, Magic> builtIn = new LinkedHashMap<>();
    private volatile @Nullable BaseKernel extended;

    /** Adds a built-in magic. */
    void add(Magic magic) {
        builtIn.put(magic.name(), magic);
    }

    /** What is registered with this kernel, now or later, is known too. A built-in magic goes before one of the same name. */
    void connect(BaseKernel kernel) {
        extended = kernel;
    }

    /** All of them by name. */
    Map<String, Magic> all() {
        Map<String, Magic> all = new TreeMap<>();
        BaseKernel kernel = extended;
        if (kernel != null) {
            MagicsRegistry registry = kernel.getMagicsRegistry();
            registry.getCellMagicNames().forEach(name -> all.put(name, ofExtension(kernel, name, Form.CELL)));
            registry.getLineMagicNames()
                    .forEach(name ->
                            all.put(name, ofExtension(kernel, name, all.containsKey(name) ? Form.BOTH : Form.LINE)));
        }
        all.putAll(builtIn);
        return all;
    }

    private static Magic ofExtension(BaseKernel kernel, String name, Form form) {
        String usage = (form.isLine() ? "%" + name + " ..." : "")
                + (form == Form.BOTH ? "\n" : "")
                + (form.isCell() ? "%%" + name + " ..." : "");
        return new Magic(name, form, Takes.WORDS, usage, "Comes with an extension.", "", call -> {
            MagicsRegistry registry = kernel.getMagicsRegistry();
            Object value = call.part().isCellMagic()
                    ? registry.<Object, BaseKernel>evalCellMagic(kernel, name, call.words(), call.body())
                    : registry.<Object, BaseKernel>evalLineMagic(kernel, name, call.words());
            return MagicCall.value(value);
        });
    }

    /**
     * The magic that a part names.
     *
     * @throws MagicFailure if there is none, or it cannot stand there
     */
    Magic find(MagicPart part) throws MagicFailure {
        Map<String, Magic> all = all();
        String name = part.name();
        Magic magic = all.get(name);
        boolean asLine = part.kind() == MagicPart.Kind.LINE;
        if (magic == null) {
            String shown = (asLine ? "%" : "%%") + name;
            List<String> near = near(name, all);
            throw new MagicFailure("there is no magic " + shown + "; "
                    + (near.isEmpty() ? "" : "near it: " + String.join(", ", near) + "; ") + "%lsmagic lists all");
        }
        if (part.kind() == MagicPart.Kind.MISPLACED) {
            throw new MagicFailure("%%" + name + " takes the whole cell: it must be the cell's first line"
                    + (magic.form().isLine() ? "; for one line write %" + name : ""));
        }
        if (asLine && !magic.form().isLine()) {
            throw new MagicFailure(
                    "%" + name + " is for whole cells: write %%" + name + " as the first line of a cell of its own");
        }
        if (!asLine && !magic.form().isCell()) {
            throw new MagicFailure("%%" + name + " is for one line: write %" + name);
        }
        return magic;
    }

    private static List<String> near(String name, Map<String, Magic> all) {
        record Near(Magic magic, int distance) {}
        String asked = name.toLowerCase(Locale.ROOT);
        List<Near> near = new ArrayList<>();
        for (Magic magic : all.values()) {
            String known = magic.name().toLowerCase(Locale.ROOT);
            int distance = known.startsWith(asked) || asked.startsWith(known) ? 1 : distance(asked, known);
            if (distance <= Math.max(1, Math.min(asked.length(), known.length()) / 2)) {
                near.add(new Near(magic, distance));
            }
        }
        return near.stream()
                .sorted(Comparator.comparingInt(Near::distance))
                .limit(MAX_NEAR)
                .map(found -> found.magic().shown())
                .toList();
    }

    /** Levenshtein's: letters to insert, delete or replace. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
