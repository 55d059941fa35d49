package io.weir.dpdk.internal.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What an upgraded plugin hears of a port's settings. */
class PortSettingsTest {
    private static final PortSettings ALL = new PortSettings(
            "name",
            "tag",
            1,
            2,
            3,
            4,
            List.of(5, 6),
            7,
            true,
            false,
            8,
            9,
            new PortSettings.Features(true, false, true, false));

    @Test
    void shouldKeepAllElseWhenTheVlanChanges() {
        assertThat(ALL.withVlan(0)).isNotEqualTo(ALL);
        assertThat(ALL.withVlan(0).withVlan(8)).isEqualTo(ALL);
    }
}
