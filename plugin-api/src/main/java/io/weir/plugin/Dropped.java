package io.weir.plugin;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Names components that earlier versions of a state record had, and that are not wanted any more. See {@link Registrar#state}. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Dropped {
    /** Names of the components. */
    String[] value();
}
