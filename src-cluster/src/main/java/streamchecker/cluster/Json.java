package streamchecker.cluster;

import java.nio.charset.StandardCharsets;

/** Writes JSON into a buffer that is used again. */
final class Json {
    private final StringBuilder text = new StringBuilder(1024);

    Json clear() {
        text.setLength(0);
        return this;
    }

    /** Text that is JSON already. */
    Json raw(String json) {
        text.append(json);
        return this;
    }

    Json number(long number) {
        text.append(number);
        return this;
    }

    /** A text in quotation marks; null as such. */
    Json text(String value) {
        if (value == null) return raw("null");
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char one = value.charAt(i);
            if (one == '"' || one == '\\') text.append('\\').append(one);
            else if (one < 0x20) text.append(String.format("\\u%04x", (int) one));
            else text.append(one);
        }
        text.append('"');
        return this;
    }

    int length() {
        return text.length();
    }

    byte[] bytes() {
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
