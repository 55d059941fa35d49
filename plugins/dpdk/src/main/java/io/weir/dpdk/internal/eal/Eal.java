package io.weir.dpdk.internal.eal;

import io.weir.config.ConfigSection;
import io.weir.dpdk.internal.ffi.Calls;
import io.weir.dpdk.internal.ffi.DpdkException;
import io.weir.dpdk.internal.ffi.DpdkLibrary;
import io.weir.graph.Worker;
import io.weir.plugin.FileHandler;
import io.weir.plugin.Registrar;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * DPDK, initialised. EAL can be initialised once in a process and not be taken back, so what it needs to be known by lasts
 * beyond the plugin, as values of the JDK's types: {@value #ABI}, which of the installed versions it is; {@value #STARTED},
 * what was given to it; {@value #LOG}, its log's pipe; {@value #THREADS}, the threads that it knows. A later version of the plugin finds them and goes on. Main only, but for
 * {@link #enter}.
 */
public final class Eal {
    private static final String KEY = "dpdk/eal";
    private static final String ABI = "abi";
    private static final String STARTED = "started";
    private static final String LOG = "log";
    private static final String THREADS = "threads";
    private static final String FIRST_BUFFER = "first buffer";

    private final DpdkLibrary library;
    private final Calls calls;
    private final EalLog log;
    private final Map<Object, Object> lasting;
    private final boolean[] entered;
    private final Registrar host;

    private Eal(final DpdkLibrary library, final EalLog log, final Map<Object, Object> lasting, final Registrar host) {
        this.library = library;
        this.log = log;
        this.lasting = lasting;
        this.host = host;
        calls = new Calls(library::symbol);
        entered = new boolean[host.workers().size()];
    }

    /**
     * Initialises EAL, or finds it initialised.
     *
     * @throws DpdkException when DPDK isn't there, is unknown, or refuses.
     */
    @SuppressWarnings("unchecked")
    public static Eal start(final Registrar host, final ConfigSection section) {
        final Map<Object, Object> lasting = host.lasting(KEY, Map.class, ConcurrentHashMap::new);
        final Integer used = (Integer) lasting.get(ABI);
        final DpdkLibrary library = used == null ? DpdkLibrary.open() : DpdkLibrary.open(used);
        lasting.put(ABI, library.abi().number());
        final Calls calls = new Calls(library::symbol);
        final int pipe = (int) lasting.computeIfAbsent(LOG, key -> EalLog.open(calls));
        final Eal eal = new Eal(library, new EalLog(pipe, host.log()), lasting, host);
        final List<String> arguments = EalArguments.of(section);
        if (lasting.get(STARTED) == null) {
            eal.log.mark();
            eal.initialise(arguments);
            lasting.put(STARTED, String.join(" ", arguments));
            host.log().info("EAL is up, {}: {}", eal.version(), String.join(" ", arguments));
        }
        host.watch(pipe, host.workers().getFirst(), new FileHandler() {
            @Override
            public void readable() {
                eal.log.drain();
            }
        });
        return eal;
    }

    /** On a thread of its own, for EAL pins the one that initialises it to what it takes for its first core. */
    private void initialise(final List<String> arguments) {
        final AtomicInteger result = new AtomicInteger(-1);
        final AtomicInteger error = new AtomicInteger();
        final Thread thread = new Thread(
                () -> {
                    result.set(init(arguments));
                    error.set(errno());
                },
                "dpdk-eal-init");
        thread.start();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (final InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (result.get() < 0) {
            final int already = 114;
            throw new DpdkException(
                    error.get() == already
                            ? "EAL failed to start before and can't be started again in this process: restart the host"
                            : "EAL does not start: " + text(error.get()) + log.lastReason());
        }
    }

    private int init(final List<String> arguments) {
        // EAL keeps pointers to its arguments.
        final Arena arena = Arena.global();
        final MemorySegment words = arena.allocate(ValueLayout.JAVA_LONG, arguments.size() + 1L);
        for (int i = 0; i < arguments.size(); i++) {
            words.setAtIndex(
                    ValueLayout.JAVA_LONG,
                    i,
                    arena.allocateFrom(arguments.get(i)).address());
        }
        return calls.callInt("rte_eal_init", arguments.size(), words);
    }

    /** Makes the calling thread known to DPDK, which keeps free mbufs at hand for each thread that it knows. */
    public void enter(final Worker worker) {
        final int index = worker.index();
        if (!entered[index]) {
            entered[index] = true;
            register();
        }
    }

    @SuppressWarnings("unchecked")
    private void register() {
        final Map<Object, Object> known =
                (Map<Object, Object>) lasting.computeIfAbsent(THREADS, key -> new ConcurrentHashMap<>());
        if (known.putIfAbsent(Thread.currentThread().threadId(), true) == null
                && calls.callInt("rte_thread_register") != 0) {
            host.log().warn("DPDK knows too many threads to know {} too, which is slower", Thread.currentThread());
        }
    }

    /** Makes a check unless one of this name was passed since the process began. */
    public void once(final String name, final Runnable check) {
        if (!lasting.containsKey("checked " + name)) {
            check.run();
            lasting.put("checked " + name, true);
        }
    }

    /** What is kept under this name until the process ends, of the JDK's types. */
    @SuppressWarnings("unchecked")
    Map<Object, Object> lasting(final String what) {
        return (Map<Object, Object>) lasting.computeIfAbsent(what, key -> new ConcurrentHashMap<>());
    }

    /** Says where the buffers begin that ports share with the host. */
    public void firstBuffer(final long address) {
        lasting.put(FIRST_BUFFER, address);
    }

    /** Where they begin. */
    public long firstBuffer() {
        return (long) lasting.get(FIRST_BUFFER);
    }

    /** Logs what an operator should know. */
    public void warn(final String format, final Object... values) {
        host.log().warn(format, values);
    }

    /** Calls of DPDK's functions. */
    public Calls calls() {
        return calls;
    }

    /** The libraries. */
    public DpdkLibrary library() {
        return library;
    }

    /** What DPDK logs. */
    public EalLog log() {
        return log;
    }

    /** {@code DPDK 22.11.11}. */
    public String version() {
        return Calls.string(calls.callLong("rte_version"));
    }

    /** What EAL was initialised with. */
    public String arguments() {
        return (String) lasting.get(STARTED);
    }

    /** What DPDK's own memory is, in its own words. */
    public String memory() {
        final Calls system = Calls.ofSystem();
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment text = arena.allocate(ValueLayout.JAVA_LONG, 2);
            final long file = system.callLong("open_memstream", text, text.asSlice(Long.BYTES));
            calls.run("rte_dump_physmem_layout", file);
            calls.run("rte_malloc_dump_stats", file, 0L);
            system.callInt("fclose", file);
            final long address = text.getAtIndex(ValueLayout.JAVA_LONG, 0);
            final long bytes = text.getAtIndex(ValueLayout.JAVA_LONG, 1);
            final String dump = new String(
                    MemorySegment.ofAddress(address).reinterpret(bytes).toArray(ValueLayout.JAVA_BYTE),
                    StandardCharsets.UTF_8);
            system.run("free", address);
            return dump;
        }
    }

    /** DPDK's error number of the last call of this thread. */
    public int errno() {
        return library.symbol("per_lcore__rte_errno").reinterpret(Integer.BYTES).get(ValueLayout.JAVA_INT, 0);
    }

    /** What an error number of DPDK, of either sign, means. */
    public String text(final int error) {
        return Calls.string(calls.callLong("rte_strerror", Math.abs(error)));
    }
}
