package io.github.dmu4j.bridge.launcher;

import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.bridge.notebook.KernelInstallation;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The Java programs of a benchmark; compiled when they are needed, so that they are no part of what users get. */
final class BenchPrograms {
    private BenchPrograms() {}

    /**
     * Compiles {@code folder/*.java} and what all benchmarks share, the files beside {@code folder}; nothing if there is none.
     *
     * @throws DmuException with the compiler's words, of warnings too
     */
    static void compile(Path folder, Path classes) throws IOException {
        List<Path> sources = new ArrayList<>(javaFiles(folder));
        sources.addAll(javaFiles(folder.resolveSibling(".").normalize()));
        if (sources.isEmpty()) {
            return;
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter words = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            List<String> options = new ArrayList<>(List.of("-d", classes.toString(), "-cp", classPath()));
            options.addAll(List.of("-Xlint:all,-processing", "-Werror", "-proc:none"));
            boolean compiled = compiler.getTask(
                            words, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
                    .call();
            if (!compiled) {
                throw new DmuException("the programs in " + folder + " do not compile:\n" + words);
            }
        }
    }

    static String classPath() {
        return KernelInstallation.runningClassPath().stream()
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static List<Path> javaFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        }
    }
}
