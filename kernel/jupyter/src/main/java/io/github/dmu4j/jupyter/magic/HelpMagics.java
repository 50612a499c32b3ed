package io.github.dmu4j.jupyter.magic;

import io.github.dmu4j.jupyter.eval.CellOutcome;
import io.github.dmu4j.jupyter.magic.Magic.Form;
import io.github.dmu4j.jupyter.magic.Magic.Takes;
import java.util.List;
import java.util.stream.Collectors;

/** {@code %lsmagic} and {@code %help}. */
final class HelpMagics {
    private final Magics magics;

    HelpMagics(Magics magics) {
        this.magics = magics;
    }

    List<Magic> all() {
        return List.of(
                new Magic("lsmagic", Form.LINE, Takes.WORDS, "%lsmagic", "Lists the magics.", "", this::list),
                new Magic(
                        "help",
                        Form.LINE,
                        Takes.MAGIC_NAMES,
                        "%help [NAME]",
                        "Prints what magics do: all in one line each, or one with its details.",
                        "",
                        this::help));
    }

    private CellOutcome list(MagicCall call) {
        List<String> lines = List.of(
                "for a line: " + names("%", true),
                "for a cell: " + names("%%", false),
                "%help NAME says what one does");
        lines.forEach(System.out::println);
        return MagicCall.DONE;
    }

    private String names(String sign, boolean line) {
        return magics.all().values().stream()
                .filter(magic -> line ? magic.form().isLine() : magic.form().isCell())
                .map(magic -> sign + magic.name())
                .collect(Collectors.joining("  "));
    }

    private CellOutcome help(MagicCall call) throws MagicFailure {
        String name = call.arguments().replaceFirst("^%{1,2}", "");
        if (!name.isEmpty()) {
            System.out.println(asked(name).help());
            return MagicCall.DONE;
        }
        int width = magics.all().values().stream()
                .mapToInt(magic -> magic.shown().length())
                .max()
                .orElse(0);
        for (Magic magic : magics.all().values()) {
            System.out.println(magic.shown() + " ".repeat(width - magic.shown().length() + 2) + magic.summary());
        }
        return MagicCall.DONE;
    }

    private Magic asked(String name) throws MagicFailure {
        Magic magic = magics.all().get(name);
        return magic != null ? magic : magics.find(new MagicPart(MagicPart.Kind.LINE, 0, name, 0, 0, 0, 0));
    }
}
