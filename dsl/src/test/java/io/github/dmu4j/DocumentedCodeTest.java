package io.github.dmu4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** The Java of README.md and docs/guide.md compiles, each page as one class with the imports of the shell. */
class DocumentedCodeTest {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```java\\R(.*?)^```");
    private static final Path IMPORTS = Path.of("kernel/bridge/src/main/resources/io/github/dmu4j/bridge/startup.jsh");

    @Test
    void theGuideCompiles() throws IOException {
        assertThat(blocks("docs/guide.md")).hasSizeGreaterThan(12);
        assertThat(errorsOf("docs/guide.md")).isEmpty();
    }

    @Test
    void theReadmeCompiles() throws IOException {
        assertThat(blocks("README.md")).isNotEmpty();
        assertThat(errorsOf("README.md")).isEmpty();
    }

    @Test
    void codeThatDoesNotCompileIsFound() throws IOException {
        assertThat(errors(List.of("var plan = upgrade().to(resNet10(64));\n")))
                .singleElement()
                .asString()
                .contains("to");
    }

    @Test
    void theMethodOfTheGuideIsTheOneThatIsTestedAndHasAtMostThirtyLines() throws IOException {
        String source = Files.readString(root().resolve("dsl/src/test/java/io/github/dmu4j/AgreementMethod.java"));
        String method = source.substring(source.indexOf("record AgreementMethod"));
        assertThat(blocks("docs/guide.md")).contains(method);
        assertThat(method.lines().filter(line -> !line.isBlank())).hasSizeLessThanOrEqualTo(30);
    }

    private static List<String> errorsOf(String page) throws IOException {
        return errors(blocks(page));
    }

    /** Declarations of types stand beside the method that the other blocks make up, one after the other as in a shell. */
    private static List<String> errors(List<String> blocks) throws IOException {
        String imports = Files.readAllLines(root().resolve(IMPORTS)).stream()
                .filter(line -> line.startsWith("import"))
                .collect(Collectors.joining("\n"));
        StringBuilder types = new StringBuilder();
        StringBuilder statements = new StringBuilder();
        for (String block : blocks) {
            (block.startsWith("record ") ? types : statements).append(block);
        }
        String source = imports
                + "\nimport ai.djl.ndarray.NDArray;\nimport ai.djl.ndarray.types.Shape;\nimport io.github.dmu4j.loss.L2;\n"
                + "class Page {\n static void page() throws Exception {\n" + statements + "\n}\n}\n" + types;
        return compile(source);
    }

    private static List<String> compile(String source) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        JavaFileObject page = new SimpleJavaFileObject(URI.create("string:///Page.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
        List<String> options =
                List.of("-proc:none", "-implicit:none", "-Xlint:none", "-cp", System.getProperty("java.class.path"));
        Path classes = Files.createTempDirectory("pages");
        try (var files = compiler.getStandardFileManager(found, Locale.ROOT, null)) {
            files.setLocation(StandardLocation.CLASS_OUTPUT, List.of(classes.toFile()));
            compiler.getTask(null, files, found, options, null, List.of(page)).call();
        } finally {
            try (var left = Files.list(classes)) {
                for (Path file : left.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(classes);
        }
        String[] lines = source.split("\n", -1);
        return found.getDiagnostics().stream()
                .filter(d -> d.getKind() == Diagnostic.Kind.ERROR)
                .map(d -> lines[(int) d.getLineNumber() - 1] + "  " + d.getMessage(Locale.ROOT))
                .toList();
    }

    private static List<String> blocks(String page) throws IOException {
        List<String> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(Files.readString(root().resolve(page)));
        while (matcher.find()) {
            blocks.add(matcher.group(1));
        }
        return blocks;
    }

    /** The folder with all modules, wherever the tests run from. */
    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve(IMPORTS))) {
            folder = Objects.requireNonNull(folder.getParent(), "the project's root was not found");
        }
        return folder;
    }
}
