package io.weir.platform.plugin.archive;

import io.weir.cli.CommandException;
import io.weir.plugin.HostOnly;
import io.weir.plugin.WeirPlugin;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/**
 * Holds plugins to what is theirs: looks at what the plugin's class refers to in its JAR, and what that does, and refuses it if
 * something leads to what of the API is {@link HostOnly}, or to what of the JDK ends the process. Reflection can get around it,
 * as around anything in one process; nobody does by mistake.
 */
final class HostAccess {
    /** Plugins that ship with the host, and the packages whose inner side they may see. */
    private static final Map<String, Set<String>> ALLOWED = Map.of("dpdk", Set.of("io.weir.memory"));

    /** What ends the process: by class, its methods. None of these classes can be extended. */
    private static final Map<String, Set<String>> ENDS = Map.of(
            "java/lang/System", Set.of("exit"),
            "java/lang/Runtime", Set.of("exit", "halt"),
            "sun/misc/Signal", Set.of("raise"));

    /** What loads a native library, which the JVM does for one class loader only. */
    private static final Map<String, Set<String>> LOADS = Map.of(
            "java/lang/System", Set.of("load", "loadLibrary"), "java/lang/Runtime", Set.of("load", "loadLibrary"));

    private final PluginArchive archive;
    private boolean loadsLibraries;
    private final Map<String, Boolean> known = new HashMap<>();

    private HostAccess(final PluginArchive archive) {
        this.archive = archive;
    }

    /**
     * Checks what a JAR declares, and that it keeps to it.
     *
     * @param jar the copy that is to be loaded.
     * @return whether its classes load native libraries, so that they can't be loaded twice.
     * @throws CommandException naming the class and what it refers to.
     */
    static boolean check(final PluginArchive archive, final Path jar) {
        for (final String wanted : archive.hostAccess()) {
            if (!ALLOWED.getOrDefault(archive.id(), Set.of()).contains(wanted)) {
                throw new CommandException("plugin " + archive + ": " + PluginArchive.HOST_ACCESS + " " + wanted
                        + " is for plugins that ship with the host");
            }
        }
        final HostAccess access = new HostAccess(archive);
        access.checkAll(jar);
        return access.loadsLibraries;
    }

    private void checkAll(final Path jar) {
        final Set<String> met = new HashSet<>();
        final Deque<String> left = new ArrayDeque<>();
        left.add(archive.descriptor().getPluginClass().replace('.', '/'));
        try (JarFile file = new JarFile(jar.toFile(), false, ZipFile.OPEN_READ, JarFile.runtimeVersion())) {
            while (!left.isEmpty()) {
                final String name = left.pop();
                final JarEntry entry = met.add(name) ? file.getJarEntry(name + ".class") : null;
                if (entry != null) {
                    check(name, JarReader.bytes(file, entry, JarReader.ENTRY_LIMIT), left);
                }
            }
        } catch (final IOException e) {
            throw new CommandException("plugin " + archive + ": its classes can't be read: " + e.getMessage(), e);
        }
    }

    /** Checks a class, and adds those that it leads to. */
    private void check(final String name, final byte[] bytes, final Deque<String> more) {
        try {
            final ClassModel model = ClassFile.of().parse(bytes);
            model.superclass().ifPresent(parent -> follow(name, parent.asInternalName(), "", "", more));
            model.interfaces().forEach(parent -> follow(name, parent.asInternalName(), "", "", more));
            for (final PoolEntry entry : model.constantPool()) {
                if (entry instanceof final MemberRefEntry member) {
                    follow(
                            name,
                            member.owner().asInternalName(),
                            member.name().stringValue(),
                            member.type().stringValue(),
                            more);
                }
            }
        } catch (final IllegalArgumentException e) {
            throw new CommandException("plugin " + archive + ": " + name + ".class is no class file", e);
        }
    }

    private void follow(
            final String from,
            final String owner,
            final String member,
            final String descriptor,
            final Deque<String> more) {
        if (ENDS.getOrDefault(owner, Set.of()).contains(member)) {
            throw new CommandException("plugin " + archive + ": " + from.replace('/', '.') + " calls "
                    + owner.substring(owner.lastIndexOf('/') + 1) + "." + member + ", which would end the host");
        }
        loadsLibraries |= LOADS.getOrDefault(owner, Set.of()).contains(member);
        final String wrong = member(owner, member, descriptor);
        if (wrong != null) {
            throw new CommandException("plugin " + archive + ": " + from.replace('/', '.') + " uses " + wrong
                    + ", which is the host's alone");
        }
        if (!PluginClassLoader.fromHost(owner.replace('/', '.'))) {
            more.add(owner);
        }
    }

    /** The member's name if it is not for this plugin, else null. */
    private String member(final String owner, final String name, final String descriptor) {
        final String type = owner.replace('/', '.');
        if (!PluginClassLoader.fromHost(type) || archive.hostAccess().contains(packageOf(type))) {
            return null;
        }
        final boolean closed =
                known.computeIfAbsent(type + ' ' + name + descriptor, key -> isHostOnly(type, name, descriptor));
        return closed ? (name.isEmpty() ? type : type + "." + name.replace("<init>", "new")) : null;
    }

    private static String packageOf(final String type) {
        return type.substring(0, type.lastIndexOf('.'));
    }

    private static boolean isHostOnly(final String name, final String member, final String descriptor) {
        final Class<?> type;
        try {
            type = Class.forName(name, false, WeirPlugin.class.getClassLoader());
        } catch (final ClassNotFoundException | LinkageError e) {
            // It isn't there: that is another mistake, found when it is linked.
            return false;
        }
        for (Class<?> each = type; each != null; each = each.getEnclosingClass()) {
            if (each.isAnnotationPresent(HostOnly.class)) {
                return true;
            }
        }
        final Stream<? extends Executable> all = member.equals("<init>")
                ? Arrays.stream(type.getDeclaredConstructors())
                : Arrays.stream(type.getDeclaredMethods())
                        .filter(method -> method.getName().equals(member));
        return all.filter(each -> descriptor(each).equals(descriptor)).anyMatch(HostAccess::isMarked);
    }

    private static boolean isMarked(final AnnotatedElement element) {
        return element.isAnnotationPresent(HostOnly.class);
    }

    private static String descriptor(final Executable executable) {
        final Class<?> result = executable instanceof final Method method ? method.getReturnType() : void.class;
        return Arrays.stream(executable.getParameterTypes())
                .map(Class::descriptorString)
                .collect(Collectors.joining("", "(", ")" + result.descriptorString()));
    }
}
