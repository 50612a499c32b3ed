package io.github.dmu4j.jupyter.eval;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.ModuleElement;
import javax.lang.model.element.TypeElement;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * Javadoc and source text of the JDK's and of libraries' elements, from what lies on disk: {@code lib/src.zip} of the JDK, and
 * {@code name-sources.jar} beside {@code name.jar}, as a local Maven repository has it. Reads no network.
 */
final class JavadocSources {
    private final ClassLoader libraries;
    private final Path jdkSources;

    /** @param libraries finds the class files, and so the jars */
    JavadocSources(ClassLoader libraries, Path jdkSources) {
        this.libraries = libraries;
        this.jdkSources = jdkSources;
    }

    /** The sources that belong to the running JDK. They need not be there. */
    static Path ofTheRunningJdk() {
        return Path.of(System.getProperty("java.home"), "lib", "src.zip");
    }

    /**
     * What a source says about an element.
     *
     * @param comment the Javadoc comment without its stars; empty if there is none
     * @param source the declaration's own text
     * @param parameters of a method, their names
     */
    record Found(String comment, String source, List<String> parameters) {
        static final Found NOTHING = new Found("", "", List.of());
    }

    Optional<Found> find(JavacTask task, Element element) {
        TypeElement outermost = outermost(element);
        if (outermost == null) {
            return Optional.empty();
        }
        return sourceOf(task, outermost).flatMap(source -> declaration(source, element));
    }

    private static @Nullable TypeElement outermost(Element element) {
        TypeElement type = null;
        for (Element e = element; e != null; e = e.getEnclosingElement()) {
            if (e instanceof TypeElement enclosing) {
                type = enclosing;
            }
        }
        return type;
    }

    private Optional<String> sourceOf(JavacTask task, TypeElement outermost) {
        String path = outermost.getQualifiedName().toString().replace('.', '/');
        ModuleElement module = task.getElements().getModuleOf(outermost);
        if (module != null && !module.isUnnamed()) {
            return entry(jdkSources, module.getQualifiedName() + "/" + path + ".java");
        }
        return jarOf(path + ".class").flatMap(jar -> {
            String name = jar.getFileName().toString().replaceAll("\\.jar$", "-sources.jar");
            return entry(jar.resolveSibling(name), path + ".java");
        });
    }

    private Optional<Path> jarOf(String classFile) {
        URL url = libraries.getResource(classFile);
        if (url == null || !url.getProtocol().equals("jar")) {
            return Optional.empty();
        }
        try {
            URLConnection connection = url.openConnection();
            return connection instanceof JarURLConnection jar
                    ? Optional.of(Path.of(jar.getJarFileURL().toURI()))
                    : Optional.empty();
        } catch (IOException | URISyntaxException e) {
            return Optional.empty(); // no documentation, which is no failure
        }
    }

    private static Optional<String> entry(Path archive, String name) {
        if (!Files.isReadable(archive)) {
            return Optional.empty();
        }
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            ZipEntry entry = zip.getEntry(name);
            return entry == null
                    ? Optional.empty()
                    : Optional.of(new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            return Optional.empty(); // a broken archive has no documentation
        }
    }

    private static Optional<Found> declaration(String source, Element wanted) {
        JavacTask task = (JavacTask) ToolProvider.getSystemJavaCompiler()
                .getTask(
                        null,
                        null,
                        unheard -> {},
                        List.of("-proc:none"),
                        null,
                        List.of(new JavaParser.SourceText(source)));
        CompilationUnitTree unit;
        try {
            unit = task.parse().iterator().next();
        } catch (IOException e) {
            return Optional.empty();
        }
        TreePath[] found = new TreePath[1];
        new TreePathScanner<@Nullable Void, @Nullable Void>() {
            @Override
            public @Nullable Void scan(@Nullable Tree tree, @Nullable Void unused) {
                if (tree != null
                        && found[0] == null
                        && (tree instanceof ClassTree || tree instanceof MethodTree || tree instanceof VariableTree)) {
                    TreePath path = new TreePath(getCurrentPath(), tree);
                    if (is(path, wanted)) {
                        found[0] = path;
                        return null;
                    }
                }
                return found[0] == null ? super.scan(tree, null) : null;
            }

            @Override
            public @Nullable Void visitMethod(MethodTree node, @Nullable Void unused) {
                return null; // what is inside of methods has no documentation
            }
        }.scan(new TreePath(unit), null);
        if (found[0] == null) {
            return Optional.empty();
        }
        DocTrees trees = DocTrees.instance(task);
        String comment = trees.getDocComment(found[0]);
        long start = trees.getSourcePositions().getStartPosition(unit, found[0].getLeaf());
        long end = trees.getSourcePositions().getEndPosition(unit, found[0].getLeaf());
        String text = start >= 0 && end > start ? source.substring((int) start, (int) end) : "";
        List<String> parameters = found[0].getLeaf() instanceof MethodTree method
                ? method.getParameters().stream()
                        .map(parameter -> parameter.getName().toString())
                        .toList()
                : List.of();
        return Optional.of(new Found(comment == null ? "" : comment, text, parameters));
    }

    /** Whether a declaration in the source is the element: same names outward, and for a method the same parameter types. */
    private static boolean is(TreePath path, Element wanted) {
        Tree tree = path.getLeaf();
        if (tree instanceof ClassTree type) {
            return wanted instanceof TypeElement
                    && type.getSimpleName().contentEquals(wanted.getSimpleName())
                    && isEnclosedAlike(path, wanted);
        }
        if (tree instanceof MethodTree method) {
            return wanted instanceof ExecutableElement executable
                    && method.getName().contentEquals(wanted.getSimpleName())
                    && hasParameters(method, executable)
                    && isEnclosedAlike(path, wanted);
        }
        return tree instanceof VariableTree variable
                && (wanted.getKind() == ElementKind.FIELD || wanted.getKind() == ElementKind.ENUM_CONSTANT)
                && variable.getName().contentEquals(wanted.getSimpleName())
                && isEnclosedAlike(path, wanted);
    }

    private static boolean isEnclosedAlike(TreePath path, Element wanted) {
        Element outer = wanted.getEnclosingElement();
        Tree parent = path.getParentPath().getLeaf();
        if (outer instanceof TypeElement type) {
            return parent instanceof ClassTree tree
                    && tree.getSimpleName().contentEquals(type.getSimpleName())
                    && isEnclosedAlike(path.getParentPath(), type);
        }
        return parent instanceof CompilationUnitTree;
    }

    private static boolean hasParameters(MethodTree method, ExecutableElement executable) {
        if (method.getParameters().size() != executable.getParameters().size()) {
            return false;
        }
        for (int i = 0; i < method.getParameters().size(); i++) {
            String inSource = simple(method.getParameters().get(i).getType().toString());
            String inClass = simple(executable.getParameters().get(i).asType().toString());
            if (!inSource.equals(inClass)) {
                return false;
            }
        }
        return true;
    }

    /** A type's name without package, type arguments and annotations; a vararg is an array. */
    private static String simple(String type) {
        String text = type.replaceAll("@[\\w.]+(\\([^)]*\\))?\\s*", "").replace("...", "[]");
        int depth = 0;
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '<') {
                depth++;
            } else if (c == '>') {
                depth--;
            } else if (depth == 0 && !Character.isWhitespace(c)) {
                plain.append(c);
            }
        }
        return plain.substring(plain.lastIndexOf(".") + 1);
    }
}
