package io.github.dmu4j.bridge.launcher;

import java.io.PrintWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ctrl-C in two steps: the first interrupts the working thread, so that it can save and stop at its next safe point; the
 * second ends the JVM.
 *
 * <p>Java has no supported way to hear a signal without ending. {@code sun.misc.Signal} (module jdk.unsupported, in every
 * JDK since 9) is reached by reflection because javac's warning about it cannot be suppressed. A JVM without it keeps
 * the usual Ctrl-C.
 */
final class Interrupts {
    private final AtomicBoolean happened = new AtomicBoolean();

    private Interrupts() {}

    /** Takes over Ctrl-C until the JVM ends. */
    static Interrupts sentTo(Thread worker, PrintWriter err) {
        Interrupts interrupts = new Interrupts();
        interrupts.takeOver((proxy, method, arguments) -> {
            if (!method.getName().equals("handle")) {
                return method.invoke(interrupts, arguments);
            }
            if (interrupts.happened.getAndSet(true)) {
                Runtime.getRuntime().halt(Main.INTERRUPTED);
            }
            err.println("Stopping at the next safe point; Ctrl-C again ends at once.");
            err.flush();
            worker.interrupt();
            return null;
        });
        return interrupts;
    }

    /** Calls {@code action} at every Ctrl-C, instead of ending, until the JVM ends. */
    static void handledBy(Runnable action) {
        new Interrupts().takeOver((proxy, method, arguments) -> {
            if (!method.getName().equals("handle")) {
                return method.invoke(action, arguments);
            }
            action.run();
            return null;
        });
    }

    /** Whether Ctrl-C was pressed. */
    boolean happened() {
        return happened.get();
    }

    private void takeOver(InvocationHandler onSignal) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object proxy =
                    Proxy.newProxyInstance(Interrupts.class.getClassLoader(), new Class<?>[] {handler}, onSignal);
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("INT"), proxy);
        } catch (ReflectiveOperationException e) {
            happened.set(false);
        }
    }
}
