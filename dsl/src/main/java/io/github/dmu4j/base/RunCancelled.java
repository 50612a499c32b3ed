package io.github.dmu4j.base;

/** A run was stopped on request after a checkpoint; the message says how to resume it. Nothing is lost. */
public final class RunCancelled extends DmuException {
    private static final long serialVersionUID = 1L;

    /** @param resumeHint what to call or type to go on, for example {@code UpgradePlan.resume(Path.of("runs/7"))} */
    public RunCancelled(String resumeHint) {
        super(resumeHint);
    }
}
