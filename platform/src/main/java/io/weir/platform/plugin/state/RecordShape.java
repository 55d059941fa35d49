package io.weir.platform.plugin.state;

import io.weir.cli.CommandException;
import io.weir.plugin.Added;
import io.weir.plugin.Dropped;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Set;

/** A record as named, typed fields. */
final class RecordShape {
    private final Class<?> type;
    private final RecordComponent[] fields;

    private RecordShape(final Class<?> type) {
        this.type = type;
        fields = type.getRecordComponents();
    }

    static RecordShape of(final Class<?> type) {
        return new RecordShape(type);
    }

    private RecordComponent field(final String name) {
        return Arrays.stream(fields)
                .filter(field -> field.getName().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** What of it can't be handed over, as the end of a sentence; null if all can. */
    String unfit() {
        for (final RecordComponent field : fields) {
            final String wrong = field.getType() == type
                    ? "it holds itself"
                    : FieldTypes.unfit(field.getGenericType(), type.getClassLoader());
            if (wrong != null) {
                return "field `" + field.getName() + "': " + wrong;
            }
        }
        return null;
    }

    /** Why this can't be made of another version's record, as the end of a sentence; null if it can. */
    String difference(final RecordShape had) {
        for (final RecordComponent field : fields) {
            final RecordComponent given = had.field(field.getName());
            if (given == null && !field.isAnnotationPresent(Added.class)) {
                return "field `" + field.getName() + "' (" + FieldTypes.text(field.getGenericType())
                        + ") is not handed over, and this version needs it";
            }
            final String wrong =
                    given == null ? null : FieldTypes.difference(given.getGenericType(), field.getGenericType());
            if (wrong != null) {
                return "field `" + field.getName() + "': " + wrong;
            }
        }
        final Set<String> dropped = type.isAnnotationPresent(Dropped.class)
                ? Set.of(type.getAnnotation(Dropped.class).value())
                : Set.of();
        for (final RecordComponent given : had.fields) {
            if (field(given.getName()) == null && !dropped.contains(given.getName())) {
                return "field `" + given.getName() + "' (" + FieldTypes.text(given.getGenericType())
                        + ") is handed over, and this version doesn't know it";
            }
        }
        return null;
    }

    /** A record of this type with the fields of another version's. */
    Object copy(final Object from) {
        final RecordShape had = of(from.getClass());
        final Object[] values = new Object[fields.length];
        final Class<?>[] types = new Class<?>[fields.length];
        for (int i = 0; i < values.length; i++) {
            types[i] = fields[i].getType();
            final RecordComponent given = had.field(fields[i].getName());
            values[i] = given == null
                    ? FieldValues.absent(fields[i].getType())
                    : FieldValues.copy(get(given, from), given.getGenericType(), fields[i].getGenericType());
        }
        try {
            final Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (final InvocationTargetException e) {
            throw unchecked(e);
        } catch (final ReflectiveOperationException e) {
            throw new IllegalStateException(type + " can't be made", e);
        }
    }

    private static Object get(final RecordComponent field, final Object from) {
        try {
            field.getAccessor().setAccessible(true);
            return field.getAccessor().invoke(from);
        } catch (final InvocationTargetException e) {
            throw unchecked(e);
        } catch (final ReflectiveOperationException e) {
            throw new IllegalStateException(field + " can't be read", e);
        }
    }

    private static RuntimeException unchecked(final InvocationTargetException thrown) {
        return switch (thrown.getCause()) {
            case final Error error -> throw error;
            case final RuntimeException own -> own;
            default -> new CommandException(String.valueOf(thrown.getCause()), thrown);
        };
    }
}
