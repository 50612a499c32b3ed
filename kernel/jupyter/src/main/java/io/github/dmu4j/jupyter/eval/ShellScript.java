package io.github.dmu4j.jupyter.eval;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Scripts in the form that the {@code jshell} tool can load. The tool reads line by line and takes {@code var x = f()} for
 * complete, so a chain that goes on with a leading dot in the next line fails there (seen with JDK 17 and 25). Not needed
 * for {@link ScriptRunner}, which reads whole scripts.
 */
public final class ShellScript {
    /** Text that must stay as it is, or the line end (with comments before and after it) in front of a leading dot. */
    private static final Pattern LITERAL_OR_CHAIN = Pattern.compile(
            "(?<literal>\"\"\"(?:[^\\\\\"]++|\\\\.|\"(?!\"\"))*+\"\"\"|\"(?:[^\"\\\\\\n]++|\\\\.)*+\"|'(?:[^'\\\\\\n]|\\\\.)*+')"
                    + "|(?<chain>(?:[ \\t]*+(?://[^\\n]*+)?\\n)(?:\\s|//[^\\n]*+\\n|/\\*.*?\\*/)*+(?=\\.(?!\\d)))"
                    + "|(?<comment>//[^\\n]*+|/\\*.*?\\*/)",
            Pattern.DOTALL);

    private ShellScript() {}

    /** The script with every chain's links on one line; everything else is unchanged. */
    public static String forTheTool(Script script) {
        Matcher matcher = LITERAL_OR_CHAIN.matcher(script.text());
        return matcher.replaceAll(
                found -> matcher.group("chain") == null ? Matcher.quoteReplacement(found.group()) : "");
    }

    /** A snippet that declares {@code String[] args}. */
    public static String argumentsDeclaration(List<String> args) {
        return args.stream().map(JavaLiterals::string).collect(Collectors.joining(", ", "String[] args = {", "};"));
    }
}
