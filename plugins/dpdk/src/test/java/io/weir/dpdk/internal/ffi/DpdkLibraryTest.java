package io.weir.dpdk.internal.ffi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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
                .isEqualTo("the installed DPDK, librte_eal.so.99, is none of the known releases: "
                        + "24.11 (librte_eal.so.25), 23.11 (librte_eal.so.24), 22.11 (librte_eal.so.23)");
    }

    @Test
    void shouldSayThatItCannotBeLoadedWhenAKnownVersionIsBroken() {
        assertThat(DpdkLibrary.absent(List.of(23)))
                .isEqualTo("DPDK's librte_eal.so.23 is there but cannot be loaded: install the package dpdk of release"
                        + " 22.11 anew");
    }
}
