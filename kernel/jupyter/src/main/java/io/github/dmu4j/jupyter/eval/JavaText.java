package io.github.dmu4j.jupyter.eval;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Java source as text, for the questions that need no parser. */
final class JavaText {
    private static final Pattern LITERAL_OR_COMMENT = Pattern.compile(
            "(?<literal>\"\"\"(?:[^\\\\\"]++|\\\\.|\"(?!\"\"))*+(?:\"\"\")?+"
                    + "|\"(?:[^\"\\\\\\n]++|\\\\.)*+\"?+|'(?:[^'\\\\\\n]++|\\\\.)*+'?+)"
                    + "|(?<comment>//[^\\n]*+|/\\*(?:[^*]++|\\*(?!/))*+(?:\\*/)?+)",
            Pattern.DOTALL);
    private static final Pattern IDENTIFIER =
            Pattern.compile("\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*+");

    private JavaText() {}

    /** The same text with blanks in place of comments: offsets and lines stay. */
    static String withoutComments(String source) {
        return blanked(source, false);
    }

    /** The same text with blanks in place of comments, strings and characters; line ends stay. */
    static String codeOnly(String source) {
        return blanked(source, true);
    }

    private static String blanked(String source, boolean literalsToo) {
        Matcher found = LITERAL_OR_COMMENT.matcher(source);
        StringBuilder text = new StringBuilder(source);
        while (found.find()) {
            if (literalsToo || found.group("comment") != null) {
                for (int i = found.start(); i < found.end(); i++) {
                    if (source.charAt(i) != '\n') {
                        text.setCharAt(i, ' ');
                    }
                }
            }
        }
        return text.toString();
    }

    /** All words of the code that may be names, in order. */
    static Set<String> identifiers(String source) {
        Set<String> names = new LinkedHashSet<>();
        Matcher found = IDENTIFIER.matcher(codeOnly(source));
        while (found.find()) {
            names.add(found.group());
        }
        return names;
    }

    /** Where the name that holds or ends at {@code cursor} begins; the cursor itself if there is none. */
    static int nameStart(String source, int cursor) {
        int start = cursor;
        while (start > 0 && Character.isJavaIdentifierPart(source.charAt(start - 1))) {
            start--;
        }
        return start;
    }

    /** Where the name that holds or begins at {@code cursor} ends. */
    static int nameEnd(String source, int cursor) {
        int end = cursor;
        while (end < source.length() && Character.isJavaIdentifierPart(source.charAt(end))) {
            end++;
        }
        return end;
    }
}
