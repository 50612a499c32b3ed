package io.github.dmu4j.jupyter.eval;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import jdk.jshell.execution.LoaderDelegate;
import jdk.jshell.spi.ExecutionControl.ClassBytecodes;
import jdk.jshell.spi.ExecutionControl.ClassInstallException;
import jdk.jshell.spi.ExecutionControl.InternalException;
import org.jspecify.annotations.Nullable;

/**
 * Holds the classes of a session's snippets, as a child of the application class loader: a library on the application
 * class path is loaded once, native code included. Keeps the bytes too, against which questions about code are compiled.
 */
final class SnippetLoader implements LoaderDelegate {
    private final Loader loader;

    SnippetLoader(ClassLoader parent) {
        loader = new Loader(parent);
    }

    /** The context class loader for the session's threads. */
    ClassLoader classLoader() {
        return loader;
    }

    /** Binary name to class file, of all snippets so far. */
    Map<String, byte[]> classFiles() {
        return loader.classFiles;
    }

    @Override
    @SuppressWarnings("ReturnValueIgnored") // asking for the methods links a class, so that a broken one shows here
    public void load(ClassBytecodes[] classes) throws ClassInstallException {
        boolean[] loaded = new boolean[classes.length];
        for (ClassBytecodes bytecodes : classes) {
            loader.classFiles.put(bytecodes.name(), bytecodes.bytecodes());
        }
        try {
            for (int i = 0; i < classes.length; i++) {
                Class<?> prepared = loader.loadClass(classes[i].name());
                loaded[i] = true;
                prepared.getDeclaredMethods();
            }
        } catch (ClassNotFoundException | LinkageError e) {
            throw new ClassInstallException("load: " + e.getMessage(), loaded);
        }
    }

    @Override
    public void classesRedefined(ClassBytecodes[] classes) {
        throw new UnsupportedOperationException("classes are replaced under a new name, never redefined");
    }

    @Override
    public void addToClasspath(String path) throws InternalException {
        for (String entry : path.split(java.io.File.pathSeparator, -1)) {
            try {
                loader.addURL(Path.of(entry).toUri().toURL());
            } catch (MalformedURLException e) {
                throw new InternalException(entry + ": " + e.getMessage());
            }
        }
    }

    @Override
    public Class<?> findClass(String name) throws ClassNotFoundException {
        if (!loader.classFiles.containsKey(name)) {
            throw new ClassNotFoundException(name);
        }
        return loader.loadClass(name);
    }

    private static final class Loader extends URLClassLoader {
        private final Map<String, byte[]> classFiles = new ConcurrentHashMap<>();

        Loader(ClassLoader parent) {
            super(new URL[0], parent);
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] bytes = classFiles.get(name);
            return bytes == null ? super.findClass(name) : defineClass(name, bytes, 0, bytes.length);
        }

        /** Class files of snippets too: libraries that read byte code look for them here. */
        @Override
        public @Nullable InputStream getResourceAsStream(String name) {
            if (name.endsWith(".class")) {
                byte[] bytes = classFiles.get(
                        name.substring(0, name.length() - ".class".length()).replace('/', '.'));
                if (bytes != null) {
                    return new ByteArrayInputStream(bytes);
                }
            }
            return super.getResourceAsStream(name);
        }

        @Override
        public void addURL(URL url) {
            super.addURL(url);
        }

        @Override
        public void close() throws IOException {
            classFiles.clear();
            super.close();
        }
    }
}
