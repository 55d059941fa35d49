package io.weir.dpdk.internal.ffi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.SymbolLookup;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class DpdkLibraryTest {
    @Test
    void shouldNameThePackageWhenNothingIsInstalled() {
        assertThat(DpdkLibrary.absent(List.of()))
                .startsWith("DPDK is not installed: install the packages dpdk and librte-meta-net")
                .contains("22.11 (librte_eal.so.23)");
    }

    @Test
    void shouldNameTheVersionsWhenTheInstalledOneIsUnknown() {
        assertThat(DpdkLibrary.absent(List.of(99)))
                .isEqualTo(
                        "the installed DPDK, librte_eal.so.99, is none of the known releases: "
                                + "25.11 (librte_eal.so.26), 24.11 (librte_eal.so.25), 23.11 (librte_eal.so.24), 22.11 (librte_eal.so.23)");
    }

    @Test
    void shouldTakeTheNewestThatIsWholeWhenSeveralAreInstalled() {
        final Set<String> whole = Set.of("eal", "mempool", "mbuf", "ethdev");
        assertThat(open(Abi.KNOWN, 23, whole, 25, whole)).isEqualTo(25);
        assertThat(open(Abi.KNOWN, 25, whole, 23, whole)).isEqualTo(25);
        assertThat(open(Abi.KNOWN, 25, Set.of("eal", "mempool", "mbuf"), 23, whole))
                .isEqualTo(23);
    }

    @Test
    void shouldStayWithTheVersionInUseWhenANewerIsInstalled() {
        final Set<String> whole = Set.of("eal", "mempool", "mbuf", "ethdev");
        assertThat(open(DpdkLibrary.only(23), 25, whole, 23, whole)).isEqualTo(23);
    }

    @Test
    void shouldNameTheFileWhenAPartIsMissing() {
        final Set<String> part = Set.of("eal");
        assertThatThrownBy(() -> open(Abi.KNOWN, 24, part, 99, part))
                .hasMessage("DPDK's librte_ethdev.so.24 cannot be loaded: install the package dpdk of release 23.11");
    }

    /** Opens what is wanted where these parts of two versions are installed; returns which it is. */
    private static int open(
            final List<Abi> wanted,
            final int one,
            final Set<String> partsOfOne,
            final int other,
            final Set<String> partsOfOther) {
        final Function<String, Optional<SymbolLookup>> loader = file -> {
            final String part = file.substring("librte_".length(), file.indexOf('.'));
            final boolean there = file.endsWith("." + one) && partsOfOne.contains(part)
                    || file.endsWith("." + other) && partsOfOther.contains(part);
            return there ? Optional.of(name -> Optional.empty()) : Optional.empty();
        };
        return DpdkLibrary.open(wanted, loader, List.of(one, other)).abi().number();
    }

    @Test
    void shouldSayThatItCannotBeLoadedWhenAKnownVersionIsBroken() {
        assertThat(DpdkLibrary.absent(List.of(23)))
                .isEqualTo("DPDK's librte_eal.so.23 is there but cannot be loaded: install the package dpdk of release"
                        + " 22.11 anew");
    }
}
