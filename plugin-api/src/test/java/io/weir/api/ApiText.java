package io.weir.api;

import io.weir.plugin.HostOnly;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a plugin can compile against and link to, as lines of text: each type with the facts that plugins may rely on. A
 * fact that is gone is a promise that is broken; one that is new breaks nobody, abstract methods of types that plugins
 * implement excepted.
 */
final class ApiText {
    /** Modifiers that are facts; what is missing (final, synchronized) either is no promise or has a line of its own. */
    private static final int KEPT = Modifier.STATIC | Modifier.PROTECTED | Modifier.ABSTRACT;

    private ApiText() {}

    /** The facts of all public types among the compiled classes of a directory, by type. */
    static SortedMap<String, SortedSet<String>> of(final Path classes) throws IOException {
        final List<String> names;
        try (Stream<Path> files = Files.walk(classes)) {
            names = files.map(file -> classes.relativize(file).toString())
                    .filter(file -> file.endsWith(".class") && !file.endsWith("-info.class"))
                    .map(file ->
                            file.substring(0, file.length() - ".class".length()).replace('/', '.'))
                    .toList();
        }
        final SortedMap<String, SortedSet<String>> types = new TreeMap<>();
        for (final String name : names) {
            try {
                final Class<?> type = Class.forName(name, false, ApiText.class.getClassLoader());
                if (isVisible(type)) {
                    types.put(name, facts(type));
                }
            } catch (final ClassNotFoundException e) {
                throw new IllegalStateException(e);
            }
        }
        return types;
    }

    private static boolean isVisible(final Class<?> type) {
        return !type.isAnnotationPresent(HostOnly.class)
                && !type.isAnonymousClass()
                && !type.isLocalClass()
                && isVisible(type.getModifiers())
                && (type.getEnclosingClass() == null || isVisible(type.getEnclosingClass()));
    }

    private static boolean isVisible(final int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    private static boolean isForPlugins(final Executable executable) {
        return isVisible(executable.getModifiers()) && !executable.isAnnotationPresent(HostOnly.class);
    }

    static SortedSet<String> facts(final Class<?> type) {
        final SortedSet<String> facts = new TreeSet<>();
        facts.add("is " + kind(type) + parameters(type));
        if (!Modifier.isFinal(type.getModifiers()) && !type.isSealed() && isExtensible(type)) {
            facts.add("may be extended");
        }
        superTypes(type).forEach(other -> facts.add("is a " + other));
        if (type.isSealed()) {
            // Exhaustive switches rely on it.
            facts.add("permits "
                    + Arrays.stream(type.getPermittedSubclasses())
                            .map(Class::getName)
                            .sorted()
                            .collect(Collectors.joining(", ")));
        }
        Arrays.stream(type.getDeclaredFields())
                .filter(field -> isVisible(field.getModifiers()) && !field.isSynthetic())
                .forEach(field -> facts.add(text(field)));
        Arrays.stream(type.getDeclaredConstructors())
                .filter(made -> isForPlugins(made) && !made.isSynthetic())
                .forEach(made -> facts.add(text(made)));
        Arrays.stream(type.getDeclaredMethods())
                .filter(method -> isForPlugins(method) && !method.isSynthetic())
                .forEach(method -> facts.add(text(type, method)));
        return facts;
    }

    private static String kind(final Class<?> type) {
        if (type.isAnnotation()) {
            return "an annotation";
        } else if (type.isInterface()) {
            return "an interface";
        } else if (type.isEnum()) {
            return "an enum";
        } else if (type.isRecord()) {
            return "a record";
        }
        return Modifier.isAbstract(type.getModifiers()) ? "an abstract class" : "a class";
    }

    private static String parameters(final Class<?> type) {
        return type.getTypeParameters().length == 0 ? "" : " of " + joined(type.getTypeParameters());
    }

    private static boolean isExtensible(final Class<?> type) {
        return type.isInterface()
                || Arrays.stream(type.getDeclaredConstructors()).anyMatch(ApiText::isForPlugins);
    }

    private static Stream<String> superTypes(final Class<?> type) {
        final Stream<Type> parent = type.getGenericSuperclass() == null || type.getSuperclass() == Object.class
                ? Stream.empty()
                : Stream.of(type.getGenericSuperclass());
        return Stream.concat(parent, Arrays.stream(type.getGenericInterfaces())).map(Type::getTypeName);
    }

    private static String modifiers(final int modifiers) {
        final String text = Modifier.toString(modifiers & KEPT);
        return text.isEmpty() ? "" : text + " ";
    }

    private static String text(final Field field) {
        final String text =
                modifiers(field.getModifiers()) + field.getGenericType().getTypeName() + " " + field.getName();
        // Compilers copy constants into plugins: another value would not reach them.
        return field.getType().isPrimitive() || field.getType() == String.class ? text + constant(field) : text;
    }

    /** What compilers copy; what is only worked out when the class is loaded, they don't. */
    private static String constant(final Field field) {
        final String resource = "/" + field.getDeclaringClass().getName().replace('.', '/') + ".class";
        try (InputStream in = field.getDeclaringClass().getResourceAsStream(resource)) {
            return ClassFile.of().parse(in.readAllBytes()).fields().stream()
                    .filter(each -> each.fieldName().equalsString(field.getName()))
                    .flatMap(each -> each.findAttribute(Attributes.constantValue()).stream())
                    .map(value -> " = " + value.constant().constantValue())
                    .findFirst()
                    .orElse("");
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(final Constructor<?> made) {
        return modifiers(made.getModifiers()) + "new" + signature(made);
    }

    private static String text(final Class<?> owner, final Method method) {
        final String generics =
                method.getTypeParameters().length == 0 ? "" : "<" + joined(method.getTypeParameters()) + "> ";
        final boolean closed = Modifier.isFinal(method.getModifiers()) && !Modifier.isFinal(owner.getModifiers());
        return modifiers(method.getModifiers()) + (closed ? "final " : "") + generics
                + method.getGenericReturnType().getTypeName() + " " + method.getName() + signature(method);
    }

    private static String signature(final Executable executable) {
        final String thrown = executable.getGenericExceptionTypes().length == 0
                ? ""
                : " throws " + joined(executable.getGenericExceptionTypes());
        return "(" + joined(executable.getGenericParameterTypes()) + ")" + thrown;
    }

    private static String joined(final Type... types) {
        return Arrays.stream(types).map(Type::getTypeName).collect(Collectors.joining(", "));
    }
}
