package io.weir.benchmarks;

import io.weir.benchmarks.acl.Alternatives;
import io.weir.benchmarks.acl.LookupTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Access lists: packets that are held against 51 rules of which the last matches, without sessions and with them, beside the bare
 * loop and the same host without lists, in turn in slices; look-ups by the number of rules; and lists that change under traffic.
 */
final class AclBench {
    private static final double WARM_SECONDS = 8;
    private static final int DENIED = 50;

    private final Path script;
    private final List<LoadHost> hosts = new ArrayList<>();

    AclBench(final Path loads) {
        script = loads.resolve("acl.cli");
    }

    Json run(final double seconds) throws IOException, InterruptedException {
        final LookupTable lookups = new LookupTable();
        lookups.run();
        for (final String action : new String[] {null, "permit", "permit+reflect"}) {
            final LoadHost host = new LoadHost(script);
            hosts.add(host);
            if (action != null) {
                host.command("set acl-plugin acl " + rules(action));
                host.command("set acl-plugin interface pg0 input acl 0");
            }
            host.command("packet-generator enable");
        }
        final HostSlices slices = new HostSlices(hosts, new BareLoop4(false));
        slices.medians(WARM_SECONDS);
        final double[] ns = slices.medians(seconds);
        final Json json = new Json()
                .put("bare_ns", ns[3], 2)
                .put("without_ratio", ns[0] / ns[3], 3)
                .put("stateless_ratio", ns[1] / ns[3], 3)
                .put("reflexive_ratio", ns[2] / ns[3], 3)
                .put("lookup_ns", byRules(lookups.matching()))
                .put("stray_ns", byRules(lookups.strays()))
                .put(
                        "growth_100k",
                        lookups.matching().get(100_000) / lookups.matching().get(10),
                        2)
                .put("bytes_per_rule_100k", lookups.bytesPerRule(), 0)
                .put("build_ms_100k", lookups.buildMs(), 0);
        hosts.forEach(LoadHost::close);
        new AclChurn(script).run(json);
        return new SessionBench(script.getParent()).run(seconds, json, "");
    }

    /** Ways to find a rule beside one another. */
    static Json alternatives() {
        final Json json = new Json();
        final Json matching = new Json();
        final Json strays = new Json();
        final Json bytes = new Json();
        new Alternatives(1, 10, 100, 1_000, 10_000, 100_000).run().forEach((name, costs) -> {
            matching.put(name, costs.matchingNs(), 1);
            strays.put(name, costs.straysNs(), 1);
            bytes.put(name, costs.bytesPerRule(), 0);
        });
        return json.put("lookup_ns", matching).put("stray_ns", strays).put("bytes_per_rule", bytes);
    }

    private static Json byRules(final Map<Integer, Double> ns) {
        final Json json = new Json();
        ns.forEach((rules, each) -> json.put(String.valueOf(rules), each, 1));
        return json;
    }

    private static String rules(final String last) {
        final StringBuilder rules = new StringBuilder();
        for (int i = 0; i < DENIED; i++) {
            rules.append("deny src 20.0.")
                    .append(i)
                    .append(".0/24 dst 30.0.0.0/8 proto 17 sport 1000-2000 dport ")
                    .append(3_000 + i)
                    .append(", ");
        }
        return rules.append(last).toString();
    }
}
