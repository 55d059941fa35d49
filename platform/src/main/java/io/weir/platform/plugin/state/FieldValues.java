package io.weir.platform.plugin.state;

import io.weir.cli.CommandException;
import java.lang.reflect.Array;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes values of one version's types those of another's, which were found to fit. */
final class FieldValues {
    private FieldValues() {}

    /** The value as the other version has it: the same object where both see its class and nothing within is their own. */
    static Object copy(final Object value, final Type from, final Type to) {
        if (value == null) {
            return null;
        }
        return switch (to) {
            case final Class<?> wants when from == to && FieldTypes.isShared(leaf(wants)) -> value;
            case final Class<?> wants when wants.isArray() -> array(value, (Class<?>) from, wants);
            case final Class<?> wants
            when wants.isRecord() -> RecordShape.of(wants).copy(value);
            case final Class<?> wants when wants.isEnum() -> constant((Enum<?>) value, wants);
            case final ParameterizedType wants
            when value instanceof final List<?> list -> list(list, argument(from, 0), argument(wants, 0));
            case final ParameterizedType wants -> map((Map<?, ?>) value, (ParameterizedType) from, wants);
            default -> value;
        };
    }

    /** What an array is made of, or the type itself. */
    private static Class<?> leaf(final Class<?> type) {
        return type.isArray() ? leaf(type.getComponentType()) : type;
    }

    private static Type argument(final Type type, final int index) {
        return ((ParameterizedType) type).getActualTypeArguments()[index];
    }

    private static Object array(final Object value, final Class<?> from, final Class<?> to) {
        final int length = Array.getLength(value);
        final Object copy = Array.newInstance(to.getComponentType(), length);
        for (int i = 0; i < length; i++) {
            Array.set(copy, i, copy(Array.get(value, i), from.getComponentType(), to.getComponentType()));
        }
        return copy;
    }

    /** Lists are copied also where their elements are not: the list itself may be of a class of the old version. */
    private static List<Object> list(final List<?> value, final Type from, final Type to) {
        final List<Object> copy = new ArrayList<>(value.size());
        value.forEach(each -> copy.add(copy(each, from, to)));
        return copy;
    }

    private static Map<Object, Object> map(final Map<?, ?> value, final ParameterizedType from, final Type to) {
        final Map<Object, Object> copy = new LinkedHashMap<>();
        value.forEach((key, each) -> copy.put(
                copy(key, argument(from, 0), argument(to, 0)), copy(each, argument(from, 1), argument(to, 1))));
        return copy;
    }

    private static Object constant(final Enum<?> value, final Class<?> to) {
        for (final Object constant : to.getEnumConstants()) {
            if (((Enum<?>) constant).name().equals(value.name())) {
                return constant;
            }
        }
        throw new CommandException(
                value.name() + " is handed over, and this version's " + to.getSimpleName() + " has no such constant");
    }

    /** What a field begins with that wasn't handed over. */
    static Object absent(final Class<?> type) {
        if (type.isPrimitive()) {
            return Array.get(Array.newInstance(type, 1), 0);
        }
        return type == List.class ? new ArrayList<>() : type == Map.class ? new LinkedHashMap<>() : null;
    }
}
