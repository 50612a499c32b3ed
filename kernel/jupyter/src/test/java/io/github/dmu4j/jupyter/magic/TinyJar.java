package io.github.dmu4j.jupyter.magic;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Jars of one class, compiled here. */
final class TinyJar {
    private TinyJar() {}

    /** A jar with the class {@code tiny.NAME}, whose static {@code String hello()} gives an expression's value. */
    static Path of(Path jar, String name, String expression, Map<String, String> resources, Path... classpath)
            throws IOException {
        String source = "package tiny; public class " + name + " implements java.util.function.Supplier<String> {"
                + " public static String hello() { return " + expression
                + "; } public String get() { return hello(); } }";
        Path classes = Files.createTempDirectory(jar.toAbsolutePath().getParent(), "classes");
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        String path = String.join(
                java.io.File.pathSeparator,
                Stream.of(classpath).map(Path::toString).toList());
        SimpleJavaFileObject unit =
                new SimpleJavaFileObject(
                        URI.create("string:///tiny/" + name + ".java"), javax.tools.JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        List<String> options = List.of("-d", classes.toString(), "-cp", path, "-proc:none");
        if (!compiler.getTask(null, null, null, options, null, List.of(unit)).call()) {
            throw new IllegalStateException(source);
        }
        Map<String, byte[]> entries = new TreeMap<>();
        entries.put("tiny/" + name + ".class", Files.readAllBytes(classes.resolve("tiny/" + name + ".class")));
        resources.forEach((entry, text) -> entries.put(entry, text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream zip = new JarOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new JarEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        return jar;
    }
}
