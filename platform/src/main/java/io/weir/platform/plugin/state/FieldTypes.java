package io.weir.platform.plugin.state;

import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;

/** Which types of fields can be handed over, and whether two versions mean the same by theirs. */
final class FieldTypes {
    private FieldTypes() {}

    /**
     * What is wrong with a type that a version of a plugin declares, as the end of a sentence; null if nothing is.
     *
     * @param own what loads the record in which it is.
     */
    static String unfit(final Type type, final ClassLoader own) {
        return switch (type) {
            case final Class<?> each when each.isArray() -> unfit(each.getComponentType(), own);
            case final Class<?> each when isHosts(each) && isShared(each) -> null;
            case final Class<?> each
            when each.isRecord() -> RecordShape.of(each).unfit();
            case final Class<?> each when each.isEnum() -> null;
            case final Class<?> each when isShared(each) && each.getClassLoader() != own -> null;
            case final ParameterizedType each
            when isCollection(each.getRawType()) -> unfit(each.getActualTypeArguments(), own);
            default ->
                "a " + text(type)
                        + " can't be handed over: it is no primitive, string, enum or record, no final class that both"
                        + " versions see, nor an array, list or map of these";
        };
    }

    private static String unfit(final Type[] types, final ClassLoader own) {
        for (final Type type : types) {
            final String wrong = unfit(type, own);
            if (wrong != null) {
                return wrong;
            }
        }
        return null;
    }

    /** Whether objects of it go over as they are, provided that both versions see the same class. */
    static boolean isShared(final Class<?> type) {
        return type.isPrimitive() || Modifier.isFinal(type.getModifiers()) && !type.isArray() && !type.isEnum();
    }

    private static boolean isHosts(final Class<?> type) {
        return type.getClassLoader() == null
                || type.getClassLoader() == ClassLoader.getPlatformClassLoader()
                || type.getClassLoader() == FieldTypes.class.getClassLoader();
    }

    private static boolean isCollection(final Type raw) {
        return raw == List.class || raw == Map.class;
    }

    /**
     * Why a field of one version doesn't fit that of another, as the end of a sentence; null if it does.
     *
     * @param from type in the version that hands over.
     * @param to type in the one that takes over.
     */
    static String difference(final Type from, final Type to) {
        if (from.equals(to)) {
            return null;
        }
        if (from instanceof final Class<?> had && to instanceof final Class<?> wants) {
            if (had.isArray() && wants.isArray()) {
                return difference(had.getComponentType(), wants.getComponentType());
            }
            if (had.isRecord() && wants.isRecord()) {
                return RecordShape.of(wants).difference(RecordShape.of(had));
            }
            if (had.isEnum() && wants.isEnum()) {
                return null;
            }
        }
        if (from instanceof final ParameterizedType had
                && to instanceof final ParameterizedType wants
                && had.getRawType() == wants.getRawType()) {
            return difference(had.getActualTypeArguments(), wants.getActualTypeArguments());
        }
        return "it is " + text(from) + ", and this version wants " + text(to);
    }

    private static String difference(final Type[] from, final Type[] to) {
        for (int i = 0; i < from.length; i++) {
            final String wrong = difference(from[i], to[i]);
            if (wrong != null) {
                return wrong;
            }
        }
        return null;
    }

    /** A type as source text has it, without packages. */
    static String text(final Type type) {
        return type.getTypeName().replaceAll("[\\w.$]*[.$](\\w+)", "$1");
    }
}
