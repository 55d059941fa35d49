package io.weir.dpdk.internal.ffi;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Calls of functions by name, for what is done now and then: arguments are {@link Integer} for anything of up to 32 bits,
 * {@link Long} for 64 bits and addresses, {@link MemorySegment} for native memory. Any thread may call.
 */
public final class Calls {
    /** Where functions are. */
    @FunctionalInterface
    public interface Symbols {
        MemorySegment symbol(String name);
    }

    private static final Linker LINKER = Linker.nativeLinker();

    private final Symbols symbols;
    private final Map<String, MethodHandle> handles = new ConcurrentHashMap<>();

    /** Calls of functions that are found there. */
    public Calls(final Symbols symbols) {
        this.symbols = symbols;
    }

    /** Calls of the C library's functions. */
    public static Calls ofSystem() {
        return new Calls(Linker.nativeLinker().defaultLookup()::findOrThrow);
    }

    /** Calls a function that returns an int. */
    public int callInt(final String name, final Object... arguments) {
        return (int) call(JAVA_INT, name, arguments);
    }

    /** Calls a function that returns 64 bits or an address. */
    public long callLong(final String name, final Object... arguments) {
        return (long) call(JAVA_LONG, name, arguments);
    }

    /** Calls a function whose result, if any, is of no interest. */
    public void run(final String name, final Object... arguments) {
        call(null, name, arguments);
    }

    private Object call(final ValueLayout result, final String name, final Object... arguments) {
        final Object[] values = Arrays.stream(arguments)
                .map(value -> value instanceof MemorySegment segment ? (Object) segment.address() : value)
                .toArray();
        final MethodHandle handle = handles.computeIfAbsent(name, key -> handle(result, key, values));
        try {
            return handle.invokeWithArguments(values);
        } catch (final Throwable t) {
            throw unexpected(t);
        }
    }

    private MethodHandle handle(final ValueLayout result, final String name, final Object... values) {
        final MemoryLayout[] layouts = Arrays.stream(values)
                .map(value -> value instanceof Integer ? JAVA_INT : JAVA_LONG)
                .toArray(MemoryLayout[]::new);
        final FunctionDescriptor descriptor =
                result == null ? FunctionDescriptor.ofVoid(layouts) : FunctionDescriptor.of(result, layouts);
        return LINKER.downcallHandle(symbols.symbol(name), descriptor);
    }

    /** For what a handle is declared to throw but never does. */
    public static RuntimeException unexpected(final Throwable throwable) {
        return switch (throwable) {
            case Error error -> throw error;
            case RuntimeException exception -> exception;
            default -> throw new AssertionError(throwable);
        };
    }

    /** An int at an address, or 0 at null. */
    public static int number(final long address) {
        return address == 0
                ? 0
                : MemorySegment.ofAddress(address).reinterpret(Integer.BYTES).get(JAVA_INT, 0);
    }

    /** A C string at an address, or null at null. */
    public static String string(final long address) {
        final long longest = 4_096;
        return address == 0
                ? null
                : MemorySegment.ofAddress(address).reinterpret(longest).getString(0);
    }
}
