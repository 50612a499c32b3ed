package io.github.dmu4j.jupyter.kernel;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.dmu4j.jupyter.wire.MessageCodec;
import java.util.Map;

/**
 * What a kernel says about itself.
 *
 * @param implementation one word
 * @param version of the implementation
 * @param banner what a console shows at its start
 * @param helpLinks text to URL, in the order they are shown
 */
public record KernelInfo(String implementation, String version, String banner, Map<String, String> helpLinks) {
    /** Of the plain kernel. */
    public static KernelInfo plain(String version) {
        String java = System.getProperty("java.version");
        return new KernelInfo(
                "dmu4j-jupyter",
                version,
                "Java " + java + " in Jupyter, dmu4j-jupyter " + version,
                Map.of("Java API", "https://docs.oracle.com/en/java/javase/17/docs/api/"));
    }

    /** Content of the kernel_info_reply. */
    JsonObject reply() {
        JsonObject language = new JsonObject();
        language.addProperty("name", "java");
        language.addProperty("version", System.getProperty("java.version"));
        language.addProperty("mimetype", "text/x-java-source");
        language.addProperty("file_extension", ".jshell");
        language.addProperty("pygments_lexer", "java");
        language.addProperty("codemirror_mode", "text/x-java");
        language.addProperty("nbconvert_exporter", "script");

        JsonArray links = new JsonArray();
        helpLinks.forEach((text, url) -> {
            JsonObject link = new JsonObject();
            link.addProperty("text", text);
            link.addProperty("url", url);
            links.add(link);
        });

        JsonObject reply = Replies.ok();
        reply.addProperty("protocol_version", MessageCodec.PROTOCOL);
        reply.addProperty("implementation", implementation);
        reply.addProperty("implementation_version", version);
        reply.add("language_info", language);
        reply.addProperty("banner", banner);
        reply.addProperty("debugger", false);
        reply.add("help_links", links);
        reply.add("supported_features", new JsonArray());
        return reply;
    }
}
