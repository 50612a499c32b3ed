package io.github.dmu4j.jupyter.kernel;

import java.lang.reflect.Proxy;

/**
 * SIGINT, by which clients interrupt a kernel whose kernel.json does not ask for messages.
 *
 * <p>{@code sun.misc.Signal} (module jdk.unsupported, in every JDK since 9) is reached by reflection because javac's
 * warning about it cannot be suppressed. In a JVM without it the signal ends the kernel.
 */
final class InterruptSignal {
    private InterruptSignal() {}

    static void handle(Runnable action, KernelLog log) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(
                    InterruptSignal.class.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            action.run();
                            return null;
                        }
                        return method.invoke(action, arguments);
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("INT"), proxy);
        } catch (ReflectiveOperationException e) {
            log.log("SIGINT cannot be handled: it will end the kernel", e);
        }
    }
}
