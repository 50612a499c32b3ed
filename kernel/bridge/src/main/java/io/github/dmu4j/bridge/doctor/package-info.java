/**
 * Finds out whether this machine can do the work, and says what to do where it cannot.
 *
 * <p>Must not fail itself, whatever is missing. Read {@link io.github.dmu4j.bridge.doctor.Doctor} first.
 */
@NullMarked
package io.github.dmu4j.bridge.doctor;

import org.jspecify.annotations.NullMarked;
