package io.github.dmu4j.model;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.engine.EngineProvider;
import io.github.dmu4j.base.DmuException;
import java.util.ServiceLoader;

/** DJL's ONNX Runtime engine, which is no part of this library: a program that wants it adds it. */
final class OnnxEngine {
    /** DJL's name of the engine. */
    static final String NAME = "OnnxRuntime";

    private OnnxEngine() {}

    /**
     * Loads the engine if that has not happened yet.
     *
     * @throws DmuException if it is not there or its native library cannot be loaded; the message says what to add
     */
    static void require() {
        require(NAME);
    }

    /** Package-private for its test. */
    static void require(String name) {
        NativeEngine.require(); // DJL gives the other engine this one for what it cannot do itself
        if (!Engine.hasEngine(name)) {
            register(name);
        }
        try {
            Engine.getEngine(name);
        } catch (EngineException | IllegalArgumentException | LinkageError e) {
            String coordinates = "ai.djl.onnxruntime:onnxruntime-engine:" + Engine.getDjlVersion();
            throw new DmuException(
                    "an ONNX model needs DJL's ONNX Runtime engine, which could not be loaded (" + e.getMessage()
                            + "): add the Maven dependency " + coordinates
                            + " (137 MB, for Linux, macOS and Windows), in a notebook by %maven " + coordinates,
                    e);
        }
    }

    /** DJL looks for engines once, when its first class is loaded; a notebook's %maven may have added this one since. */
    private static void register(String name) {
        ServiceLoader.load(EngineProvider.class, Thread.currentThread().getContextClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider -> provider.getEngineName().equals(name))
                .findFirst()
                .ifPresent(Engine::registerEngine);
    }
}
