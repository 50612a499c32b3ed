package io.github.dmu4j.jupyter.eval;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.EmptyStatementTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.tools.Diagnostic;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * Tells what the pieces of a cell are by javac's parser, without types. JShell's own analysis says where a piece ends but
 * takes {@code int = = 3;} for a good one.
 */
final class JavaParser {
    private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();
    private final JavaFileManager files = COMPILER.getStandardFileManager(null, Locale.ROOT, null);

    /** The ways in which a text may be a part of Java. */
    private enum Form {
        MEMBER("class %s {\n", "\n}\n"),
        STATEMENT("class %s { void m() throws Throwable {\n", "\n}}\n"),
        EXPRESSION("class %s { Object m() { return\n", "\n; }}\n");

        private final String before;
        private final String after;

        Form(String before, String after) {
            this.before = before;
            this.after = after;
        }

        String className(int piece) {
            return "$" + name() + piece;
        }
    }

    /** One text in one form, in the unit that is parsed. */
    private record Placed(int piece, Form form, int from, int to) {}

    /** What each text is; {@link Piece.Kind#INVALID} for one that is nothing. */
    List<Piece.Kind> kinds(List<String> texts) {
        if (texts.isEmpty()) {
            return List.of();
        }
        List<Piece.Kind> kinds = parse(texts);
        if (kinds.contains(Piece.Kind.INVALID)) {
            // the parser may have skipped from one text, or one form of it, into the next
            for (int i = 0; i < kinds.size(); i++) {
                kinds.set(i, kindApart(texts.get(i)));
            }
        }
        return kinds;
    }

    /** What one text is, each form in a unit of its own. */
    private Piece.Kind kindApart(String text) {
        if (text.matches("(?s)import\\b.*")) {
            return importOrInvalid(text);
        }
        for (Form form : Form.values()) {
            List<Long> errors = new ArrayList<>();
            String part = form == Form.EXPRESSION ? withoutSemicolon(text) : text;
            String unit = form.before.formatted(form.className(0)) + part + form.after;
            CompilationUnitTree tree = parsed(unit, diagnostic -> errors.add(diagnostic.getPosition()));
            List<? extends Tree> parts = errors.isEmpty() ? contents(tree, form, 0) : null;
            Piece.Kind kind = parts == null ? null : kindOf(form, parts);
            if (kind != null) {
                return kind;
            }
        }
        return Piece.Kind.INVALID;
    }

    private List<Piece.Kind> parse(List<String> texts) {
        StringBuilder unit = new StringBuilder();
        List<Placed> places = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            for (Form form : Form.values()) {
                unit.append(form.before.formatted(form.className(i)));
                int from = unit.length();
                unit.append(form == Form.EXPRESSION ? withoutSemicolon(texts.get(i)) : texts.get(i));
                places.add(new Placed(i, form, from, unit.length()));
                unit.append(form.after);
            }
        }
        List<Long> errors = new ArrayList<>();
        CompilationUnitTree tree = parsed(unit.toString(), diagnostic -> errors.add(diagnostic.getPosition()));
        List<Piece.Kind> kinds = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            kinds.add(
                    texts.get(i).matches("(?s)import\\b.*")
                            ? importOrInvalid(texts.get(i))
                            : kind(i, places, errors, tree));
        }
        return kinds;
    }

    private Piece.Kind importOrInvalid(String text) {
        List<Long> errors = new ArrayList<>();
        parsed(text, diagnostic -> errors.add(diagnostic.getPosition()));
        return errors.isEmpty() ? Piece.Kind.IMPORT : Piece.Kind.INVALID;
    }

    private static Piece.Kind kind(int piece, List<Placed> places, List<Long> errors, CompilationUnitTree tree) {
        for (Form form : Form.values()) {
            Placed placed = places.stream()
                    .filter(place -> place.piece() == piece && place.form() == form)
                    .findFirst()
                    .orElseThrow();
            int wrapFrom = placed.from() - form.before.length();
            int wrapTo = placed.to() + form.after.length();
            if (errors.stream().anyMatch(position -> position >= wrapFrom && position < wrapTo)) {
                continue;
            }
            List<? extends Tree> parts = contents(tree, form, piece);
            if (parts == null) {
                continue;
            }
            Piece.Kind kind = kindOf(form, parts);
            if (kind != null) {
                return kind;
            }
        }
        return Piece.Kind.INVALID;
    }

    private static Piece.@Nullable Kind kindOf(Form form, List<? extends Tree> parts) {
        if (form == Form.EXPRESSION) {
            return Piece.Kind.EXPRESSION;
        }
        if (parts.isEmpty()) {
            return form == Form.STATEMENT ? Piece.Kind.NOTHING : null;
        }
        Tree first = parts.get(0);
        if (first instanceof ClassTree) {
            return Piece.Kind.TYPE;
        }
        if (first instanceof MethodTree method) {
            return method.getReturnType() == null ? null : Piece.Kind.METHOD;
        }
        if (first instanceof VariableTree) {
            return Piece.Kind.VARIABLE;
        }
        if (form == Form.MEMBER) {
            return null; // an initialiser: a block
        }
        if (first instanceof EmptyStatementTree) {
            return Piece.Kind.NOTHING;
        }
        return first instanceof ExpressionStatementTree ? Piece.Kind.EXPRESSION_STATEMENT : Piece.Kind.STATEMENT;
    }

    private static @Nullable List<? extends Tree> contents(CompilationUnitTree tree, Form form, int piece) {
        for (Tree declared : tree.getTypeDecls()) {
            if (declared instanceof ClassTree type && type.getSimpleName().contentEquals(form.className(piece))) {
                if (form == Form.MEMBER) {
                    return type.getMembers();
                }
                if (type.getMembers().size() != 1 || !(type.getMembers().get(0) instanceof MethodTree method)) {
                    return null;
                }
                BlockTree body = method.getBody();
                List<? extends StatementTree> statements = body == null ? List.of() : body.getStatements();
                return statements;
            }
        }
        return null;
    }

    /**
     * The syntax errors of a text that is nothing, read in the form in which it gets furthest.
     *
     * @param offset of the text in its cell
     */
    List<CompileError> errorsOf(String text, int offset) {
        List<CompileError> best = List.of();
        Form[] forms = {Form.STATEMENT, Form.MEMBER, Form.EXPRESSION};
        for (Form form : forms) {
            String before = form.before.formatted("C");
            List<CompileError> errors = new ArrayList<>();
            parsed(before + text + form.after, diagnostic -> {
                long position = Math.min(Math.max(diagnostic.getPosition() - before.length(), 0), text.length());
                errors.add(new CompileError(
                        offset + (int) position, diagnostic.getCode(), diagnostic.getMessage(Locale.ROOT)));
            });
            if (!errors.isEmpty()
                    && (best.isEmpty() || errors.get(0).offset() > best.get(0).offset())) {
                best = errors;
            }
        }
        return best;
    }

    private static String withoutSemicolon(String text) {
        String stripped = text.stripTrailing();
        return stripped.endsWith(";") ? stripped.substring(0, stripped.length() - 1) : text;
    }

    /** A unit's tree; the listener hears of errors only. */
    CompilationUnitTree parsed(String unit, java.util.function.Consumer<Diagnostic<? extends JavaFileObject>> onError) {
        JavacTask task = (JavacTask) COMPILER.getTask(
                null,
                files,
                diagnostic -> {
                    if (diagnostic.getKind() == Diagnostic.Kind.ERROR) {
                        onError.accept(diagnostic);
                    }
                },
                List.of("-proc:none", "-Xmaxerrs", "10000"),
                null,
                List.of(new SourceText(unit)));
        try {
            return task.parse().iterator().next();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Java source in memory. */
    static final class SourceText extends SimpleJavaFileObject {
        private final String text;

        SourceText(String text) {
            super(URI.create("cell:///Cell.java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
