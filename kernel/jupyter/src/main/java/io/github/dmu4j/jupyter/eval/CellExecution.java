package io.github.dmu4j.jupyter.eval;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import jdk.jshell.execution.LocalExecutionControl;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;
import jdk.jshell.spi.SPIResolutionException;
import org.jspecify.annotations.Nullable;

/**
 * Runs the snippets of cells in this JVM, each on a thread of its own that can be stopped, and keeps the object that the
 * last one gave or threw. JShell's own control keeps only texts, which it gets by calling {@code toString()} of the user's
 * objects, and waits for every thread that the snippet started.
 *
 * <p>Stopping goes in steps (see {@link SnippetThread}): an interrupt first, which waiting code and well-behaved libraries
 * heed, then by force where the snippet's own code runs. By force means: checks in every loop of the snippets' classes, those
 * of {@link StopPointWeaver} up to JDK 19, those that {@link LocalExecutionControl} weaves from 20 on; up to 19 also {@code
 * Thread.stop}, which ends a library's loops too.
 */
final class CellExecution implements ExecutionControlProvider {
    private final SnippetLoader loader;
    private final ReentrantLock compilerLock;
    private final Control control;

    private @Nullable Object value;
    private @Nullable Throwable thrown;
    private @Nullable Stopwatch stopwatch;
    private String threadName = "cell";
    private volatile boolean stopWanted;
    private boolean lastStopped;
    private boolean lastLeftBehind;
    private volatile boolean stoppable;
    private volatile @Nullable SnippetThread running;
    private StackTraceElement @Nullable [] stoppedAt;

    /**
     * @param compilerLock held by the thread that calls JShell; given back while a snippet runs, so that questions about
     *     code are answered meanwhile
     */
    CellExecution(SnippetLoader loader, ReentrantLock compilerLock) {
        this.loader = loader;
        this.compilerLock = compilerLock;
        this.control = new Control(loader);
    }

    @Override
    public String name() {
        return "cells";
    }

    @Override
    public ExecutionControl generate(ExecutionEnv env, Map<String, String> parameters) {
        return control;
    }

    /** A cell is about to run, though it may have to wait for its turn: a stop that comes from now on is meant for it. */
    void expect() {
        stopWanted = false;
    }

    /**
     * Begins a cell.
     *
     * @param canBeStopped false for what the session itself runs
     */
    void begin(String nameOfThreads, boolean canBeStopped) {
        threadName = nameOfThreads;
        stoppable = canBeStopped;
        lastStopped = false;
        lastLeftBehind = false;
        stoppedAt = null;
        thrown = null;
        value = null;
    }

    /** Asks the running snippet to stop and refuses the cell's next ones; twice: at once, whatever runs. */
    void stop() {
        stopWanted = true;
        SnippetThread current = running;
        if (current != null && stoppable) {
            current.stopSoon();
        }
    }

    /** True if a stop was asked for since {@link #expect()}. */
    boolean isStopWanted() {
        return stopWanted;
    }

    /** Has the snippets that follow timed; null: not. */
    void timedBy(@Nullable Stopwatch watch) {
        stopwatch = watch;
    }

    boolean isStopped() {
        return stopWanted && stoppable;
    }

    /** True if the last snippet was stopped, or not begun because of a stop. */
    boolean lastWasStopped() {
        return lastStopped;
    }

    /** True if the last snippet was stopped but has not ended. */
    boolean lastWasLeftBehind() {
        return lastLeftBehind;
    }

    /** Where the running snippet was when it was first asked to stop; null if it was not. */
    StackTraceElement @Nullable [] stoppedAt() {
        return stoppedAt;
    }

    /** What the last snippet gave, once. */
    @Nullable
    Object takeValue() {
        Object taken = value;
        value = null;
        return taken;
    }

    /** What the last snippet threw, once. */
    @Nullable
    Throwable takeThrown() {
        Throwable taken = thrown;
        thrown = null;
        return taken;
    }

    /** The static field of a snippet's class that holds a variable; null if the class never came to be loaded. */
    @Nullable
    Field field(String className, String variable) {
        try {
            Field field = loader.findClass(className).getDeclaredField(variable);
            field.setAccessible(true);
            return field;
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    private final class Control extends LocalExecutionControl {
        private @Nullable Field allStop;
        private boolean prepared;

        Control(SnippetLoader loader) {
            super(loader);
        }

        @Override
        public void load(ClassBytecodes[] classes)
                throws ClassInstallException, NotImplementedException, EngineTerminationException {
            super.load(SnippetThread.CAN_KILL ? woven(classes) : classes);
        }

        private static ClassBytecodes[] woven(ClassBytecodes[] classes) {
            return Stream.of(classes)
                    .map(type -> new ClassBytecodes(type.name(), StopPointWeaver.woven(type.bytecodes())))
                    .toArray(ClassBytecodes[]::new);
        }

        /** JShell wants a text; the object is kept, and its {@code toString()} never called. */
        @Override
        protected String invoke(Method snippet) throws Exception {
            prepareStopping();
            lastStopped = isStopped();
            if (lastStopped) {
                throw new StoppedException();
            }
            SnippetThread thread =
                    new SnippetThread(snippet, threadName, loader.classLoader(), stopwatch, this::stopChecks);
            stopChecks(false);
            running = thread;
            if (isStopped()) {
                thread.stopSoon();
            }
            int holds = compilerLock.getHoldCount();
            for (int i = 0; i < holds; i++) {
                compilerLock.unlock();
            }
            try {
                thread.runToItsEnd();
            } finally {
                for (int i = 0; i < holds; i++) {
                    compilerLock.lock();
                }
                running = null;
                stopChecks(false);
            }
            stoppedAt = thread.stoppedAt();
            lastStopped = thread.wasStopped();
            lastLeftBehind = thread.isLeftBehind();
            if (lastStopped) {
                throw new StoppedException();
            }
            Throwable failure = thread.thrown();
            if (failure != null) {
                throw new InvocationTargetException(failure);
            }
            value = thread.value();
            return "";
        }

        @Override
        public String varValue(String className, String varName) {
            return "";
        }

        /** JShell goes on with a copy of name and message. It calls neither of the thrown object's methods here. */
        @Override
        protected String throwConvertedInvocationException(Throwable cause) throws RunException, InternalException {
            if (cause instanceof SPIResolutionException) {
                return super.throwConvertedInvocationException(cause);
            }
            thrown = cause;
            throw new UserException("", cause.getClass().getName(), new StackTraceElement[0]);
        }

        @Override
        protected String throwConvertedOtherException(Throwable failure) throws RunException, InternalException {
            thrown = failure;
            throw new UserException("", failure.getClass().getName(), new StackTraceElement[0]);
        }

        /** From JDK 20 on the woven checks need a class that only the inherited way to run a snippet loads. */
        private void prepareStopping() throws Exception {
            if (prepared) {
                return;
            }
            prepared = true;
            if (!SnippetThread.CAN_KILL) {
                Method nothing = Control.class.getDeclaredMethod("nothing");
                nothing.setAccessible(true);
                super.invoke(nothing);
                allStop = loader.findClass("REPL.$Cancel$").getDeclaredField("allStop");
                allStop.setAccessible(true);
            }
        }

        /** Run once in a snippet's place. */
        @SuppressWarnings("UnusedMethod") // called by reflection
        static void nothing() {}

        private void stopChecks(boolean on) {
            if (allStop != null) {
                try {
                    allStop.set(null, on);
                } catch (IllegalAccessException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    /** Names of snippet classes, as JShell gives them. */
    static boolean isSnippetClass(String className) {
        return className.startsWith("REPL.");
    }
}
