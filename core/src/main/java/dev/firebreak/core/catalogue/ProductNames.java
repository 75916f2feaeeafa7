package dev.firebreak.core.catalogue;

import dev.firebreak.core.advisory.Architecture;
import dev.firebreak.core.advisory.Product;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads the names feeds give to products: their capitals, spaces and editions vary, and programs are told as "program on
 * Windows". What is no Windows of ours gives nothing: Office and Edge have updates of their own.
 */
public final class ProductNames {

    private static final String CORE = " (server core installation)";
    private static final Pattern SPACES = Pattern.compile("[\\s\\u00a0]+");
    /** Words of a name that do not change which updates it takes. */
    private static final Pattern EDITIONS =
            Pattern.compile(" (media center|tablet pc) edition 2005| - extra$| version 1507|^microsoft (?=windows )");
    /** An entry of the index; the name decides which architecture is meant. */
    private record Match(String product, Architecture architecture) {}

    private final Map<String, Match> names = new HashMap<>();
    private final Map<String, Optional<ProductName>> read = new HashMap<>();

    public ProductNames(List<Product> products) {
        for (Product product : products) {
            product.names()
                    .forEach((architecture, name) ->
                            names.putIfAbsent(plain(name), new Match(product.id(), architecture)));
        }
        alias("windows server 2008 for 32-bit systems", " service pack 1");
        alias("windows server 2008 for x64-based systems", " service pack 1");
        alias("windows server 2003 x64 edition", " service pack 1");
        alias("windows xp professional x64 edition", " service pack 1");
        Match eleven = names.get("windows 11 version 21h2 for x64-based systems");
        if (eleven != null) {
            names.put("windows 11 for x64-based systems", eleven);
            names.put("windows 11 for arm64-based systems", new Match(eleven.product(), Architecture.ARM64));
        }
    }

    private void alias(String name, String suffix) {
        Match named = names.get(name);
        if (named != null) {
            names.putIfAbsent(name + suffix, named);
        }
    }

    /** What the feed means; nothing where it means no Windows of ours. */
    public Optional<ProductName> read(String product, String component) {
        String key = product + '\n' + component;
        Optional<ProductName> known = read.get(key);
        if (known == null) {
            known = parse(product, component);
            read.put(key, known);
        }
        return known;
    }

    private Optional<ProductName> parse(String product, String component) {
        String whole = plain(product);
        Optional<ProductName> found = switch (ComponentNames.ofArea(component)) {
            case WINDOWS_ITSELF -> named(whole, "");
            case PART, UNRECOGNIZED -> named(whole, component.strip());
            case SEPARATE_PRODUCT -> Optional.empty();
        };
        if (found.isPresent()) {
            return found;
        }
        for (int on : occurrences(whole)) {
            String program = SPACES.matcher(product.strip()).replaceAll(" ");
            String before = program.substring(0, Math.min(on, program.length())).strip();
            String system = plain(whole.substring(on + " on ".length()));
            found = switch (ComponentNames.ofProgram(before)) {
                case WINDOWS_ITSELF -> named(system, "");
                case PART, UNRECOGNIZED -> named(system, before);
                case SEPARATE_PRODUCT -> Optional.empty();
            };
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<ProductName> named(String plain, String component) {
        Match whole = names.get(plain);
        if (whole != null) {
            return Optional.of(new ProductName(whole.product(), whole.architecture(), false, component));
        }
        if (!plain.endsWith(CORE)) {
            return Optional.empty();
        }
        Match without = names.get(plain.substring(0, plain.length() - CORE.length()));
        return Optional.ofNullable(without).map(n -> new ProductName(n.product(), n.architecture(), true, component));
    }

    private static List<Integer> occurrences(String text) {
        List<Integer> at = new ArrayList<>();
        for (int i = text.indexOf(" on "); i >= 0; i = text.indexOf(" on ", i + 1)) {
            at.add(i);
        }
        return at;
    }

    private static String plain(String name) {
        String one = SPACES.matcher(name.strip().toLowerCase(Locale.ROOT)).replaceAll(" ");
        return EDITIONS.matcher(one)
                .replaceAll("")
                .replace("for arm systems", "for arm64-based systems")
                .strip();
    }
}
