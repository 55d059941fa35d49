package io.weir.platform.plugin.archive;

import io.weir.memory.Memory;
import io.weir.plugin.WeirPlugin;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.constant.ClassDesc;
import java.lang.reflect.AccessFlag;
import java.util.List;

/**
 * The API as plugins see it in the checked part of their shadow. Its accessors, {@code Memory}, {@code Buffer} and the headers,
 * are here once more, with {@link Memory#CHECKED} true whatever the process runs with: so a bad address is an exception in
 * shadow, and in the live graph nobody pays for the question. They can be here twice because nothing but their static
 * methods is ever used; all other classes are the host's. One for the process; any thread may call.
 */
final class CheckedApi extends ClassLoader {
    private static final List<String> ACCESSORS = List.of("io.weir.memory.", "io.weir.net.");
    private static final String SWITCH_OWNER = Memory.class.getName().replace('.', '/');
    private static final String SWITCH = "CHECKED";

    static {
        ClassLoader.registerAsParallelCapable();
    }

    private static final CheckedApi LOADER = new CheckedApi(WeirPlugin.class.getClassLoader());

    private CheckedApi(final ClassLoader host) {
        super("checked API", host);
    }

    static ClassLoader loader() {
        return LOADER;
    }

    @Override
    protected Class<?> loadClass(final String name, final boolean resolve) throws ClassNotFoundException {
        if (ACCESSORS.stream().noneMatch(name::startsWith)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            final Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            final ClassModel model = ClassFile.of().parse(bytes(name));
            return isAccessor(model) ? define(name, model) : super.loadClass(name, resolve);
        }
    }

    private byte[] bytes(final String name) throws ClassNotFoundException {
        try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            return in.readAllBytes();
        } catch (final IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    private Class<?> define(final String name, final ClassModel model) {
        final byte[] code =
                ClassFile.of().transformClass(model, ClassTransform.transformingMethodBodies(CheckedApi::switchOn));
        return defineClass(name, code, 0, code.length);
    }

    private static void switchOn(final CodeBuilder code, final CodeElement element) {
        if (element instanceof final FieldInstruction field
                && field.opcode() == Opcode.GETSTATIC
                && field.owner().asInternalName().equals(SWITCH_OWNER)
                && field.name().equalsString(SWITCH)) {
            code.iconst_1();
        } else {
            code.with(element);
        }
    }

    /** Whether there are no objects of the class, and nothing in it that must be there once only. */
    private static boolean isAccessor(final ClassModel model) {
        return model.flags().has(AccessFlag.FINAL)
                && model.methods().stream().allMatch(CheckedApi::isStaticOrPrivateConstructor)
                && model.fields().stream().allMatch(CheckedApi::isConstant);
    }

    private static boolean isStaticOrPrivateConstructor(final MethodModel method) {
        return method.flags().has(AccessFlag.STATIC)
                || method.methodName().equalsString("<init>") && method.flags().has(AccessFlag.PRIVATE);
    }

    private static boolean isConstant(final FieldModel field) {
        final ClassDesc type = field.fieldTypeSymbol();
        final ClassDesc element = type.isArray() ? type.componentType() : type;
        return field.flags().has(AccessFlag.STATIC)
                && (element.isPrimitive() || element.descriptorString().equals("Ljava/lang/String;"));
    }
}
