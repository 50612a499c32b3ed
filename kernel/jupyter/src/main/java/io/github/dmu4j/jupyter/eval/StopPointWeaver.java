package io.github.dmu4j.jupyter.eval;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Puts a call of {@link StopPoint#check()} into a class, before each jump back and at the start of each method. {@code
 * Thread.stop} alone does not end {@code while (true) { try { work(); } catch (Throwable t) {} }}, because it strikes where the
 * thread happens to be, which is mostly inside of the {@code try}; the jump back is outside of it.
 *
 * <p>From JDK 20 on, where there is no {@code Thread.stop}, JShell's own control does the like.
 */
final class StopPointWeaver extends ClassVisitor {
    private static final int API = Opcodes.ASM9;
    private static final String STOP_POINT = Type.getInternalName(StopPoint.class);

    private StopPointWeaver(ClassVisitor next) {
        super(API, next);
    }

    /** A class file with the calls. They take and leave nothing on the stack, so that frames and sizes stay right. */
    static byte[] woven(byte[] classFile) {
        ClassReader reader = new ClassReader(classFile);
        ClassWriter writer = new ClassWriter(reader, 0);
        reader.accept(new StopPointWeaver(writer), 0);
        return writer.toByteArray();
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String name, String descriptor, @Nullable String signature, String @Nullable [] exceptions) {
        return new Method(super.visitMethod(access, name, descriptor, signature, exceptions));
    }

    private static final class Method extends MethodVisitor {
        private final Set<Label> passed = new HashSet<>();

        Method(MethodVisitor next) {
            super(API, next);
        }

        @Override
        public void visitCode() {
            super.visitCode();
            check();
        }

        @Override
        public void visitLabel(Label label) {
            passed.add(label);
            super.visitLabel(label);
        }

        @Override
        public void visitJumpInsn(int opcode, Label target) {
            if (passed.contains(target)) {
                check();
            }
            super.visitJumpInsn(opcode, target);
        }

        private void check() {
            super.visitMethodInsn(Opcodes.INVOKESTATIC, STOP_POINT, "check", "()V", false);
        }
    }
}
