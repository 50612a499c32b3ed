package io.github.dmu4j.jupyter.eval;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Javadoc comment in the forms that clients show. Inline tags become code or plain words; block tags become lines. */
final class JavadocText {
    private static final Pattern INLINE = Pattern.compile("\\{@(\\w+)\\s*((?:[^{}]|\\{[^{}]*\\})*)\\}");
    private static final Pattern BLOCK = Pattern.compile(
            "(?m)^[ \\t]*@(param|return|throws|exception|since|see|deprecated|author|version|apiNote|implSpec|implNote|jls)\\b[ \\t]*");

    private JavadocText() {}

    /** The first sentence, as Javadoc has it: up to a full stop and a blank, or to a block tag. */
    static String firstSentence(String comment) {
        String main = mainPart(comment);
        Matcher end = Pattern.compile("\\.(?=\\s|$)|<p>|\\n\\s*\\n").matcher(main);
        if (!end.find()) {
            return main.strip();
        }
        return main.substring(0, end.group().equals(".") ? end.end() : end.start())
                .strip();
    }

    private static String mainPart(String comment) {
        Matcher block = BLOCK.matcher(comment);
        return block.find() ? comment.substring(0, block.start()) : comment;
    }

    /** For a console: no markup. */
    static String plain(String comment) {
        String text = replaceInline(lineBlocks(comment, ""), "", "");
        return unescape(paragraphs(text).replaceAll("</?[a-zA-Z][^>]*>", ""))
                .replaceAll("\\n{3,}", "\n\n")
                .strip();
    }

    static String markdown(String comment) {
        String text = replaceInline(lineBlocks(comment, "- "), "`", "`");
        text = text.replaceAll("</?(?:code|tt)>", "`")
                .replaceAll("</?(?:b|strong)>", "**")
                .replaceAll("</?(?:i|em)>", "*");
        text = text.replaceAll("<li>\\s*", "\n- ")
                .replaceAll("<pre>", "\n```java\n")
                .replaceAll("</pre>", "\n```\n");
        return unescape(paragraphs(text).replaceAll("</?[a-zA-Z][^>]*>", ""))
                .replaceAll("\\n{3,}", "\n\n")
                .strip();
    }

    /** Javadoc's HTML as it is, inline tags resolved. Scripts are left out. */
    static String html(String comment) {
        String text = replaceInline(lineBlocks(comment, "<br>"), "<code>", "</code>");
        return text.replaceAll("(?is)<script.*?</script>", "")
                .replaceAll("\\n[ \\t]*\\n", "<p>")
                .strip();
    }

    private static String lineBlocks(String comment, String before) {
        Matcher block = BLOCK.matcher(comment);
        return block.replaceAll(found -> Matcher.quoteReplacement("\n" + before + found.group(1) + ": "));
    }

    private static String paragraphs(String text) {
        return text.replaceAll("\\s*<p>\\s*", "\n\n")
                .replaceAll("(?m)^[ \\t]+", "")
                .replaceAll("<br\\s*/?>", "\n");
    }

    private static String replaceInline(String text, String open, String close) {
        String result = text;
        for (int depth = 0; depth < 3; depth++) { // a tag may stand in a tag
            result = INLINE.matcher(result).replaceAll(found -> {
                String tag = found.group(1);
                String body = found.group(2).strip();
                if (tag.startsWith("link") || tag.equals("value")) {
                    String[] parts = body.split("\\s+", 2);
                    String shown = parts.length > 1
                            ? parts[1]
                            : parts[0].replaceFirst("^#", "").replace('#', '.');
                    return Matcher.quoteReplacement(open + shown + close);
                }
                boolean code = tag.equals("code");
                return Matcher.quoteReplacement(code ? open + body + close : body);
            });
        }
        return result;
    }

    private static String unescape(String text) {
        return text.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&nbsp;", " ")
                .replace("&quot;", "\"")
                .replace("&#64;", "@")
                .replace("&amp;", "&");
    }

    static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
