package io.github.dmu4j.jupyter.magic;

import io.github.dmu4j.jupyter.eval.CellOutcome;
import io.github.dmu4j.jupyter.eval.CellParts;
import io.github.dmu4j.jupyter.eval.JavaEvaluator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A cell's way through its parts, Java and magics in the order in which they stand. As with Java alone, a syntax error keeps the
 * whole cell from running; so does a magic that does not exist or stands where it cannot.
 */
final class MagicCells {
    /** The name of errors in a client. */
    static final String ERROR = "MagicError";

    private final JavaEvaluator java;
    private final Magics magics;
    private final Interrupts interrupts;

    MagicCells(JavaEvaluator java, Magics magics, Interrupts interrupts) {
        this.java = java;
        this.magics = magics;
        this.interrupts = interrupts;
    }

    /** Runs a cell that has begun. */
    CellOutcome run(CellParts cell) {
        List<MagicPart> parts = MagicPart.of(cell);
        for (MagicPart part : parts) {
            Optional<CellOutcome.Failed> fault = fault(cell, part);
            if (fault.isPresent()) {
                return fault.get();
            }
        }
        CellOutcome outcome = MagicCall.DONE;
        for (MagicPart part : parts) {
            if (java.isStopped()) {
                return cell.interrupted(part.start());
            }
            outcome = part.isJava() ? runJava(cell, part) : runMagic(cell, part);
            if (!(outcome instanceof CellOutcome.Value)) {
                return outcome;
            }
        }
        return outcome;
    }

    private Optional<CellOutcome.Failed> fault(CellParts cell, MagicPart part) {
        if (part.isJava()) {
            return cell.syntaxErrors(part.start(), part.end()).map(failed -> withAdvice(failed, cell, part));
        }
        try {
            Magic magic = magics.find(part);
            return magic.name().equals(TimeMagics.TIME) // its Java is run as it stands
                    ? cell.syntaxErrors(
                            part.isCellMagic() ? part.bodyFrom() : part.argsFrom(),
                            part.isCellMagic() ? part.end() : part.argsTo())
                    : Optional.empty();
        } catch (MagicFailure e) {
            return Optional.of(cell.failed(ERROR, e.text(), part.start()));
        }
    }

    private CellOutcome runJava(CellParts cell, MagicPart part) {
        CellOutcome outcome = interrupts.shielded(() -> cell.run(part.start(), part.end()));
        return outcome instanceof CellOutcome.Failed failed ? withAdvice(failed, cell, part) : outcome;
    }

    /** Users of other kernels leave out the semicolon before a magic, which Java then reads as a remainder. */
    private CellOutcome.Failed withAdvice(CellOutcome.Failed failed, CellParts cell, MagicPart part) {
        if (failed.cause().isPresent()) {
            return failed;
        }
        List<String> taken = MagicPart.namesInJava(cell, part).stream()
                .filter(found -> failed.message().startsWith(cell.label() + ":" + found.line() + ":"))
                .map(MagicPart.NameInJava::name)
                .filter(name -> magics.all().containsKey(name))
                .toList();
        if (taken.isEmpty()) {
            return failed;
        }
        List<String> lines = new ArrayList<>(failed.traceback());
        lines.add("%" + taken.get(0)
                + " is read as the rest of the expression before it: end that with ; to use the magic");
        return new CellOutcome.Failed(failed.name(), failed.message(), lines, failed.cause());
    }

    private CellOutcome runMagic(CellParts cell, MagicPart part) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(java.classLoader());
        try {
            Magic magic = magics.find(part);
            return interrupts.open(() -> {
                if (java.isStopped()) {
                    throw new InterruptedException("before the magic began");
                }
                return magic.action().run(new MagicCall(cell, part, interrupts));
            });
        } catch (MagicFailure e) {
            return java.isStopped() ? cell.interrupted(part.start()) : cell.failed(ERROR, e.text(), part.start());
        } catch (InterruptedException e) {
            return cell.interrupted(part.start());
        } catch (Throwable e) { // also of an extension's magic, which must not end the kernel
            return java.isStopped() ? cell.interrupted(part.start()) : cell.threw(e, part.start());
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
