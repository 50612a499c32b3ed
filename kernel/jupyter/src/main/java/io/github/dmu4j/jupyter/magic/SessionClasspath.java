package io.github.dmu4j.jupyter.magic;

import io.github.dmu4j.jupyter.eval.JavaEvaluator;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The kernel's class path, and what magics have added to the session's. */
final class SessionClasspath {
    private final JavaEvaluator java;
    private final Interrupts interrupts;
    private final List<Path> ofTheKernel;
    private final Set<Path> added = new LinkedHashSet<>();

    SessionClasspath(JavaEvaluator java, Interrupts interrupts) {
        this.java = java;
        this.interrupts = interrupts;
        ofTheKernel = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.isEmpty())
                .map(entry -> Path.of(entry).toAbsolutePath().normalize())
                .toList();
    }

    /** What the JVM was started with. */
    List<Path> ofTheKernel() {
        return ofTheKernel;
    }

    /** What was added, in order. */
    List<Path> added() {
        return List.copyOf(added);
    }

    /** Adds what is not there; returns that. Later cells, completion and the context class loader see it. */
    List<Path> add(List<Path> entries) {
        List<Path> missing = new ArrayList<>();
        for (Path entry : entries) {
            if (!ofTheKernel.contains(entry) && !added.contains(entry) && !missing.contains(entry)) {
                missing.add(entry);
            }
        }
        interrupts.shielded(() -> {
            java.addToClasspath(missing);
            return added.addAll(missing);
        });
        return missing;
    }
}
