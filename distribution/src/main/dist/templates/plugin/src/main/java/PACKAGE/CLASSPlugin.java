package @package@;

import static io.weir.graph.Order.before;

import io.weir.cli.CommandCall;
import io.weir.config.LiveSetting;
import io.weir.config.Setting;
import io.weir.config.SettingTypes;
import io.weir.graph.Counter;
import io.weir.graph.DropReason;
import io.weir.graph.FeatureArc;
import io.weir.graph.Unit;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;

/** Counts IPv4 packets and drops those that are too long. */
public final class @Class@Plugin extends WeirPlugin {
    static final Setting<Integer> LONGEST = Setting.of(
            "longest", SettingTypes.integer(20, 65_535), 65_535, "Longest packet that is forwarded, in bytes");

    private LiveSetting<Integer> longest;
    private Counter seen;

    /** Only describes: the host inserts it all at once when this returns. */
    @Override
    public void register(final Registrar host) {
        longest = host.setting(LONGEST);
        seen = host.counter("seen", Unit.PACKETS);
        final DropReason tooLong = host.dropReason("@name@-too-long");

        host.node("@name@", worker -> new @Class@Node(longest, seen.on(worker), tooLong))
                .feature(FeatureArc.IP4_UNICAST, before("ip4-lookup"));

        host.command("set @name@ longest <bytes:int 20..65535>", "Set the longest packet that is forwarded, in bytes")
                .run(call -> longest.set(call.getInt("bytes")));
        host.command("show @name@", "Show the limit, and how many packets were seen").run(this::show);
    }

    private void show(final CommandCall call) {
        call.println("longest %d, %d packets seen", longest.get(), seen.sum());
    }
}
