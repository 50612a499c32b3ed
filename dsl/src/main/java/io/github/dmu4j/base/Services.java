package io.github.dmu4j.base;

import java.util.Iterator;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** Implementations that register through {@link ServiceLoader} and need not run on every JVM. */
public final class Services {
    private Services() {}

    /**
     * The first that can be loaded and made. Passed over are those that cannot, whatever the JVM misses: a class of theirs, a module,
     * or what their constructor asks for.
     *
     * @return empty if there is none
     */
    public static <S> Optional<S> firstUsable(Class<S> type, ClassLoader loader) {
        Iterator<S> registered = ServiceLoader.load(type, loader).iterator();
        while (true) {
            try {
                return registered.hasNext() ? Optional.of(registered.next()) : Optional.empty();
            } catch (ServiceConfigurationError | LinkageError notOnThisJvm) {
                // the loader has gone on to the next one
            }
        }
    }
}
