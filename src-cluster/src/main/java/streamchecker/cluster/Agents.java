package streamchecker.cluster;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers the agents whose records are summed; null is one whose name is not known. */
final class Agents {
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> names = new ArrayList<>();

    int size() {
        return names.size();
    }

    String name(int number) {
        return names.get(number);
    }

    int number(String name) {
        Integer known = numbers.get(name);
        if (known != null) return known;
        names.add(name);
        numbers.put(name, names.size() - 1);
        return names.size() - 1;
    }
}
