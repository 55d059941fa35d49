package io.weir.testkit;

import io.weir.memory.Memory;

/** Whether the tests' JVM lets the host do what it must; says what to write where if it doesn't. */
final class JvmFlags {
    private static final String ARG_LINE = "--add-opens java.base/jdk.internal.misc=ALL-UNNAMED"
            + " --add-exports java.base/jdk.internal.vm=ALL-UNNAMED --enable-native-access=ALL-UNNAMED"
            + " --sun-misc-unsafe-memory-access=allow -D" + Memory.CHECKED_PROP_NAME + "=true";

    private JvmFlags() {}

    /**
     * Fails if they are missing.
     *
     * @throws IllegalStateException with the flags.
     */
    static void require() {
        final Module own = JvmFlags.class.getModule();
        final Module base = Object.class.getModule();
        if (!base.isOpen("jdk.internal.misc", own) || !base.isExported("jdk.internal.vm", own)) {
            throw new IllegalStateException(
                    "the JVM of the tests needs these flags, as argLine of maven-surefire-plugin: " + ARG_LINE);
        }
    }
}
