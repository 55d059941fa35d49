package io.weir.distribution;

import io.weir.config.ConfigSection;
import io.weir.config.SectionSpec;
import io.weir.config.Setting;
import io.weir.config.SettingTypes;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;
import java.util.ArrayList;
import java.util.List;

/** A plugin with a section of its own; tests put it into a JAR. */
public final class ClaimingPlugin extends WeirPlugin {
    private static final Setting<Integer> DEPTH = Setting.of("depth", SettingTypes.integer(1, 9), 3, "How deep");

    private final List<long[]> hoard = new ArrayList<>();

    @Override
    public void register(final Registrar host) {
        final ConfigSection section =
                host.config(SectionSpec.of("claiming", "What a test claims").with(DEPTH));
        host.command("show claiming", "Show what is configured")
                .run(call -> call.println("depth %d", section.value(DEPTH)));
        host.command("hoard", "Fill the heap").run(call -> hoard());
    }

    private void hoard() {
        for (int i = 0; i < 20_000; i++) {
            hoard.add(new long[16]);
        }
    }
}
