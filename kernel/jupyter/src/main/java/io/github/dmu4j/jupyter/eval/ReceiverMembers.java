package io.github.dmu4j.jupyter.eval;

import com.sun.source.tree.MemberSelectTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.ExecutableType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.type.TypeVariable;
import org.jspecify.annotations.Nullable;

/** The members of the type of what stands before a dot, with their signatures. */
final class ReceiverMembers {
    private static final String PROBE = "probe$";

    /** Names of packages, up to the simple name. */
    private static final Pattern QUALIFIER = Pattern.compile("\\b[a-z_][\\w$]*\\.(?=[\\w$.])");

    private final ProbeCompiler compiler;
    /** The last question and its answer: who types a name asks the same for every letter. */
    private String lastUnit = "";

    private Map<String, String> lastSignatures = Map.of();

    ReceiverMembers(ProbeCompiler compiler) {
        this.compiler = compiler;
    }

    /**
     * Name to signature of every member, overloads in one text; empty if the receiver is a package or unknown.
     *
     * @param declarations local declarations that come before
     * @param receiver code up to the dot, from the beginning of its piece
     * @param isMember whether the piece is a type or a method rather than a statement
     */
    Map<String, String> signatures(String declarations, String receiver, boolean isMember) {
        String code = declarations + receiver + "." + PROBE;
        String unit =
                compiler.header(code) + "class $Probe {\n" + (isMember ? "" : "static void run$() throws Throwable {\n")
                        + code + "()" + closing(receiver) + (isMember ? "" : "\n}") + "\n}\n";
        if (!unit.equals(lastUnit)) {
            lastSignatures = compiler.ask(unit, analysis -> {
                TypeMirror type = receiverType(analysis);
                return type == null ? Map.of() : members(analysis.task(), type);
            });
            lastUnit = unit;
        }
        return lastSignatures;
    }

    /** What closes the brackets that {@code code} leaves open, so that the parser need not guess. */
    static String closing(String code) {
        Deque<Character> open = new ArrayDeque<>();
        String text = JavaText.codeOnly(code);
        for (int i = 0; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case '(' -> open.push(')');
                case '[' -> open.push(']');
                case '{' -> open.push('}');
                case ')', ']', '}' -> open.poll();
                default -> {}
            }
        }
        StringBuilder closing = new StringBuilder();
        open.forEach(bracket -> closing.append(bracket == '}' ? ";}" : bracket.toString()));
        return closing.append(';').toString();
    }

    private static @Nullable TypeMirror receiverType(ProbeCompiler.Analysis analysis) {
        Trees trees = Trees.instance(analysis.task());
        TypeMirror[] found = new TypeMirror[1];
        new TreePathScanner<@Nullable Void, @Nullable Void>() {
            @Override
            public @Nullable Void visitMemberSelect(MemberSelectTree node, @Nullable Void unused) {
                if (node.getIdentifier().contentEquals(PROBE)) {
                    found[0] = trees.getTypeMirror(new TreePath(getCurrentPath(), node.getExpression()));
                }
                return super.visitMemberSelect(node, null);
            }
        }.scan(analysis.tree(), null);
        return found[0];
    }

    private static Map<String, String> members(JavacTask task, TypeMirror receiver) {
        TypeMirror bound = receiver instanceof TypeVariable variable ? variable.getUpperBound() : receiver;
        if (bound instanceof ArrayType) {
            return Map.of("length", "int");
        }
        if (bound.getKind() != TypeKind.DECLARED || !(bound instanceof DeclaredType type)) {
            return Map.of();
        }
        Map<String, String> signatures = new LinkedHashMap<>();
        TypeElement element = (TypeElement) type.asElement();
        for (Element member : task.getElements().getAllMembers(element)) {
            String name = member.getSimpleName().toString();
            String signature = null;
            if (member instanceof ExecutableElement method) {
                signature = Signatures.of(method, memberType(task, type, method));
            } else if (member instanceof VariableElement) {
                signature = Signatures.type(memberType(task, type, member));
            }
            if (signature != null) {
                signatures.merge(name, signature, (first, second) -> first + "\n" + second);
            }
        }
        return signatures;
    }

    private static TypeMirror memberType(JavacTask task, DeclaredType type, Element member) {
        try {
            return task.getTypes().asMemberOf(type, member);
        } catch (IllegalArgumentException e) {
            return member.asType(); // a static member of another type
        }
    }

    /** Texts of types and methods. */
    static final class Signatures {
        private Signatures() {}

        /** {@code name(Type parameter, ...) : Result}. */
        static String of(ExecutableElement method, TypeMirror seenAs) {
            return of(method, seenAs, List.of());
        }

        /** @param names of the parameters in the source; empty if only the class file is known, which may lack them */
        static String of(ExecutableElement method, TypeMirror seenAs, List<String> names) {
            ExecutableType type =
                    seenAs instanceof ExecutableType executable ? executable : (ExecutableType) method.asType();
            StringBuilder text = new StringBuilder(
                    method.getEnclosingElement() instanceof TypeElement owner && isConstructor(method)
                            ? owner.getSimpleName()
                            : method.getSimpleName());
            text.append('(');
            for (int i = 0; i < method.getParameters().size(); i++) {
                String parameter = type(type.getParameterTypes().get(i));
                if (method.isVarArgs() && i == method.getParameters().size() - 1 && parameter.endsWith("[]")) {
                    parameter = parameter.substring(0, parameter.length() - 2) + "...";
                }
                String name = i < names.size()
                        ? names.get(i)
                        : method.getParameters().get(i).getSimpleName().toString();
                text.append(i == 0 ? "" : ", ").append(parameter).append(name.matches("arg\\d+") ? "" : " " + name);
            }
            text.append(')');
            return isConstructor(method)
                    ? text.toString()
                    : text.append(" : ").append(type(type.getReturnType())).toString();
        }

        private static boolean isConstructor(ExecutableElement method) {
            return method.getKind() == ElementKind.CONSTRUCTOR;
        }

        /** A type without packages. */
        static String type(TypeMirror type) {
            return QUALIFIER.matcher(CellPlaces.readable(type.toString())).replaceAll("");
        }
    }
}
