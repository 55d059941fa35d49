package io.weir.net;

/** Reads one IPv6 address: groups, at most one {@code ::}, and an IPv4 address in place of the last two groups. */
final class Ip6Parser {

    private final String text;
    private final int[] groups = new int[8];
    private int count;
    private int gap = -1;

    Ip6Parser(final String text) {
        this.text = text;
    }

    Ip6Address parse() {
        int position = 0;
        if (text.startsWith("::")) {
            gap = 0;
            position = 2;
        }
        while (position < text.length()) {
            position = group(position);
        }
        if (gap < 0 ? count != 8 : count > 7) {
            throw refused();
        }
        final int[] all = new int[8];
        final int before = gap < 0 ? 8 : gap;
        System.arraycopy(groups, 0, all, 0, Math.min(before, count));
        if (gap >= 0) {
            System.arraycopy(groups, gap, all, 8 - (count - gap), count - gap);
        }
        return new Ip6Address(join(all, 0), join(all, 4));
    }

    /** Reads one group and what separates it from the next; returns where the next begins. */
    private int group(final int from) {
        int end = from;
        while (end < text.length() && Character.digit(text.charAt(end), 16) >= 0) {
            end++;
        }
        if (end < text.length() && text.charAt(end) == '.') {
            embeddedIp4(from);
            return text.length();
        }
        if (end == from || end - from > 4 || count == 8) {
            throw refused();
        }
        groups[count++] = Integer.parseInt(text, from, end, 16);
        if (end == text.length()) {
            return end;
        }
        if (text.charAt(end) != ':') {
            throw refused();
        }
        if (text.startsWith("::", end)) {
            if (gap >= 0) {
                throw refused();
            }
            gap = count;
            return end + 2;
        }
        if (end + 1 == text.length()) {
            throw refused();
        }
        return end + 1;
    }

    private void embeddedIp4(final int from) {
        if (count > 6) {
            throw refused();
        }
        final int address;
        try {
            address = Ip4Address.parse(text.substring(from));
        } catch (final IllegalArgumentException e) {
            throw refused();
        }
        groups[count++] = address >>> 16;
        groups[count++] = address & 0xffff;
    }

    private static long join(final int[] groups, final int from) {
        return (long) groups[from] << 48
                | (long) groups[from + 1] << 32
                | (long) groups[from + 2] << 16
                | groups[from + 3];
    }

    private IllegalArgumentException refused() {
        return new IllegalArgumentException("`" + text + "' is no IPv6 address");
    }
}
