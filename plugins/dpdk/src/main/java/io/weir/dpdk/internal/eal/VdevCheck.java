package io.weir.dpdk.internal.eal;

import io.weir.memory.Buffer;
import java.util.regex.Pattern;

/** Looks at a virtual device's name and arguments for what DPDK doesn't refuse, or refuses without a reason. */
public final class VdevCheck {
    /** RTE_DEV_NAME_MAX_LEN, with the end of the text. */
    private static final int NAME_MAX = 63;

    private static final Pattern NAME = Pattern.compile("[a-z][a-zA-Z0-9_.-]*");
    private static final Pattern NUMBER = Pattern.compile("0|[1-9]\\d{0,8}|0[xX][0-9a-fA-F]{1,7}");

    private VdevCheck() {}

    /**
     * Looks at a device.
     *
     * @param device its name.
     * @param arguments of the driver, joined by commas.
     * @return what is wrong, or null.
     */
    public static String complaint(final String device, final String arguments) {
        if (!NAME.matcher(device).matches()) {
            return "vdev `" + device + "' begins with no driver's name, such as net_tap0";
        }
        if (device.length() > NAME_MAX) {
            return "vdev `" + device + "' has a name of more than " + NAME_MAX + " characters";
        }
        final String size = value(arguments, "size");
        // The driver writes, or claims, as many bytes into one buffer as it is told.
        if (device.startsWith("net_null") && size != null && !isSize(size)) {
            return "vdev " + device + ": size=" + size + ", allowed is 1.." + Buffer.DATA_BYTES;
        }
        if (device.startsWith("net_af_packet") && value(arguments, "iface") == null) {
            return "vdev " + device + ": iface=NAME is missing, the network device to use";
        }
        return null;
    }

    private static boolean isSize(final String text) {
        if (!NUMBER.matcher(text).matches()) {
            return false;
        }
        final int bytes = Integer.decode(text);
        return bytes > 0 && bytes <= Buffer.DATA_BYTES;
    }

    /** The last value of an argument, or null. */
    public static String value(final String arguments, final String key) {
        String found = null;
        for (final String argument : arguments.split(",")) {
            found = argument.startsWith(key + "=") ? argument.substring(key.length() + 1) : found;
        }
        return found;
    }
}
