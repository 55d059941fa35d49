package io.weir.acl.internal.etype;

import io.weir.cli.CommandException;
import io.weir.net.EthernetHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads EtherTypes. */
final class EtypeWords {
    /** VPP's messages have a byte for how many there are. */
    private static final int MOST = 255;

    private static final int FIRST = 0x600;
    private static final Map<String, Integer> NAMES =
            Map.of("arp", EthernetHeader.TYPE_ARP, "lldp", 0x88cc, "mpls", 0x8847);

    private EtypeWords() {}

    /**
     * Types, each once.
     *
     * @throws CommandException in one sentence that names the word.
     */
    static List<Integer> read(final String text) {
        final List<Integer> types = new ArrayList<>();
        for (final String word : text.strip().split("[\\s,]+", -1)) {
            final int type = type(word);
            if (type == EthernetHeader.TYPE_IP4 || type == EthernetHeader.TYPE_IP6) {
                throw new CommandException("`" + word + "' is IP, about which lists of rules decide");
            }
            if (!types.contains(type)) {
                types.add(type);
            }
        }
        if (types.size() > MOST) {
            throw new CommandException("a whitelist has " + MOST + " types at most, not " + types.size());
        }
        return List.copyOf(types);
    }

    private static int type(final String word) {
        final Integer known = NAMES.get(word);
        if (known != null) {
            return known;
        }
        if (word.matches("0x[0-9a-fA-F]{1,4}")) {
            final int type = Integer.parseInt(word.substring(2), 16);
            if (type >= FIRST) {
                return type;
            }
        }
        final String shown = word.length() <= 32 ? word : word.substring(0, 32) + "...";
        throw new CommandException(
                "`" + shown + "' is no EtherType, expected 0x0600 to 0xffff or one of arp, lldp, mpls");
    }
}
