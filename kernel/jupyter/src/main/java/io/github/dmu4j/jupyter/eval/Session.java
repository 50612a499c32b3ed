package io.github.dmu4j.jupyter.eval;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.VarSnippet;
import org.jspecify.annotations.Nullable;

/**
 * JShell with what it lacks for cells: the objects that variables hold, and an end to the references that it keeps of
 * temporaries and of overwritten variables (static fields of classes that stay loaded for the session).
 */
final class Session {
    private final JShell shell;
    private final CellExecution execution;
    private final SnippetLoader loader;
    private final CellPlaces places;
    private final CellSplitter splitter;
    private final JavaParser parser = new JavaParser();
    private final Map<String, String> holderByVariableId = new HashMap<>();
    private int values;

    Session(JShell shell, CellExecution execution, SnippetLoader loader, UserFrames frames) {
        this.shell = shell;
        this.execution = execution;
        this.loader = loader;
        this.places = new CellPlaces(shell.sourceCodeAnalysis(), frames);
        this.splitter = new CellSplitter(shell.sourceCodeAnalysis(), parser);
    }

    JShell shell() {
        return shell;
    }

    SourceCodeAnalysis analysis() {
        return shell.sourceCodeAnalysis();
    }

    CellExecution execution() {
        return execution;
    }

    SnippetLoader loader() {
        return loader;
    }

    CellPlaces places() {
        return places;
    }

    CellSplitter splitter() {
        return splitter;
    }

    JavaParser parser() {
        return parser;
    }

    /** A number that no value of a cell has had. */
    int nextValue() {
        return values++;
    }

    /** Frees what the snippets that this evaluation overwrote or moved held. */
    void afterEvaluation(List<SnippetEvent> events) {
        for (SnippetEvent event : events) {
            if (event.snippet() instanceof VarSnippet variable && event.status().isDefined()) {
                String now = places.className(variable); // a variable that overwrites another has its id
                String before = holderByVariableId.put(variable.id(), now);
                if (before != null && !before.equals(now)) {
                    clear(before, variable.name());
                }
            }
        }
    }

    /** Forgets a temporary variable and its value. */
    void drop(VarSnippet temporary) {
        String holder = places.className(temporary);
        holderByVariableId.remove(temporary.id());
        shell.drop(temporary);
        clear(holder, temporary.name());
    }

    private void clear(String holder, String name) {
        Field field = execution.field(holder, name);
        if (field != null && !field.getType().isPrimitive() && !Modifier.isFinal(field.getModifiers())) {
            try {
                field.set(null, null);
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** The active variables. */
    List<Variable> variables() {
        Map<String, Variable> variables = new LinkedHashMap<>();
        shell.variables().filter(this::isDefined).forEach(snippet -> {
            variables.remove(snippet.name());
            variables.put(
                    snippet.name(),
                    new Variable(snippet.name(), CellPlaces.readable(snippet.typeName()), valueOf(snippet)));
        });
        return new ArrayList<>(variables.values());
    }

    boolean isDefined(Snippet snippet) {
        return shell.status(snippet).isDefined();
    }

    @Nullable
    Object valueOf(VarSnippet variable) {
        Field field = execution.field(places.className(variable), variable.name());
        try {
            return field == null ? null : field.get(null);
        } catch (IllegalAccessException | LinkageError e) {
            return null; // its class could not be initialised, so that there never was a value
        }
    }
}
