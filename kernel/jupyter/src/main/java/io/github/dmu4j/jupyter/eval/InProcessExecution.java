package io.github.dmu4j.jupyter.eval;

import java.util.Map;
import jdk.jshell.execution.DirectExecutionControl;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;
import org.jspecify.annotations.Nullable;

/**
 * Runs snippets in this JVM, on the thread that calls {@code JShell.eval}, and keeps what the last one threw: JShell's
 * own EvalException has only its name and message, and wrong lines for snippets longer than one line.
 *
 * <p>Snippet classes are children of the application class loader, so libraries with native code on the application
 * class path are loaded once, however many shells there are.
 */
final class InProcessExecution implements ExecutionControlProvider {
    private @Nullable Throwable thrown;

    @Override
    public String name() {
        return "in-process";
    }

    @Override
    public ExecutionControl generate(ExecutionEnv env, Map<String, String> parameters) {
        return new DirectExecutionControl() {
            @Override
            protected String throwConvertedInvocationException(Throwable cause)
                    throws ExecutionControl.RunException, ExecutionControl.InternalException {
                thrown = cause;
                return super.throwConvertedInvocationException(cause);
            }
        };
    }

    /** What the last snippet that failed threw, once; null if none did since the last call. */
    @Nullable
    Throwable takeThrown() {
        Throwable taken = thrown;
        thrown = null;
        return taken;
    }
}
