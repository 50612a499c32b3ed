package io.github.dmu4j.jupyter.magic;

import io.github.dmu4j.jupyter.display.Display;
import io.github.dmu4j.jupyter.display.Html;
import io.github.dmu4j.jupyter.display.Markdown;
import io.github.dmu4j.jupyter.eval.CellOutcome;
import io.github.dmu4j.jupyter.magic.Magic.Form;
import io.github.dmu4j.jupyter.magic.Magic.Takes;
import java.util.List;
import java.util.function.Function;

/** {@code %%html} and {@code %%markdown}: cells that are shown. */
final class TextMagics {
    private TextMagics() {}

    static List<Magic> all() {
        return List.of(magic("html", "HTML", Html::new), magic("markdown", "Markdown", Markdown::new));
    }

    private static Magic magic(String name, String language, Function<String, Object> type) {
        String usage = "%%" + name + "\n" + language;
        return new Magic(name, Form.CELL, Takes.WORDS, usage, "Shows the cell as " + language + ".", "", call -> {
            return show(call, type);
        });
    }

    private static CellOutcome show(MagicCall call, Function<String, Object> type) throws MagicFailure {
        if (!call.arguments().isEmpty()) {
            throw new MagicFailure(call.shownName() + " takes nothing in its line; write the text below it");
        }
        Display.display(type.apply(call.body()));
        return MagicCall.DONE;
    }
}
