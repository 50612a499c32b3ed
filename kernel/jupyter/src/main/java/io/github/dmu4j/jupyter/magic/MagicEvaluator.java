package io.github.dmu4j.jupyter.magic;

import eu.maveniverse.maven.mima.context.ContextOverrides;
import io.github.dmu4j.jupyter.eval.CellEvaluator;
import io.github.dmu4j.jupyter.eval.CellOutcome;
import io.github.dmu4j.jupyter.eval.Completeness;
import io.github.dmu4j.jupyter.eval.Completion;
import io.github.dmu4j.jupyter.eval.Inspection;
import io.github.dmu4j.jupyter.eval.JavaEvaluator;
import io.github.dmu4j.jupyter.eval.Variable;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.dflib.jjava.jupyter.kernel.BaseKernel;

/**
 * A session of Java with magics: lines that begin with {@code %}, cells that begin with {@code %%}. A cell without a percent
 * sign goes to Java as it is.
 *
 * <p>Magics run on the thread that calls {@link #evaluate}, with the session's class loader as its context class loader, and print
 * to {@code System.out}.
 */
public final class MagicEvaluator implements CellEvaluator {
    private final JavaEvaluator java;
    private final Magics magics = new Magics();
    private final Interrupts interrupts = new Interrupts();
    private final MagicCells cells;
    private final MagicEditing editing;

    /** Takes over a session, which {@link #close()} closes. */
    public MagicEvaluator(JavaEvaluator java) {
        this(java, settings -> settings);
    }

    /** @param mavenSettings on top of the user's, for tests */
    MagicEvaluator(JavaEvaluator java, UnaryOperator<ContextOverrides.Builder> mavenSettings) {
        this.java = java;
        cells = new MagicCells(java, magics, interrupts);
        editing = new MagicEditing(java, magics);
        SessionClasspath classpath = new SessionClasspath(java, interrupts);
        Environment environment = new Environment();
        magics.add(new MavenMagic(new ArtifactResolver(mavenSettings), classpath).magic());
        magics.add(new ClasspathMagic(classpath).magic());
        magics.add(new LoadMagic((label, code) -> cells.run(java.parts(label, code))).magic());
        TimeMagics.all().forEach(magics::add);
        new VariableMagics(java::variables).all().forEach(magics::add);
        magics.add(environment.magic());
        TextMagics.all().forEach(magics::add);
        magics.add(new BashMagic(environment).magic());
        ExitMagics.all().forEach(magics::add);
        new HelpMagics(magics).all().forEach(magics::add);
    }

    /** Makes the magics known that extensions register with this kernel, also those that they register later. */
    public void connect(BaseKernel kernel) {
        magics.connect(kernel);
    }

    @Override
    public CellOutcome evaluate(String code, int cellNumber) {
        boolean exit = isExit(code);
        if (code.indexOf('%') < 0 && !exit) {
            return java.evaluate(code, cellNumber);
        }
        java.begin();
        return cells.run(java.parts("cell " + cellNumber, exit ? "%" + ExitMagics.wordOf(code) : code));
    }

    private boolean isExit(String code) {
        String word = ExitMagics.wordOf(code);
        return word != null
                && java.variables().stream()
                        .noneMatch(variable -> variable.name().equals(word));
    }

    @Override
    public Completion complete(String code, int cursor) {
        return editing.complete(code, cursor);
    }

    @Override
    public Optional<Inspection> inspect(String code, int cursor, int detail) {
        return editing.inspect(code, cursor, detail);
    }

    @Override
    public Completeness completeness(String code) {
        return isExit(code) ? new Completeness(Completeness.Status.COMPLETE, "") : editing.completeness(code);
    }

    @Override
    public void interrupt() {
        java.interrupt();
        interrupts.interrupt();
    }

    @Override
    public List<Variable> variables() {
        return java.variables();
    }

    /** Java only; also for extensions' magics, on whose thread it comes. */
    @Override
    public CellOutcome expression(String expression) {
        return interrupts.isOpenHere()
                ? interrupts.shielded(() -> java.expression(expression))
                : java.expression(expression);
    }

    @Override
    public void close() {
        interrupts.interrupt();
        java.close();
    }
}
