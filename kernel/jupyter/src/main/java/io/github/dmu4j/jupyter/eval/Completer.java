package io.github.dmu4j.jupyter.eval;

import io.github.dmu4j.jupyter.eval.Completion.Candidate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.SourceVersion;
import jdk.jshell.MethodSnippet;
import jdk.jshell.SourceCodeAnalysis.Suggestion;

/** Completion: JShell finds the candidates; members get their kind and signature from the type before the dot. */
final class Completer {
    private final Session session;
    private final ReceiverMembers receivers;

    Completer(Session session, ReceiverMembers receivers) {
        this.session = session;
        this.receivers = receivers;
    }

    Completion complete(String code, int cursor) {
        int at = Math.min(Math.max(cursor, 0), code.length());
        CodeContext context = CodeContext.at(session.splitter(), code, at);
        String prefix = code.substring(context.start(), at);
        String before = CodeContext.isMember(prefix) ? "" : context.declarations();
        int[] anchor = new int[1];
        List<Suggestion> suggestions = suggestions(before + prefix, anchor);
        if (suggestions.isEmpty()) {
            int nameStart = JavaText.nameStart(code, at);
            return new Completion(nameStart, at, packages(code.substring(pathStart(code, nameStart), at)));
        }
        int from = Math.min(Math.max(anchor[0] - before.length() + context.start(), 0), at);
        boolean member = CodeContext.isMember(prefix);
        int dot = dotBefore(code, from);
        Map<String, String> signatures = dot < context.start()
                ? Map.of()
                : receivers.signatures(before, code.substring(context.start(), dot), member);
        return new Completion(from, at, candidates(suggestions, dot >= 0, signatures));
    }

    /** The names of methods that can be called behind a dot that ends at {@code cursor}. */
    List<String> methodsAfter(String code, int cursor) {
        CodeContext context = CodeContext.at(session.splitter(), code, cursor);
        String prefix = code.substring(context.start(), cursor);
        String before = CodeContext.isMember(prefix) ? "" : context.declarations();
        return suggestions(before + prefix, new int[1]).stream()
                .map(Suggestion::continuation)
                .filter(text -> text.indexOf('(') > 0)
                .map(text -> text.substring(0, text.indexOf('(')))
                .distinct()
                .toList();
    }

    private List<Suggestion> suggestions(String text, int[] anchor) {
        return session.analysis().completionSuggestions(text, text.length(), anchor);
    }

    /** The next parts of the JDK's packages that begin so. JShell knows them only some time after its start. */
    private static List<Candidate> packages(String path) {
        int name = path.lastIndexOf('.') + 1;
        return ModuleLayer.boot().modules().stream()
                .flatMap(module -> module.getPackages().stream().filter(module::isExported))
                .filter(known -> name > 0 && known.startsWith(path))
                .map(known -> known.substring(name).split("\\.", 2)[0])
                .distinct()
                .sorted()
                .map(part -> new Candidate(part + ".", "module", ""))
                .toList();
    }

    private static int pathStart(String code, int nameStart) {
        int start = nameStart;
        while (start > 0 && (Character.isJavaIdentifierPart(code.charAt(start - 1)) || code.charAt(start - 1) == '.')) {
            start--;
        }
        return start;
    }

    /** Where the dot before a name stands; -1 if there is none. */
    private static int dotBefore(String code, int nameStart) {
        int at = nameStart - 1;
        while (at >= 0 && Character.isWhitespace(code.charAt(at))) {
            at--;
        }
        return at >= 0 && code.charAt(at) == '.' ? at : -1;
    }

    private List<Candidate> candidates(
            Collection<Suggestion> suggestions, boolean afterDot, Map<String, String> signatures) {
        Map<String, String> typeByVariable = session.shell()
                .variables()
                .filter(session::isDefined)
                .collect(Collectors.toMap(
                        variable -> variable.name(),
                        variable -> CellPlaces.readable(variable.typeName()),
                        (first, later) -> later));
        Map<String, List<MethodSnippet>> methods = session.shell()
                .methods()
                .filter(session::isDefined)
                .collect(Collectors.groupingBy(MethodSnippet::name));
        Map<String, Candidate> distinct = new LinkedHashMap<>();
        List<Suggestion> ordered = new ArrayList<>(suggestions);
        ordered.sort(Comparator.comparing((Suggestion suggestion) -> !suggestion.matchesType()));
        for (Suggestion suggestion : ordered) {
            String text = suggestion.continuation();
            distinct.computeIfAbsent(text, unused -> candidate(text, afterDot, signatures, typeByVariable, methods));
        }
        return List.copyOf(distinct.values());
    }

    private static Candidate candidate(
            String text,
            boolean afterDot,
            Map<String, String> signatures,
            Map<String, String> typeByVariable,
            Map<String, List<MethodSnippet>> methods) {
        int parenthesis = text.indexOf('(');
        String name = parenthesis > 0 ? text.substring(0, parenthesis) : text.strip();
        if (parenthesis > 0) {
            String declared = methods.getOrDefault(name, List.of()).stream()
                    .map(method -> name + "(" + method.parameterTypes() + ")")
                    .collect(Collectors.joining("\n"));
            return new Candidate(text, "function", afterDot ? signatures.getOrDefault(name, "") : declared);
        }
        if (SourceVersion.isKeyword(name) || CONTEXTUAL.contains(name)) {
            return new Candidate(text, "keyword", "");
        }
        if (afterDot && signatures.containsKey(name)) {
            return new Candidate(text, "instance", signatures.getOrDefault(name, ""));
        }
        if (!afterDot && typeByVariable.containsKey(name)) {
            return new Candidate(text, "instance", typeByVariable.getOrDefault(name, ""));
        }
        if (!name.isEmpty() && Character.isUpperCase(name.codePointAt(0)) && !isConstant(name)) {
            return new Candidate(text, "class", "");
        }
        return new Candidate(text, name.endsWith(".") || (afterDot && !isConstant(name)) ? "module" : "instance", "");
    }

    private static final Set<String> CONTEXTUAL =
            Set.of("var", "yield", "record", "sealed", "permits", "non-sealed", "true", "false", "null");

    private static boolean isConstant(String name) {
        return name.length() > 1
                && name.chars().allMatch(c -> Character.isUpperCase(c) || Character.isDigit(c) || c == '_');
    }
}
