package io.github.dmu4j.jupyter.eval;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;

/** Errors that JShell does not report, because it stops at a cell's first piece that has one; and advice for an unknown name. */
final class CellCheck {
    /** Kinds of errors that a cell's pieces have alike as snippets and in one class; others may come from the one class. */
    private static final Pattern SURE = Pattern.compile(
            "compiler\\.err\\.(cant\\.resolve|prob\\.found\\.req|cant\\.apply|"
                    + "doesnt\\.exist|operator\\.cant\\.be\\.applied|incomparable|incompatible|not\\.def|illegal\\.start).*");

    private static final Pattern STATIC = Pattern.compile(
            "(?s)(?:(?:public|protected|private|final|abstract|synchronized|strictfp|@\\w+)\\s+)*static\\b.*");
    private static final int MAX_ADVICE = 12;
    private static final Set<String> OF_EVERY_OBJECT =
            Set.of("equals", "getClass", "hashCode", "notify", "notifyAll", "toString", "wait");

    private final ProbeCompiler compiler;
    private final Completer completer;

    CellCheck(ProbeCompiler compiler, Completer completer) {
        this.compiler = compiler;
        this.completer = completer;
    }

    /** Errors of the pieces {@code [from, to)}, in order of place, without running anything. */
    List<CompileError> errorsOf(Cell cell, List<Piece> pieces, int from, int to) {
        String code = cell.code();
        List<Piece> checked = pieces.subList(from, to);
        ProbeUnit unit = new ProbeUnit().add(compiler.header(code));
        for (Piece piece : checked) {
            if (piece.kind() == Piece.Kind.IMPORT) {
                unit.addFromCell(code, piece.start(), piece.end()).add("\n");
            }
        }
        unit.add("class $Check {\n");
        Set<String> variables = new HashSet<>();
        for (Piece piece : checked) {
            if (piece.kind() == Piece.Kind.TYPE || piece.kind() == Piece.Kind.METHOD) {
                String text = code.substring(piece.start(), piece.end());
                unit.add(STATIC.matcher(text).matches() ? "" : "static ")
                        .addFromCell(code, piece.start(), piece.end())
                        .add("\n");
            } else if (piece.kind() == Piece.Kind.VARIABLE) {
                variables.addAll(JavaText.identifiers(piece.source()));
            }
        }
        unit.add("static void run$() throws Throwable {\n");
        int number = 0;
        for (Piece piece : checked) {
            switch (piece.kind()) {
                case VARIABLE, STATEMENT, EXPRESSION_STATEMENT -> addStatement(unit, code, piece);
                case EXPRESSION -> {
                    unit.add("Object value$" + number++ + " = ");
                    addStatement(unit, code, piece);
                }
                default -> {}
            }
        }
        unit.add("}\n}\n");
        return compiler.ask(unit.text(), analysis -> {
            List<CompileError> errors = new ArrayList<>();
            for (Diagnostic<?> error : analysis.errors()) {
                OptionalInt offset = unit.cellOffset(error.getPosition());
                if (offset.isPresent() && SURE.matcher(error.getCode()).matches()) {
                    CompileError found = new CompileError(
                            offset.getAsInt(), error.getCode(), readable(error.getMessage(Locale.ROOT)));
                    if (!isOfAnotherPiece(found, checked, variables, code)) {
                        errors.add(found);
                    }
                }
            }
            return errors;
        });
    }

    private static void addStatement(ProbeUnit unit, String code, Piece piece) {
        unit.addFromCell(code, piece.start(), piece.end());
        char last = code.charAt(piece.end() - 1);
        unit.add(last == ';' || (piece.kind() == Piece.Kind.STATEMENT && last == '}') ? "\n" : ";\n");
    }

    /** A method or class sees the cell's variables, which in the one class are local to the statements. */
    private static boolean isOfAnotherPiece(
            CompileError error, List<Piece> pieces, Set<String> variables, String code) {
        boolean inDeclaration = pieces.stream()
                .filter(piece -> piece.kind() == Piece.Kind.METHOD || piece.kind() == Piece.Kind.TYPE)
                .anyMatch(piece -> piece.start() <= error.offset() && error.offset() < piece.end());
        int end = JavaText.nameEnd(code, error.offset());
        return inDeclaration && variables.contains(code.substring(error.offset(), end));
    }

    /** javac's words, less the place, which would name generated classes. */
    private static String readable(String message) {
        return CellPlaces.readable(message)
                .lines()
                .filter(line -> !line.matches("\\s*location: class (?:\\$Check|REPL\\.\\$Check)?\\s*"))
                .collect(Collectors.joining("\n"));
    }

    /** The error, for an unknown member of something known with what can be called instead. */
    CompileError withAdvice(Cell cell, CompileError error) {
        String message = readable(error.message());
        if (message.endsWith("location: class ")) {
            message = message.substring(0, message.lastIndexOf('\n'));
        }
        message = message.lines()
                .filter(line -> !line.strip().equals("location: class"))
                .collect(Collectors.joining("\n"));
        String code = cell.code();
        int dot = error.offset();
        if (error.code().startsWith("compiler.err.cant.resolve") && dot < code.length() && code.charAt(dot) == '.') {
            int nameStart = CellSplitter.skipBlanksAndComments(code, dot + 1);
            String wanted = code.substring(nameStart, JavaText.nameEnd(code, nameStart));
            List<String> callable = completer.methodsAfter(code, dot + 1).stream()
                    .filter(name -> !OF_EVERY_OBJECT.contains(name))
                    .sorted(java.util.Comparator.comparingInt((String name) -> distance(wanted, name))
                            .thenComparing(name -> name))
                    .toList();
            if (!callable.isEmpty()) {
                message += "\n  can be called here: "
                        + callable.stream()
                                .limit(MAX_ADVICE)
                                .map(name -> name + "()")
                                .collect(Collectors.joining(", "))
                        + (callable.size() > MAX_ADVICE ? ", ... " + (callable.size() - MAX_ADVICE) + " more" : "");
            }
        }
        return new CompileError(error.offset(), error.code(), message);
    }

    /** Levenshtein's distance, so that what was probably meant comes first. */
    static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(change, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
