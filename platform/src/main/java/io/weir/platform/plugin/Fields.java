package io.weir.platform.plugin;

import java.lang.reflect.Field;
import org.agrona.UnsafeApi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the JDK's own fields, whatever it says of them; what another JDK doesn't have is null. */
final class Fields {
    private static final Logger LOG = LoggerFactory.getLogger(Fields.class);

    private Fields() {}

    /** A field of an object, or null; null of no object. */
    static Object of(final Class<?> type, final Object object, final String name) {
        try {
            return object == null
                    ? null
                    : UnsafeApi.getReference(object, UnsafeApi.objectFieldOffset(type.getDeclaredField(name)));
        } catch (final ReflectiveOperationException | RuntimeException e) {
            LOG.debug("{} has no field {}", type, name, e);
            return null;
        }
    }

    /** A field of an object's own class, or null; null of no object. */
    static Object of(final Object object, final String name) {
        return object == null ? null : of(object.getClass(), object, name);
    }

    /** A static field, or null. */
    static Object ofClass(final String type, final String name) {
        try {
            final Field field = Class.forName(type).getDeclaredField(name);
            return UnsafeApi.getReference(UnsafeApi.staticFieldBase(field), UnsafeApi.staticFieldOffset(field));
        } catch (final ReflectiveOperationException | RuntimeException e) {
            LOG.debug("{} has no field {}", type, name, e);
            return null;
        }
    }
}
