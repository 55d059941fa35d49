package io.weir.platform.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandle;

/** What modes the files get that this process makes. */
public final class FileModes {
    private static final int OTHERS_WRITE = 0022;

    private static final MethodHandle UMASK = Native.pure("umask", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    private FileModes() {}

    /** From now on nobody but the owner may write to what is made without a mode of its own, whatever the process was given. */
    public static void keepToOwner() {
        try {
            final int given = (int) UMASK.invokeExact(OTHERS_WRITE);
            final int unused = (int) UMASK.invokeExact(given | OTHERS_WRITE);
        } catch (final Throwable t) {
            throw Native.unexpected(t);
        }
    }
}
