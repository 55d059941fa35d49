/**
 * What long turns of threads' loops were: each is taken from its thread, held against what the JVM, the barrier and the kernel
 * say of that time, and counted under its cause. {@link io.weir.platform.gaps.GapWatch} is where it begins.
 */
package io.weir.platform.gaps;
