package io.github.dmu4j.jupyter.eval;

/**
 * What is known about a name, three times the same.
 *
 * @param plainText for a console; may hold ANSI colours
 * @param html a fragment without {@code <html>} or {@code <body>}
 * @param markdown the same as Markdown
 */
public record Inspection(String plainText, String html, String markdown) {}
