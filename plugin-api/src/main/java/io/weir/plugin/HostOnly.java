package io.weir.plugin;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks what is public for the host's sake and no part of what plugins may rely on. A JAR whose classes refer to it is
 * refused, unless it is a plugin that ships with the host and names the package in its manifest ({@code Weir-Host-Access}).
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.CONSTRUCTOR, ElementType.METHOD})
public @interface HostOnly {}
