package io.weir.acl.internal.macip;

import io.weir.acl.internal.rule.Draft;
import io.weir.acl.internal.rule.ListReader;
import io.weir.acl.internal.rule.Subnet;
import io.weir.acl.internal.rule.SubnetText;
import io.weir.acl.internal.rule.Words;
import io.weir.cli.CommandException;
import io.weir.net.MacAddress;
import java.util.HashSet;
import java.util.Set;

/**
 * A rule of which not all words have been read: {@code permit|deny|action N [ipv4|ipv6] [ip PREFIX] [mac MAC] [mask MASK]}. What isn't
 * said is any; a MAC address without a mask is this one.
 */
final class MacipDraft implements Draft<MacipRule> {
    private final Set<String> seen = new HashSet<>();
    private Boolean permit;
    private Boolean ip6;
    /** What has said so. */
    private String familyWord;

    private Subnet source = Subnet.ALL;
    private long mac;
    private String macWord;
    private long mask = -1;

    /**
     * Reads a list.
     *
     * @throws CommandException in one sentence that names the rule and the word.
     */
    static ListReader.Read<MacipRule> list(final String text) {
        return ListReader.list(text, MacipDraft::new);
    }

    @Override
    public void word(final String word, final Words more) {
        switch (word) {
            case "permit", "deny", "action" -> action(word, more);
            case "ipv4", "ipv6" -> family(word.equals("ipv6"), word);
            case "ip" -> source(more);
            case "mac" -> {
                once("mac");
                macWord = more.value("mac", "a MAC address");
                mac = address(macWord);
            }
            case "mask" -> {
                once("mask");
                mask = address(more.value("mask", "the bits of a MAC address that count"));
            }
            case "index" -> throw more.noIndex();
            default ->
                throw new CommandException(
                        "unknown word `" + word + "', expected permit, deny, action, ipv4, ipv6, ip, mac, mask or tag");
        }
    }

    private void once(final String word) {
        if (!seen.add(word)) {
            throw new CommandException(word + " is there twice");
        }
    }

    private void action(final String word, final Words more) {
        once("the action");
        if (!word.equals("action")) {
            permit = word.equals("permit");
            return;
        }
        final String code = more.value("action", "0 or 1");
        if (!code.equals("0") && !code.equals("1")) {
            throw new CommandException("action `" + code + "' is none of 0 (deny) and 1 (permit)");
        }
        permit = code.equals("1");
    }

    private void family(final boolean is6, final String word) {
        if (ip6 != null && ip6 != is6) {
            throw new CommandException("`" + word + "' and `" + familyWord + "' are of different families");
        }
        ip6 = is6;
        familyWord = familyWord == null ? word : familyWord;
    }

    private void source(final Words more) {
        once("ip");
        final String text = more.value("ip", "a prefix such as 10.0.0.1/32");
        family(text.indexOf(':') >= 0, text);
        source = SubnetText.parse(text);
    }

    private static long address(final String text) {
        try {
            return MacAddress.parse(text);
        } catch (final IllegalArgumentException e) {
            throw new CommandException(e.getMessage(), e);
        }
    }

    @Override
    public MacipRule rule() {
        if (permit == null) {
            throw new CommandException("expected permit, deny or action");
        }
        if (macWord == null && mask > 0) {
            throw new CommandException("mask " + MacAddress.format(mask) + " is there without a mac");
        }
        final long counts = macWord == null ? 0 : mask & MacAddress.BROADCAST;
        if ((mac & ~counts) != 0) {
            throw new CommandException("mac " + macWord + " has bits set that mask " + MacAddress.format(counts)
                    + " leaves out, it would be " + MacAddress.format(mac & counts));
        }
        return new MacipRule(permit, ip6 != null && ip6, source, mac, counts);
    }

    /** Writes a rule as VPP shows it; {@link #list} reads that. */
    static String text(final MacipRule rule) {
        final StringBuilder out = new StringBuilder(96);
        out.append(rule.ip6() ? "ipv6" : "ipv4")
                .append(" action ")
                .append(rule.permit() ? 1 : 0)
                .append(" ip ");
        SubnetText.append(out, rule.ip6(), rule.source());
        return out.append(" mac ")
                .append(MacAddress.format(rule.mac()))
                .append(" mask ")
                .append(MacAddress.format(rule.mask()))
                .toString();
    }
}
