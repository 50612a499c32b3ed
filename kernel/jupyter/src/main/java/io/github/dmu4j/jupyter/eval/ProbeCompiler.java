package io.github.dmu4j.jupyter.eval;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.tools.Diagnostic;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import jdk.jshell.ImportSnippet;
import jdk.jshell.Snippet;

/**
 * Compiles units against the session, for questions whose answer JShell does not give: types, signatures, further errors.
 * Nothing is generated or run.
 */
final class ProbeCompiler {
    private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

    private final Session session;
    private final SessionFiles files;

    ProbeCompiler(Session session) {
        this.session = session;
        this.files = new SessionFiles(COMPILER.getStandardFileManager(null, Locale.ROOT, null), session.loader());
    }

    /** What a unit's analysis gives; only valid inside the question. */
    record Analysis(JavacTask task, CompilationUnitTree tree, List<Diagnostic<? extends JavaFileObject>> errors) {}

    /** A question to an analysed unit. */
    interface Question<T> {
        T answer(Analysis analysis);
    }

    /** Package and imports by which a unit sees what the session has defined of the names that {@code code} uses. */
    String header(String code) {
        StringBuilder header = new StringBuilder("package REPL;\n");
        Set<String> names = JavaText.identifiers(code);
        session.shell().snippets().filter(session::isDefined).forEach(snippet -> {
            if (snippet instanceof ImportSnippet) {
                String source = snippet.source().strip();
                header.append(source).append(source.endsWith(";") ? "\n" : ";\n");
            } else {
                String name = nameOf(snippet);
                if (names.contains(name)) {
                    header.append("import static ")
                            .append(session.places().className(snippet))
                            .append('.')
                            .append(name)
                            .append(";\n");
                }
            }
        });
        return header.toString();
    }

    private static String nameOf(Snippet snippet) {
        return snippet instanceof jdk.jshell.DeclarationSnippet declaration ? declaration.name() : "";
    }

    /** {@code -parameters} makes javac read the names of parameters from class files too. */
    <T> T ask(String unit, Question<T> question) {
        List<Diagnostic<? extends JavaFileObject>> errors = new ArrayList<>();
        JavacTask task = (JavacTask) COMPILER.getTask(
                null,
                files,
                diagnostic -> {
                    if (diagnostic.getKind() == Diagnostic.Kind.ERROR) {
                        errors.add(diagnostic);
                    }
                },
                List.of(
                        "-proc:none",
                        "-parameters",
                        "-Xmaxerrs",
                        "1000",
                        "-XDshould-stop.ifError=FLOW",
                        "-XDshould-stop.at=FLOW"),
                null,
                List.of(new JavaParser.SourceText(unit)));
        try {
            CompilationUnitTree tree = task.parse().iterator().next();
            task.analyze();
            return question.answer(new Analysis(task, tree, errors));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Further entries of the class path, behind the application's. */
    void addToClasspath(List<Path> entries) throws IOException {
        files.addToClasspath(entries);
    }

    /**
     * The application's class path, and the session's classes as the members of package REPL. Remembers what the JDK's packages
     * hold, because every star import asks for it.
     */
    private static final class SessionFiles extends ForwardingJavaFileManager<StandardJavaFileManager> {
        private final SnippetLoader loader;
        private final Map<String, ClassFile> known = new HashMap<>();
        private final Map<Listing, List<JavaFileObject>> ofTheJdk = new HashMap<>();
        private final IdentityHashMap<JavaFileObject, String> names = new IdentityHashMap<>();

        private record Listing(
                JavaFileManager.Location location,
                String packageName,
                Set<JavaFileObject.Kind> kinds,
                boolean recurse) {}

        SessionFiles(StandardJavaFileManager standard, SnippetLoader loader) {
            super(standard);
            this.loader = loader;
        }

        void addToClasspath(List<Path> entries) throws IOException {
            List<File> all = new ArrayList<>();
            fileManager.getLocation(StandardLocation.CLASS_PATH).forEach(all::add);
            entries.forEach(entry -> all.add(entry.toFile()));
            fileManager.setLocation(StandardLocation.CLASS_PATH, all);
        }

        @Override
        public Iterable<JavaFileObject> list(
                JavaFileManager.Location location, String packageName, Set<JavaFileObject.Kind> kinds, boolean recurse)
                throws IOException {
            if (isOfTheJdk(location)) {
                Listing listing = new Listing(location, packageName, Set.copyOf(kinds), recurse);
                List<JavaFileObject> cached = ofTheJdk.get(listing);
                if (cached == null) {
                    List<JavaFileObject> listed = new ArrayList<>();
                    super.list(location, packageName, kinds, recurse).forEach(listed::add);
                    ofTheJdk.put(listing, listed);
                    cached = listed;
                }
                return cached;
            }
            if (location != StandardLocation.CLASS_PATH || !packageName.equals("REPL")) {
                return super.list(location, packageName, kinds, recurse);
            }
            List<JavaFileObject> found = new ArrayList<>();
            loader.classFiles()
                    .forEach((name, bytes) ->
                            found.add(known.computeIfAbsent(name, unknown -> new ClassFile(unknown, bytes))));
            return found;
        }

        @Override
        public String inferBinaryName(JavaFileManager.Location location, JavaFileObject file) {
            if (file instanceof ClassFile own) {
                return own.binaryName;
            }
            return isOfTheJdk(location)
                    ? names.computeIfAbsent(file, unknown -> super.inferBinaryName(location, unknown))
                    : super.inferBinaryName(location, file);
        }

        private static boolean isOfTheJdk(JavaFileManager.Location location) {
            return location.getName().startsWith("SYSTEM_MODULES");
        }
    }

    private static final class ClassFile extends SimpleJavaFileObject {
        private final String binaryName;
        private final byte[] bytes;

        ClassFile(String binaryName, byte[] bytes) {
            super(URI.create("session:///" + binaryName.replace('.', '/') + ".class"), Kind.CLASS);
            this.binaryName = binaryName;
            this.bytes = bytes;
        }

        @Override
        public InputStream openInputStream() {
            return new ByteArrayInputStream(bytes);
        }
    }
}
