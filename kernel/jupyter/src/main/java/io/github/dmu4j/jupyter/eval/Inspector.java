package io.github.dmu4j.jupyter.eval;

import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import io.github.dmu4j.jupyter.eval.ReceiverMembers.Signatures;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.PackageElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.MethodSnippet;
import jdk.jshell.Snippet;
import jdk.jshell.TypeDeclSnippet;
import jdk.jshell.VarSnippet;
import org.jspecify.annotations.Nullable;

/**
 * What stands at the cursor. What a cell has defined is shown from its source; everything else is found by compiling the cell's
 * code up to the name, and documented from the sources that lie on disk.
 */
final class Inspector {
    private static final int MAX_MEMBERS = 40;
    private static final int MAX_VALUE = 200;

    private final Session session;
    private final ProbeCompiler compiler;
    private final JavadocSources sources;

    Inspector(Session session, ProbeCompiler compiler, JavadocSources sources) {
        this.session = session;
        this.compiler = compiler;
        this.sources = sources;
    }

    Optional<Inspection> inspect(String code, int cursor, int detail) {
        int at = Math.min(Math.max(cursor, 0), code.length());
        int start = JavaText.nameStart(code, at);
        int end = JavaText.nameEnd(code, at);
        if (start == end) {
            start = JavaText.nameStart(code, callBefore(code, at)); // inside of a call's parentheses the call is meant
            end = JavaText.nameEnd(code, start);
        }
        if (start == end) {
            return Optional.empty();
        }
        String name = code.substring(start, end);
        boolean member = code.substring(0, start).stripTrailing().endsWith(".");
        if (!member) {
            Optional<Facts> own = ownDeclaration(name, detail);
            if (own.isPresent()) {
                return own.map(Facts::rendered);
            }
        }
        return elementFacts(code, start, end, detail).map(Facts::rendered);
    }

    /** Where the name ends that is called by the innermost parenthesis open at {@code cursor}; the cursor if there is none. */
    private static int callBefore(String code, int cursor) {
        String text = JavaText.codeOnly(code.substring(0, cursor));
        int depth = 0;
        for (int i = text.length() - 1; i >= 0; i--) {
            char c = text.charAt(i);
            if (c == ')') {
                depth++;
            } else if (c == '(' && depth-- == 0) {
                return text.substring(0, i).stripTrailing().length();
            }
        }
        return cursor;
    }

    /** What is to be shown. */
    private record Facts(List<String> signatures, String comment, boolean wholeComment, String source) {
        Inspection rendered() {
            String signature = String.join("\n", signatures);
            String plainDoc = JavadocText.plain(comment);
            String markdownDoc = JavadocText.markdown(comment);
            String htmlDoc = JavadocText.html(comment);
            if (!wholeComment) {
                plainDoc = JavadocText.firstSentence(plainDoc);
                markdownDoc = JavadocText.firstSentence(markdownDoc);
                htmlDoc = JavadocText.escape(plainDoc);
            }
            String plain = signature
                    + (plainDoc.isEmpty() ? "" : "\n\n" + plainDoc)
                    + (source.isEmpty() ? "" : "\n\n" + source);
            String markdown = "```java\n" + signature + "\n```" + (markdownDoc.isEmpty() ? "" : "\n\n" + markdownDoc)
                    + (source.isEmpty() ? "" : "\n\n```java\n" + source + "\n```");
            String html = "<pre>" + JavadocText.escape(signature) + "</pre>"
                    + (htmlDoc.isEmpty() ? "" : "<div>" + htmlDoc + "</div>")
                    + (source.isEmpty() ? "" : "<pre>" + JavadocText.escape(source) + "</pre>");
            return new Inspection(plain, html, markdown);
        }
    }

    private Optional<Facts> ownDeclaration(String name, int detail) {
        List<DeclarationSnippet> declarations = session.shell()
                .snippets()
                .filter(session::isDefined)
                .filter(snippet -> snippet instanceof DeclarationSnippet)
                .map(snippet -> (DeclarationSnippet) snippet)
                .filter(declaration -> declaration.name().equals(name))
                .toList();
        if (declarations.isEmpty()) {
            return Optional.empty();
        }
        List<String> signatures = new ArrayList<>();
        for (DeclarationSnippet declaration : declarations) {
            signatures.add(signatureOf(declaration));
        }
        String comment = declarations.stream()
                .map(declaration -> session.places().commentOf(declaration))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
        String source = detail == 0
                ? ""
                : declarations.stream().map(Snippet::source).map(String::strip).collect(Collectors.joining("\n\n"));
        return Optional.of(new Facts(signatures, comment, detail > 0, source));
    }

    private String signatureOf(DeclarationSnippet declaration) {
        if (declaration instanceof VarSnippet variable) {
            return CellPlaces.readable(variable.typeName()) + " " + variable.name() + " = "
                    + shortValue(session.valueOf(variable));
        }
        if (declaration instanceof MethodSnippet) {
            String source = JavaText.withoutComments(declaration.source());
            int body = source.indexOf('{');
            return (body > 0 ? source.substring(0, body) : source).strip().replaceAll("\\s+", " ");
        }
        String source = declaration instanceof TypeDeclSnippet
                ? JavaText.withoutComments(declaration.source())
                : declaration.source();
        int body = source.indexOf('{');
        return (body > 0 ? source.substring(0, body) : source).strip().replaceAll("\\s+", " ");
    }

    /** A value that tells itself without the user's code. */
    private static String shortValue(@Nullable Object value) {
        if (value instanceof String text) {
            String shown = JavaLiterals.string(text.length() > MAX_VALUE ? text.substring(0, MAX_VALUE) + "..." : text);
            return shown;
        }
        if (value == null
                || value instanceof Number
                || value instanceof Boolean
                || value instanceof Character
                || value instanceof Enum<?>) {
            return String.valueOf(value);
        }
        return value instanceof java.util.Collection<?>
                ? "(" + ((java.util.Collection<?>) value).getClass().getSimpleName() + ")"
                : "(" + CellPlaces.readable(value.getClass().getTypeName()) + ")";
    }

    private Optional<Facts> elementFacts(String code, int start, int end, int detail) {
        CodeContext context = CodeContext.at(session.splitter(), code, end);
        String before = code.substring(context.start(), end);
        boolean member = CodeContext.isMember(before);
        String rest = restOfCall(code, end);
        ProbeUnit unit = new ProbeUnit()
                .add(compiler.header(code))
                .add("class $Probe {\n"
                        + (member ? "" : "static void run$() throws Throwable {\n" + context.declarations()));
        String closing = ReceiverMembers.closing(before);
        if (!member && session.parser().kinds(List.of(before + rest + closing)).get(0) == Piece.Kind.EXPRESSION) {
            unit.add("Object probe$ = "); // which alone is no statement
        }
        unit.addFromCell(code, context.start(), end).add(rest + closing + (member ? "" : "\n}") + "\n}\n");
        String name = code.substring(start, end);
        Optional<Facts> facts = ask(unit, name, start, detail);
        return facts.isPresent() ? facts : typeFacts(code, context.start(), start, end, detail);
    }

    private Optional<Facts> ask(ProbeUnit unit, String name, int start, int detail) {
        return compiler.ask(unit.text(), analysis -> {
            List<Element> elements = elementsAt(analysis, unit, name, start);
            return elements.isEmpty() ? Optional.empty() : Optional.of(facts(analysis.task(), elements, detail));
        });
    }

    /** For a name in a place where the code up to it cannot be compiled: what it means as a type, or its path as a package. */
    private Optional<Facts> typeFacts(String code, int from, int start, int end, int detail) {
        int pathStart = start;
        while (pathStart > from
                && (Character.isJavaIdentifierPart(code.charAt(pathStart - 1)) || code.charAt(pathStart - 1) == '.')) {
            pathStart--;
        }
        ProbeUnit unit = new ProbeUnit()
                .add(compiler.header(code))
                .add("class $Probe { Object probe$ = ")
                .addFromCell(code, pathStart, end)
                .add(".class; }\n");
        return ask(unit, code.substring(start, end), start, detail);
    }

    /** The arguments behind a name, which tell overloads apart; empty if they are not complete. */
    private static String restOfCall(String code, int end) {
        String text = JavaText.codeOnly(code.substring(end));
        String call = text.stripLeading();
        if (!call.startsWith("(")) {
            return "";
        }
        int depth = 0;
        for (int i = text.indexOf('('); i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '(') {
                depth++;
            } else if (c == ')' && --depth == 0) {
                return code.substring(end, end + i + 1);
            }
        }
        return "";
    }

    /** What the name means: one element, or all overloads if that cannot be told. */
    private static List<Element> elementsAt(ProbeCompiler.Analysis analysis, ProbeUnit unit, String name, int start) {
        JavacTask task = analysis.task();
        Trees trees = Trees.instance(task);
        List<Element> found = new ArrayList<>();
        new TreePathScanner<@Nullable Void, @Nullable Void>() {
            @Override
            public @Nullable Void scan(@Nullable Tree tree, @Nullable Void unused) {
                if (tree != null && found.isEmpty() && isNamed(tree, name)) {
                    super.scan(tree, null);
                    long last = trees.getSourcePositions().getEndPosition(analysis.tree(), tree) - name.length();
                    OptionalInt offset = unit.cellOffset(
                            tree instanceof VariableTree
                                    ? unit.text().indexOf(name, (int)
                                            trees.getSourcePositions().getStartPosition(analysis.tree(), tree))
                                    : last);
                    if (found.isEmpty() && offset.isPresent() && offset.getAsInt() == start) {
                        TreePath path = new TreePath(getCurrentPath(), tree);
                        found.addAll(elementsOf(task, trees, path, name));
                    }
                    return null;
                }
                return super.scan(tree, null);
            }
        }.scan(new TreePath(analysis.tree()), null);
        return found;
    }

    private static boolean isNamed(Tree tree, String name) {
        if (tree instanceof IdentifierTree identifier) {
            return identifier.getName().contentEquals(name);
        }
        if (tree instanceof MemberSelectTree select) {
            return select.getIdentifier().contentEquals(name);
        }
        if (tree instanceof MemberReferenceTree reference) {
            return reference.getName().contentEquals(name);
        }
        return tree instanceof VariableTree variable && variable.getName().contentEquals(name);
    }

    private static List<Element> elementsOf(JavacTask task, Trees trees, TreePath path, String name) {
        Element element = trees.getElement(path);
        if (element != null && element.asType().getKind() != TypeKind.ERROR) {
            return element instanceof PackageElement && task.getElements().getPackageElement(element.toString()) == null
                    ? List.of()
                    : List.of(element);
        }
        if (path.getLeaf() instanceof MemberSelectTree select) {
            TypeMirror receiver = trees.getTypeMirror(new TreePath(path, select.getExpression()));
            if (receiver instanceof DeclaredType type && receiver.getKind() == TypeKind.DECLARED) {
                return task.getElements().getAllMembers((TypeElement) type.asElement()).stream()
                        .filter(member -> member.getSimpleName().contentEquals(name))
                        .collect(Collectors.toList());
            }
        }
        return List.of();
    }

    private Facts facts(JavacTask task, List<Element> elements, int detail) {
        List<String> signatures = new ArrayList<>();
        JavadocSources.Found found = JavadocSources.Found.NOTHING;
        for (Element element : elements.subList(0, Math.min(elements.size(), MAX_MEMBERS))) {
            JavadocSources.Found own = sources.find(task, element).orElse(JavadocSources.Found.NOTHING);
            signatures.addAll(signaturesOf(element, own.parameters(), detail));
            found = found.comment().isEmpty() && found.source().isEmpty() ? own : found;
        }
        boolean isType = elements.get(0) instanceof TypeElement;
        return new Facts(signatures, found.comment(), detail > 0, detail > 0 && !isType ? found.source() : "");
    }

    private static List<String> signaturesOf(Element element, List<String> parameters, int detail) {
        if (element instanceof ExecutableElement method) {
            String modifiers = modifiers(element);
            Element owner = method.getEnclosingElement();
            return List.of(modifiers
                    + Signatures.of(method, method.asType(), parameters)
                    + (owner == null ? "" : "   in " + Signatures.type(owner.asType())));
        }
        if (element instanceof VariableElement variable) {
            Object constant = variable.getConstantValue();
            return List.of(modifiers(element) + Signatures.type(variable.asType()) + " " + variable.getSimpleName()
                    + (constant == null ? "" : " = " + constant));
        }
        if (element instanceof TypeElement type) {
            return typeSignatures(type, detail);
        }
        return List.of((element.getKind() == ElementKind.PACKAGE ? "package " : "") + element);
    }

    private static List<String> typeSignatures(TypeElement type, int detail) {
        List<String> lines = new ArrayList<>();
        String kind = type.getKind().name().toLowerCase(java.util.Locale.ROOT).replace("annotation_type", "@interface");
        StringBuilder header = new StringBuilder(
                modifiers(type) + kind + " " + CellPlaces.readable(type.asType().toString()));
        TypeMirror parent = type.getSuperclass();
        if (parent.getKind() == TypeKind.DECLARED && !parent.toString().equals("java.lang.Object")) {
            header.append(" extends ").append(Signatures.type(parent));
        }
        if (!type.getInterfaces().isEmpty()) {
            header.append(type.getKind() == ElementKind.INTERFACE ? " extends " : " implements ")
                    .append(type.getInterfaces().stream().map(Signatures::type).collect(Collectors.joining(", ")));
        }
        lines.add(header.toString());
        if (detail > 0) {
            type.getEnclosedElements().stream()
                    .filter(member -> member.getModifiers().contains(Modifier.PUBLIC))
                    .filter(member -> member instanceof ExecutableElement || member instanceof VariableElement)
                    .limit(MAX_MEMBERS)
                    .forEach(member -> lines.add("    " + modifiers(member)
                            + (member instanceof ExecutableElement method
                                    ? Signatures.of(method, method.asType())
                                    : Signatures.type(member.asType()) + " " + member.getSimpleName())));
        }
        return lines;
    }

    private static String modifiers(Element element) {
        return element.getModifiers().stream()
                .filter(modifier ->
                        modifier == Modifier.STATIC || modifier == Modifier.ABSTRACT || modifier == Modifier.SEALED)
                .map(modifier -> modifier + " ")
                .collect(Collectors.joining());
    }
}
