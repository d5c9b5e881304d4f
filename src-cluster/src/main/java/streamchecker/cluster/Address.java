package streamchecker.cluster;

/** Addresses in text and as numbers: of IPv4 in the lower half of a long, of IPv6 in two longs. */
final class Address {
    private Address() {}

    /** @return the address, or -1 for anything but four numbers up to 255 without leading zeros */
    static long parseV4(byte[] text, int from, int to) {
        long address = 0;
        int at = from;
        for (int part = 0; part < 4; part++) {
            if (part > 0 && (at >= to || text[at++] != '.')) return -1;
            int first = at;
            int value = 0;
            while (at < to && text[at] >= '0' && text[at] <= '9' && at - first < 4) value = value * 10 + text[at++] - '0';
            if (at == first || value > 255 || (text[first] == '0' && at > first + 1)) return -1;
            address = address << 8 | value;
        }
        return at == to ? address : -1;
    }

    /**
     * Reads an address of IPv6 as RFC 5952 writes it, or in any other form without a zone.
     *
     * @param into gets its two halves from {@code at} on
     * @return whether it is one
     */
    static boolean parseV6(byte[] text, int from, int to, long[] into, int at) {
        int[] groups = new int[8];
        int count = 0;
        int gap = -1;
        int i = from;
        if (to - from >= 2 && text[from] == ':' && text[from + 1] == ':') {
            gap = 0;
            i += 2;
        }
        while (i < to) {
            int end = i;
            while (end < to && text[end] != ':' && text[end] != '.') end++;
            if (end < to && text[end] == '.') {
                long v4 = parseV4(text, i, to);
                if (v4 < 0 || count > 6) return false;
                groups[count++] = (int) (v4 >>> 16);
                groups[count++] = (int) (v4 & 0xffff);
                i = to;
                break;
            }
            int group = hex(text, i, end);
            if (group < 0 || count == 8) return false;
            groups[count++] = group;
            i = end;
            if (i == to) break;
            i++;
            if (i == to) return false;
            if (text[i] == ':') {
                if (gap >= 0) return false;
                gap = count;
                i++;
            }
        }
        if (gap < 0 ? count != 8 : count > 7) return false;
        fill(groups, count, gap, into, at);
        return true;
    }

    private static void fill(int[] groups, int count, int gap, long[] into, int at) {
        into[at] = 0;
        into[at + 1] = 0;
        for (int i = 0; i < count; i++) {
            int place = gap >= 0 && i >= gap ? 8 - count + i : i;
            into[at + place / 4] |= (long) groups[i] << (48 - 16 * (place % 4));
        }
    }

    private static int hex(byte[] text, int from, int to) {
        if (to == from || to - from > 4) return -1;
        int value = 0;
        for (int i = from; i < to; i++) {
            int digit = Character.digit(text[i], 16);
            if (digit < 0) return -1;
            value = value << 4 | digit;
        }
        return value;
    }

    static String formatV4(long address) {
        return (address >>> 24 & 255) + "." + (address >>> 16 & 255) + "." + (address >>> 8 & 255) + "." + (address & 255);
    }

    /** As RFC 5952 writes it; of mapped addresses the last part as IPv4. */
    static String formatV6(long high, long low) {
        if (high == 0 && low >>> 32 == 0xffff) return "::ffff:" + formatV4(low & 0xffff_ffffL);
        int[] groups = new int[8];
        for (int i = 0; i < 8; i++) groups[i] = (int) ((i < 4 ? high : low) >>> (48 - 16 * (i % 4)) & 0xffff);
        int best = -1;
        int bestLength = 1;
        for (int i = 0; i < 8; i++) {
            int length = 0;
            while (i + length < 8 && groups[i + length] == 0) length++;
            if (length > bestLength) {
                best = i;
                bestLength = length;
            }
            i += length;
        }
        StringBuilder text = new StringBuilder(39);
        boolean needsColon = false;
        for (int i = 0; i < 8; i++) {
            if (i == best) {
                text.append("::");
                i += bestLength - 1;
                needsColon = false;
                continue;
            }
            if (needsColon) text.append(':');
            text.append(Integer.toHexString(groups[i]));
            needsColon = true;
        }
        return text.toString();
    }
}
