package io.github.dmu4j.jupyter.eval;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import jdk.jshell.JShell;
import org.jspecify.annotations.Nullable;

/**
 * Java by JShell's local engine, in this JVM, with the application's class path.
 *
 * <p>A cell's code runs on threads of its own, which inherit from the thread that calls {@link #evaluate} (inheritable thread
 * locals) and have a child of the application class loader as their context class loader; {@code evaluate} waits for them and
 * for no thread that they start. Until the first evaluation or {@link #warmUp()} nothing of JShell is loaded.
 */
public final class JavaEvaluator implements CellEvaluator {
    /** Cells after which the JVM has compiled most of what a cell's way through javac takes; a third of a second. */
    private static final int WARM_UP_CELLS = 12;

    private final List<String> startup;
    private final List<Path> classpath;
    private final Consumer<String> notes;
    private final Path jdkSources;
    /** One evaluation at a time, start-up and warm-up included: their threads and what they give are kept in one place. */
    private final ReentrantLock evaluation = new ReentrantLock();
    /** Held by whoever calls JShell, given back while a cell's code runs; taken after {@link #evaluation}. */
    private final ReentrantLock compiler = new ReentrantLock();

    private final UserFrames frames;
    private final CellExecution execution;
    private final SnippetLoader loader;
    private volatile @Nullable Tools tools;
    private volatile boolean closed;
    private volatile ShellFiles.@Nullable Gate index;

    private JavaEvaluator(Builder builder) {
        startup = List.copyOf(builder.startup);
        classpath = new ArrayList<>(builder.classpath);
        notes = builder.notes;
        jdkSources = builder.jdkSources;
        frames = new UserFrames(builder.explaining);
        loader = new SnippetLoader(builder.parent);
        execution = new CellExecution(loader, compiler);
    }

    /** A builder of a session without start-up snippets. */
    public static Builder builder() {
        return new Builder();
    }

    /** What a session begins with. */
    public static final class Builder {
        private List<String> startup = List.of();
        private List<Path> classpath = List.of();
        private Consumer<String> notes = System.err::println;
        private Path jdkSources = JavadocSources.ofTheRunningJdk();
        private Set<Class<? extends Throwable>> explaining = Set.of();
        private ClassLoader parent = JavaEvaluator.class.getClassLoader();

        private Builder() {}

        /** Cells, usually one of imports, that run before the first one. An error in them is a bug of the caller's. */
        public Builder startup(List<String> snippets) {
            startup = List.copyOf(snippets);
            return this;
        }

        /** Jars and folders of classes behind the application's class path. */
        public Builder classpath(List<Path> entries) {
            classpath = List.copyOf(entries);
            return this;
        }

        /** Hears, on the evaluating thread, what the user should know of a cell that did not fail; default: {@code System.err}. */
        public Builder notes(Consumer<String> listener) {
            notes = listener;
            return this;
        }

        /**
         * Classes of exceptions that explain themselves, so that of their frames the cells' own alone are shown; of their causes
         * as of any exception. Default: none.
         */
        public Builder explaining(Set<Class<? extends Throwable>> types) {
            explaining = Set.copyOf(types);
            return this;
        }

        /** Where the JDK's sources lie, for Javadoc; default: {@code lib/src.zip} of the running JDK. Need not exist. */
        public Builder jdkSources(Path archive) {
            jdkSources = archive;
            return this;
        }

        /** Starts nothing yet. */
        public JavaEvaluator build() {
            return new JavaEvaluator(this);
        }
    }

    /** What needs a running JShell. */
    private record Tools(
            Session session,
            ProbeCompiler compiler,
            Completer completer,
            CellCheck check,
            CompletenessCheck completeness,
            Inspector inspector) {}

    /**
     * Starts the session and runs each part once, so that the first cell and the first completion are quick. To be called on a
     * thread in the background; calls that come meanwhile wait for one step of it at most. Ends early when the evaluator is closed.
     */
    public void warmUp() {
        try {
            runEachPart();
        } catch (SessionClosed e) {
            return; // there will be no first cell
        }
    }

    private void runEachPart() {
        started();
        // whoever waits warms up as well
        for (int i = 0; i < WARM_UP_CELLS && !evaluation.hasQueuedThreads(); i++) {
            evaluating("warm-up", false, tools -> {
                Cell cell = new Cell("warm-up", new Script("", "1 + 1"));
                return new CellRun(tools.session(), tools.check(), cell, text -> {}).run();
            });
        }
        if (!evaluation.hasQueuedThreads()) {
            asking(tools -> tools.completer().complete("\"\".le", 5));
        }
        makeIndex();
    }

    private void makeIndex() {
        ShellFiles.Gate gate = index;
        if (gate != null) {
            gate.open();
        }
    }

    @Override
    public CellOutcome evaluate(String code, int cellNumber) {
        execution.expect();
        Cell cell = Cell.of(code, cellNumber);
        return evaluating(cell.label(), true, tools -> new CellRun(tools.session(), tools.check(), cell, notes).run());
    }

    @Override
    public Completion complete(String code, int cursor) {
        return asking(tools -> tools.completer().complete(code, cursor));
    }

    @Override
    public Optional<Inspection> inspect(String code, int cursor, int detail) {
        return asking(tools -> tools.inspector().inspect(code, cursor, detail));
    }

    @Override
    public Completeness completeness(String code) {
        return asking(tools -> tools.completeness().of(code));
    }

    @Override
    public void interrupt() {
        execution.stop();
    }

    @Override
    public List<Variable> variables() {
        return asking(tools -> tools.session().variables());
    }

    @Override
    public CellOutcome expression(String expression) {
        execution.expect();
        Cell cell = new Cell("expression", new Script("expression", expression));
        return evaluating(cell.label(), true, tools -> {
            Session session = tools.session();
            List<Piece> pieces = session.splitter().split(cell.code());
            if (pieces.size() != 1 || !pieces.get(0).isExpression()) {
                return new CellReport(cell, session.places())
                        .doesNotCompile(List.of(new CompileError(0, "expression", "not an expression")));
            }
            return new CellRun(session, tools.check(), cell, notes).run();
        });
    }

    /** A cell that the caller runs part by part; {@link #begin()} comes before the first part. */
    public CellParts parts(String label, String code) {
        return new CellParts(this, new Cell(label, new Script(label, code)));
    }

    /** A cell of parts is about to run: a stop that comes from now on is meant for it. */
    public void begin() {
        execution.expect();
    }

    /** True once {@link #interrupt()} has come since the cell began. */
    public boolean isStopped() {
        return execution.isStopWanted();
    }

    /** Runs (a part of) a cell that has begun. */
    CellOutcome runPart(Cell cell, @Nullable Stopwatch stopwatch, Function<CellRun, CellOutcome> way) {
        return evaluating(cell.label(), true, tools -> {
            execution.timedBy(stopwatch);
            try {
                return way.apply(new CellRun(tools.session(), tools.check(), cell, notes));
            } finally {
                execution.timedBy(null);
            }
        });
    }

    /** Asks something about a cell, in the session but without running it. */
    <T> T aboutCell(Cell cell, BiFunction<Session, CellRun, T> question) {
        return asking(
                tools -> question.apply(tools.session(), new CellRun(tools.session(), tools.check(), cell, notes)));
    }

    /**
     * Adds jars or folders of classes to what cells see, behind what is there.
     *
     * @throws UncheckedIOException if an entry cannot be read
     */
    public void addToClasspath(List<Path> entries) {
        asking(tools -> {
            add(tools, entries);
            return true;
        });
    }

    private static void add(Tools started, List<Path> entries) {
        for (Path entry : entries) {
            started.session().shell().addToClasspath(entry.toString());
        }
        try {
            started.compiler().addToClasspath(entries);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The loader of the session's classes, a child of the application's; the context class loader of its threads. */
    public ClassLoader classLoader() {
        return loader.classLoader();
    }

    @Override
    public void close() {
        execution.stop();
        holding(
                evaluation,
                () -> holding(compiler, () -> {
                    closed = true;
                    makeIndex();
                    Tools present = tools;
                    if (present != null) {
                        present.session().shell().close();
                        tools = null;
                    }
                    loader.classFiles().clear();
                    return true;
                }));
    }

    /** Evaluates something, after what is being evaluated. */
    private CellOutcome evaluating(String label, boolean canBeStopped, Function<Tools, CellOutcome> run) {
        if (SnippetThread.isCurrent()) {
            throw new IllegalStateException("a cell's code cannot evaluate a cell: it would wait for its own end");
        }
        return holding(
                evaluation,
                () -> asking(tools -> {
                    execution.begin(label, canBeStopped);
                    return run.apply(tools);
                }));
    }

    /** Asks something about code, also while a cell's code runs. */
    private <T> T asking(Function<Tools, T> question) {
        Tools present = started();
        return holding(compiler, () -> question.apply(present));
    }

    private Tools started() {
        Tools present = tools;
        return present != null ? present : holding(evaluation, () -> holding(compiler, this::start));
    }

    private Tools start() {
        if (closed) {
            throw new SessionClosed();
        }
        Tools started = tools;
        if (started == null) {
            ShellFiles.Gate gate = new ShellFiles.Gate();
            index = gate;
            JShell shell = JShell.builder()
                    .executionEngine(execution, Map.of())
                    .fileManager(files -> new ShellFiles(files, gate))
                    .build();
            Session session = new Session(shell, execution, loader, frames);
            ProbeCompiler compiler = new ProbeCompiler(session);
            Completer completer = new Completer(session, new ReceiverMembers(compiler));
            started = new Tools(
                    session,
                    compiler,
                    completer,
                    new CellCheck(compiler, completer),
                    new CompletenessCheck(session.splitter()),
                    new Inspector(session, compiler, new JavadocSources(loader.classLoader(), jdkSources)));
            add(started, classpath);
            runStartup(started);
            tools = started;
        }
        return started;
    }

    private void runStartup(Tools started) {
        for (String snippets : startup) {
            Cell cell = new Cell("start-up", new Script("start-up", snippets));
            execution.begin("start-up", false);
            CellOutcome outcome = new CellRun(started.session(), started.check(), cell, notes).run();
            if (outcome instanceof CellOutcome.Failed failed) {
                throw new IllegalStateException(String.join(System.lineSeparator(), failed.traceback()));
            }
        }
    }

    private static final class SessionClosed extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        SessionClosed() {
            super("the session is closed; build another evaluator");
        }
    }

    private static <T> T holding(ReentrantLock lock, Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }
}
