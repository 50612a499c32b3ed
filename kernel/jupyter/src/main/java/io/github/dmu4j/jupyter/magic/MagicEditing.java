package io.github.dmu4j.jupyter.magic;

import io.github.dmu4j.jupyter.eval.CellParts;
import io.github.dmu4j.jupyter.eval.Completeness;
import io.github.dmu4j.jupyter.eval.Completeness.Status;
import io.github.dmu4j.jupyter.eval.Completion;
import io.github.dmu4j.jupyter.eval.Completion.Candidate;
import io.github.dmu4j.jupyter.eval.Inspection;
import io.github.dmu4j.jupyter.eval.JavaEvaluator;
import io.github.dmu4j.jupyter.magic.Magic.Takes;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What an editor asks about a cell with magics. Java's answers are about the cell with blanks in the magics' places. */
final class MagicEditing {
    private static final Pattern NAME_TO_CURSOR = Pattern.compile("(?:^|.*\\n)[ \\t]*(%%?)([\\w-]*)", Pattern.DOTALL);
    private static final String LABEL = "editor";

    private final JavaEvaluator java;
    private final Magics magics;

    MagicEditing(JavaEvaluator java, Magics magics) {
        this.java = java;
        this.magics = magics;
    }

    Completion complete(String text, int cursor) {
        int at = Math.min(Math.max(cursor, 0), text.length());
        String code = text.substring(0, at); // what follows the cursor has no say
        if (code.indexOf('%') < 0) {
            return java.complete(text, at);
        }
        CellParts cell = java.parts(LABEL, code);
        Matcher name = NAME_TO_CURSOR.matcher(code);
        if (name.matches() && canBeMagic(cell, name.start(1), name.group(1).length() == 2)) {
            boolean first = code.substring(0, name.start(1)).isBlank();
            return new Completion(name.start(1), at, names(name.group(1), name.group(2), first));
        }
        List<MagicPart> parts = MagicPart.of(cell);
        MagicPart last = parts.isEmpty() ? null : parts.get(parts.size() - 1);
        if (last == null || last.isJava() || !reaches(last, code)) {
            return java.complete(javaOnly(code, parts, null), at);
        }
        Takes takes = magics.all().containsKey(last.name())
                ? magics.all().get(last.name()).takes()
                : Takes.WORDS;
        return switch (takes) {
            case JAVA -> java.complete(javaOnly(code, parts, last), at);
            case PATHS -> PathCompletion.at(code, last.argsFrom(), at);
            case MAGIC_NAMES -> {
                int from = Math.min(last.argsFrom(), at);
                yield new Completion(from, at, names("", code.substring(from, at), true));
            }
            case WORDS -> new Completion(at, at, List.of());
        };
    }

    /** True if a magic goes on to the end of the text. */
    private static boolean reaches(MagicPart part, String code) {
        return part.end() == code.length();
    }

    private static boolean canBeMagic(CellParts cell, int start, boolean ofCell) {
        boolean first = cell.code().substring(0, start).isBlank();
        return first || (!ofCell && starts(cell, start));
    }

    /** Whether a statement could begin there, behind all magics before it. */
    private static boolean starts(CellParts cell, int start) {
        int from = 0;
        for (MagicPart part : MagicPart.of(cell)) {
            if (part.isCellMagic()) {
                return false;
            }
            if (!part.isJava() && part.end() < start) {
                from = part.end();
            }
        }
        return cell.isBetweenStatements(from, start);
    }

    private List<Candidate> names(String sign, String begin, boolean first) {
        return magics.all().values().stream()
                .filter(magic -> magic.name().startsWith(begin))
                .flatMap(magic -> {
                    String usage = magic.usage().lines().findFirst().orElse("");
                    Candidate line = new Candidate(sign.isEmpty() ? magic.name() : "%" + magic.name(), "magic", usage);
                    Candidate cell = new Candidate(sign.isEmpty() ? magic.name() : "%%" + magic.name(), "magic", usage);
                    boolean asLine = magic.form().isLine() && !sign.equals("%%");
                    boolean asCell = magic.form().isCell() && first && (!asLine || !sign.isEmpty());
                    return Stream.concat(
                            asLine ? Stream.of(line) : Stream.empty(), asCell ? Stream.of(cell) : Stream.empty());
                })
                .toList();
    }

    /** The code with blanks in place of magics, but for the Java of one of them. */
    private static String javaOnly(String code, List<MagicPart> parts, @Nullable MagicPart shown) {
        StringBuilder text = new StringBuilder(code);
        for (MagicPart part : parts) {
            if (!part.isJava()) {
                int to = part.end();
                if (part.equals(shown)) {
                    to = part.isCellMagic() ? part.bodyFrom() : TimeMagics.javaFrom(code, part);
                }
                for (int i = part.start(); i < to; i++) {
                    if (code.charAt(i) != '\n') {
                        text.setCharAt(i, ' ');
                    }
                }
            }
        }
        return text.toString();
    }

    Optional<Inspection> inspect(String code, int cursor, int detail) {
        int at = Math.min(Math.max(cursor, 0), code.length());
        if (code.indexOf('%') < 0) {
            return java.inspect(code, at, detail);
        }
        CellParts cell = java.parts(LABEL, code);
        List<MagicPart> parts = MagicPart.of(cell);
        for (MagicPart part : parts) {
            if (!part.isJava() && at >= part.start() && at <= part.end()) {
                int nameEnd = part.start()
                        + 1
                        + (part.kind() == MagicPart.Kind.LINE ? 0 : 1)
                        + part.name().length();
                Magic magic = magics.all().get(part.name());
                if (magic == null) {
                    return Optional.empty();
                }
                return at <= nameEnd || magic.takes() != Takes.JAVA
                        ? Optional.of(inspection(magic))
                        : java.inspect(javaOnly(code, parts, part), at, detail);
            }
        }
        return java.inspect(javaOnly(code, parts, null), at, detail);
    }

    private static Inspection inspection(Magic magic) {
        String help = magic.help();
        String html = help.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        return new Inspection(help, "<pre>" + html + "</pre>", "```\n" + help + "\n```");
    }

    Completeness completeness(String text) {
        if (text.indexOf('%') < 0) {
            return java.completeness(text);
        }
        CellParts cell = java.parts(LABEL, text);
        String code = cell.code();
        List<MagicPart> parts = MagicPart.of(cell);
        if (!parts.isEmpty() && parts.get(0).isCellMagic()) {
            MagicPart magic = parts.get(0);
            String body = code.substring(magic.bodyFrom());
            boolean closed = !body.isBlank() && body.endsWith("\n"); // as in IPython: an empty line ends it
            return closed ? new Completeness(Status.COMPLETE, "") : new Completeness(Status.INCOMPLETE, "");
        }
        return java.completeness(javaOnly(code, parts, null));
    }
}
