package io.weir.dpdk.internal.ffi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * DPDK's shared libraries, in the newest version that is known and wholly installed. They stay loaded until the process
 * ends, and the process stays with them, whatever is installed meanwhile.
 */
public final class DpdkLibrary {
    private static final List<String> PARTS = List.of("eal", "mempool", "mbuf", "ethdev");
    /** The part that needs all others, so that it loads with them or not at all. */
    private static final String LAST_PART = "ethdev";

    private static final Pattern EAL = Pattern.compile("librte_eal\\.so\\.(\\d+)");
    private static final List<String> DIRECTORIES = List.of(
            "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/local/lib", "/usr/lib");

    private final Abi abi;
    private final List<SymbolLookup> parts;

    private DpdkLibrary(final Abi abi, final List<SymbolLookup> parts) {
        this.abi = abi;
        this.parts = parts;
    }

    /**
     * Finds and loads DPDK.
     *
     * @throws DpdkException saying what to install, or that the installed version is none that is known.
     */
    public static DpdkLibrary open() {
        return open(Abi.KNOWN, DpdkLibrary::load, installed());
    }

    /** Loads DPDK with the interface of this number, which the process has used before. */
    public static DpdkLibrary open(final int number) {
        return open(only(number), DpdkLibrary::load, installed());
    }

    static List<Abi> only(final int number) {
        return Abi.KNOWN.stream().filter(abi -> abi.number() == number).toList();
    }

    /** Loads the first of these versions that is there with all its parts. */
    static DpdkLibrary open(
            final List<Abi> wanted,
            final Function<String, Optional<SymbolLookup>> loader,
            final List<Integer> installed) {
        for (final Abi abi : wanted) {
            if (loader.apply(file(LAST_PART, abi)).isPresent()) {
                return new DpdkLibrary(
                        abi,
                        PARTS.stream()
                                .map(part -> loader.apply(file(part, abi)).orElseThrow(() -> missing(part, abi)))
                                .toList());
            }
        }
        throw wanted.stream()
                .filter(abi -> installed.contains(abi.number()))
                .findFirst()
                .map(abi -> missing(LAST_PART, abi))
                .orElseGet(() -> new DpdkException(absent(installed)));
    }

    private static Optional<SymbolLookup> load(final String file) {
        try {
            return Optional.of(SymbolLookup.libraryLookup(file, Arena.global()));
        } catch (final IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String file(final String part, final Abi abi) {
        return "librte_" + part + ".so." + abi.number();
    }

    private static DpdkException missing(final String part, final Abi abi) {
        return new DpdkException("DPDK's " + file(part, abi) + " cannot be loaded: install the package dpdk of release "
                + abi.release());
    }

    /** The sentence about libraries of these versions, none of which is known. */
    static String absent(final List<Integer> installed) {
        final String known = Abi.KNOWN.stream()
                .map(abi -> abi.release() + " (librte_eal.so." + abi.number() + ")")
                .collect(Collectors.joining(", "));
        final Optional<Abi> broken = Abi.KNOWN.stream()
                .filter(abi -> installed.contains(abi.number()))
                .findFirst();
        if (broken.isPresent()) {
            return "DPDK's " + file("eal", broken.get())
                    + " is there but cannot be loaded: install the package dpdk of release "
                    + broken.get().release() + " anew";
        }
        return installed.isEmpty()
                ? "DPDK is not installed: install the packages dpdk and librte-meta-net (Debian, Ubuntu), release "
                        + known
                : "the installed DPDK, librte_eal.so." + installed.getFirst() + ", is none of the known releases: "
                        + known;
    }

    private static List<Integer> installed() {
        return DIRECTORIES.stream()
                .map(Path::of)
                .filter(Files::isDirectory)
                .flatMap(DpdkLibrary::names)
                .map(EAL::matcher)
                .filter(Matcher::matches)
                .map(matcher -> Integer.valueOf(matcher.group(1)))
                .distinct()
                .toList();
    }

    private static Stream<String> names(final Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList().stream();
        } catch (final IOException | UncheckedIOException e) {
            return Stream.empty();
        }
    }

    /** Where fields lie in the version that was found. */
    public Abi abi() {
        return abi;
    }

    /** A function or variable; a thread-local variable's is that of the calling thread. */
    public MemorySegment symbol(final String name) {
        for (final SymbolLookup part : parts) {
            final Optional<MemorySegment> found = part.find(name);
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw new DpdkException("DPDK " + abi.release() + " has no " + name + ": its libraries don't belong together");
    }
}
