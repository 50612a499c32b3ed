package io.github.dmu4j.simd;

import java.lang.reflect.InvocationTargetException;

/** The JDK's vector module, without which the other classes here cannot be loaded. */
final class VectorModule {
    private static final String NAME = "jdk.incubator.vector";

    private VectorModule() {}

    /**
     * Makes sure that the module is there and that the JVM compiles it well.
     *
     * <p>{@code --add-modules jdk.incubator.vector} makes the JVM warn on standard error, and nothing can turn that off. Where the
     * command line has {@code --add-exports java.base/jdk.internal.module=ALL-UNNAMED} instead, as the launcher's does, the module is
     * loaded here, when it is needed, in the way in which the JVM loads the modules of its agents: without a warning, and
     * as fast.
     *
     * @throws UnsupportedOperationException if the search cannot run in this JVM; the message says what to change
     */
    static void require() {
        // HotSpot's name for C1 alone: vectors would then be objects, and slower than plain loops.
        String vm = System.getProperty("java.vm.info", "");
        if (vm.contains("emulated-client") || vm.contains("interpreted")) {
            throw new UnsupportedOperationException("the JVM runs without its optimising compiler (" + vm
                    + "); leave out -XX:TieredStopAtLevel=1 and -Xint");
        }
        if (ModuleLayer.boot().findModule(NAME).isEmpty()) {
            load();
        }
    }

    private static void load() {
        try {
            Class.forName("jdk.internal.module.Modules")
                    .getMethod("loadModule", String.class)
                    .invoke(null, NAME);
        } catch (ClassNotFoundException | NoSuchMethodException | IllegalAccessException e) {
            throw new UnsupportedOperationException(
                    "the module " + NAME + " is not there; start Java with --add-modules " + NAME, e);
        } catch (InvocationTargetException e) {
            throw new UnsupportedOperationException("this JDK has no usable module " + NAME, e.getCause());
        }
    }
}
