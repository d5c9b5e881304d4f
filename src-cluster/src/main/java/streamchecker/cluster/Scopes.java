package streamchecker.cluster;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The scopes of limits, ready to be asked which of them hold a pair. Never changed once it is made. */
final class Scopes {
    static final Scopes NONE = new Scopes(List.of());

    /** A network: its family by the number of bits that its addresses have, and its length. */
    record Network(int bits, long high, long low, int length) {
        /** A network of mapped addresses as that of the IPv4 addresses that they stand for. */
        Network unmapped() {
            boolean isMapped = bits == 128 && length >= 96 && high == 0 && low >>> 32 == 0xffff;
            return isMapped ? new Network(32, 0, low & 0xffff_ffffL, length - 96) : this;
        }

        boolean contains(int otherBits, long otherHigh, long otherLow) {
            return bits == otherBits && ((high ^ otherHigh) & maskHigh(bits, length)) == 0
                && ((low ^ otherLow) & maskLow(bits, length)) == 0;
        }
    }

    /** What one scope holds: from any of the networks to any of the others, none for all; and in which direction. */
    record Scope(String key, List<Network> from, List<Network> to, String direction, List<Network> home) {}

    private record Prefix(int bits, int length, long high, long low) {}

    private final List<Scope> scopes;
    /** Scopes by a network of sources; those from any source, by a network of destinations; and the rest. */
    private final Map<Prefix, int[]> bySource = new HashMap<>();
    private final Map<Prefix, int[]> byDestination = new HashMap<>();
    private final int[] ofAll;
    private final int[][] sourceLengths;
    private final int[][] destinationLengths;

    Scopes(List<Scope> scopes) {
        this.scopes = scopes;
        List<Integer> all = new ArrayList<>();
        for (int number = 0; number < scopes.size(); number++) {
            Scope scope = scopes.get(number);
            if (!scope.from.isEmpty()) put(bySource, scope.from, number);
            else if (!scope.to.isEmpty()) put(byDestination, scope.to, number);
            else all.add(number);
        }
        ofAll = all.stream().mapToInt(Integer::intValue).toArray();
        sourceLengths = lengthsOf(bySource);
        destinationLengths = lengthsOf(byDestination);
    }

    int size() {
        return scopes.size();
    }

    String key(int scope) {
        return scopes.get(scope).key;
    }

    /** Takes the number of a scope. */
    interface Found {
        void take(int scope);
    }

    /** Visits the scopes that hold a pair, each once. */
    void find(int bits, long fromHigh, long fromLow, long toHigh, long toLow, Found found) {
        for (int scope : ofAll) if (goes(scopes.get(scope), bits, fromHigh, fromLow, toHigh, toLow)) found.take(scope);
        for (int length : sourceLengths[bits == 32 ? 0 : 1])
            for (int number : bySource.getOrDefault(prefix(bits, length, fromHigh, fromLow), new int[0])) {
                Scope scope = scopes.get(number);
                boolean isFirst = firstLength(scope.from, bits, fromHigh, fromLow) == length;
                if (isFirst && holds(scope.to, bits, toHigh, toLow) && goes(scope, bits, fromHigh, fromLow, toHigh, toLow)) found.take(number);
            }
        for (int length : destinationLengths[bits == 32 ? 0 : 1])
            for (int number : byDestination.getOrDefault(prefix(bits, length, toHigh, toLow), new int[0])) {
                Scope scope = scopes.get(number);
                boolean isFirst = firstLength(scope.to, bits, toHigh, toLow) == length;
                if (isFirst && goes(scope, bits, fromHigh, fromLow, toHigh, toLow)) found.take(number);
            }
    }

    private static boolean goes(Scope scope, int bits, long fromHigh, long fromLow, long toHigh, long toLow) {
        if (scope.direction == null) return true;
        boolean isFromHome = isHome(scope.home, bits, fromHigh, fromLow);
        boolean isToHome = isHome(scope.home, bits, toHigh, toLow);
        String direction = isFromHome ? (isToHome ? "local" : "out") : isToHome ? "in" : "passing";
        return scope.direction.equals(direction);
    }

    /** Mapped addresses are at home as the IPv4 addresses that they stand for are. */
    private static boolean isHome(List<Network> home, int bits, long high, long low) {
        boolean isMapped = bits == 128 && high == 0 && low >>> 32 == 0xffff;
        return isMapped ? firstLength(home, 32, 0, low & 0xffff_ffffL) >= 0 : firstLength(home, bits, high, low) >= 0;
    }

    private static boolean holds(List<Network> networks, int bits, long high, long low) {
        return networks.isEmpty() || firstLength(networks, bits, high, low) >= 0;
    }

    /** The length of the first of the networks that holds an address; -1 where none does. */
    private static int firstLength(List<Network> networks, int bits, long high, long low) {
        for (Network network : networks) if (network.contains(bits, high, low)) return network.length;
        return -1;
    }

    private static void put(Map<Prefix, int[]> map, List<Network> networks, int number) {
        for (Network network : networks) {
            Prefix prefix = prefix(network.bits, network.length, network.high, network.low);
            int[] known = map.getOrDefault(prefix, new int[0]);
            int[] more = Arrays.copyOf(known, known.length + 1);
            more[known.length] = number;
            if (known.length == 0 || known[known.length - 1] != number) map.put(prefix, more);
        }
    }

    private static int[][] lengthsOf(Map<Prefix, int[]> map) {
        return new int[][] {lengthsOf(map, 32), lengthsOf(map, 128)};
    }

    private static int[] lengthsOf(Map<Prefix, int[]> map, int bits) {
        return map.keySet().stream().filter(one -> one.bits == bits).mapToInt(Prefix::length).distinct().toArray();
    }

    private static Prefix prefix(int bits, int length, long high, long low) {
        return new Prefix(bits, length, high & maskHigh(bits, length), low & maskLow(bits, length));
    }

    private static long maskHigh(int bits, int length) {
        if (bits == 32 || length == 0) return 0;
        return length >= 64 ? -1L : -1L << (64 - length);
    }

    private static long maskLow(int bits, int length) {
        int own = bits == 32 ? length : length - 64;
        if (own <= 0) return 0;
        int width = bits == 32 ? 32 : 64;
        return own >= width ? -1L : -1L << (width - own);
    }
}
