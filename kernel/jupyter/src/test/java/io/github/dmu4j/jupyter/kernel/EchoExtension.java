package io.github.dmu4j.jupyter.kernel;

import java.util.Locale;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.comm.Comm;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.comm.CommCloseCommand;
import org.dflib.jjava.jupyter.messages.comm.CommMsgCommand;

/** A library as it plugs into a JJava kernel: a renderer, magics, and a comm that sends back what it gets. */
public final class EchoExtension implements Extension {
    /** What the renderer is for. */
    record Loud(String word) {}

    @Override
    public void install(BaseKernel kernel) {
        kernel.getRenderer()
                .createRegistration(Loud.class)
                .preferring("text/html")
                .register((value, context) ->
                        context.renderIfRequested(MIMEType.TEXT_HTML, () -> "<h1>" + value.word() + "</h1>"));
        kernel.getMagicsRegistry()
                .registerLineMagic(
                        "shout", (caller, words) -> String.join(" ", words).toUpperCase(Locale.ROOT))
                .registerCellMagic("repeat", (caller, words, body) -> body.repeat(Integer.parseInt(words.get(0))))
                .registerLineMagic("answer", (caller, words) -> caller.evalRaw("6 * 7"));
        kernel.getCommManager().registerTarget("echo", (manager, id, target, opened) -> new Comm(manager, id, target) {
            @Override
            protected void onMessage(Message<CommMsgCommand> message) {
                send(message.getContent().getData());
            }

            @Override
            protected void onClose(Message<CommCloseCommand> message, boolean sending) {
                System.out.print("closed");
            }
        });
    }
}
