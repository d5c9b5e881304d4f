package streamchecker.cluster;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads what a row of the limits topic says of the part of traffic that it is about. */
final class LimitRow {
    private static final JsonFactory JSON = new JsonFactory();

    private LimitRow() {}

    /**
     * @return the scope; null where the limit is about all traffic
     * @throws IOException where the row is not one
     */
    static Scopes.Scope read(byte[] value) throws IOException {
        String key = null;
        String direction = null;
        List<Scopes.Network> from = List.of();
        List<Scopes.Network> to = List.of();
        List<Scopes.Network> home = List.of();
        try (JsonParser parser = JSON.createParser(value)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) throw new IOException("it is not an object");
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "scope" -> key = parser.getValueAsString();
                    case "direction" -> direction = parser.getValueAsString();
                    case "from" -> from = networks(parser);
                    case "to" -> to = networks(parser);
                    case "home" -> home = networks(parser).stream().map(Scopes.Network::unmapped).toList();
                    default -> parser.skipChildren();
                }
            }
        }
        if (from.isEmpty() && to.isEmpty() && direction == null) return null;
        if (key == null) throw new IOException("it names no scope");
        return new Scopes.Scope(key, from, to, direction, home);
    }

    private static List<Scopes.Network> networks(JsonParser parser) throws IOException {
        List<Scopes.Network> networks = new ArrayList<>();
        if (parser.currentToken() != JsonToken.START_ARRAY) return networks;
        while (parser.nextToken() != JsonToken.END_ARRAY) networks.add(network(parser.getValueAsString("")));
        return networks;
    }

    static Scopes.Network network(String text) throws IOException {
        int slash = text.indexOf('/');
        byte[] address = (slash < 0 ? text : text.substring(0, slash)).getBytes(StandardCharsets.US_ASCII);
        long v4 = Address.parseV4(address, 0, address.length);
        long[] words = {0, v4};
        int bits = v4 >= 0 ? 32 : 128;
        if (v4 < 0 && !Address.parseV6(address, 0, address.length, words, 0)) throw new IOException("\"" + text + "\" is not a network");
        try {
            int length = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
            if (length >= 0 && length <= bits) return new Scopes.Network(bits, words[0], words[1], length);
        } catch (NumberFormatException thrown) {
            // Said below.
        }
        throw new IOException("\"" + text + "\" is not a network");
    }
}
