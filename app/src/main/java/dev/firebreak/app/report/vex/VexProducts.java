package dev.firebreak.app.report.vex;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/**
 * The product tree of a VEX document: the instance of Windows on each machine is a product of its own, because two
 * machines with the same Windows differ in what is installed. Keys are written in alphabetical order, as the standard's
 * optional test 6.2.13 asks.
 */
final class VexProducts {

    /** Nobody owns names under .invalid (RFC 2606), so nobody is spoken for; the operator puts their own. */
    static final String NAMESPACE = "https://firebreak.invalid";

    private final Map<String, List<Instance>> byProduct = new LinkedHashMap<>();
    private final List<List<Integer>> groups = new ArrayList<>();
    private int count;

    private record Instance(int number, String machine) {}

    /** Adds a machine and returns its number. */
    int add(String machine, String product) {
        byProduct
                .computeIfAbsent(product, p -> new ArrayList<>())
                .add(new Instance(++count, machine.isBlank() ? "?" : machine));
        return count;
    }

    /** Notes machines that remediations will name together, and returns the name of the group. */
    String group(List<Integer> machines) {
        groups.add(machines);
        return "G" + groups.size();
    }

    static String id(int machine) {
        return "M" + machine;
    }

    void write(JsonGenerator json) {
        json.writeObjectPropertyStart("product_tree");
        json.writeArrayPropertyStart("branches");
        json.writeStartObject();
        json.writeArrayPropertyStart("branches");
        byProduct.forEach((product, instances) -> {
            json.writeStartObject();
            json.writeArrayPropertyStart("branches");
            instances.forEach(instance -> instance(json, product, instance));
            json.writeEndArray();
            json.writeStringProperty("category", "product_name");
            json.writeStringProperty("name", product);
            json.writeEndObject();
        });
        json.writeEndArray();
        json.writeStringProperty("category", "vendor");
        json.writeStringProperty("name", "Microsoft");
        json.writeEndObject();
        json.writeEndArray();
        if (!groups.isEmpty()) {
            groups(json);
        }
        json.writeEndObject();
    }

    private static void instance(JsonGenerator json, String product, Instance instance) {
        json.writeStartObject();
        json.writeStringProperty("category", "host_name");
        json.writeStringProperty("name", instance.machine());
        json.writeObjectPropertyStart("product");
        json.writeStringProperty("name", product + " / " + instance.machine());
        json.writeStringProperty("product_id", id(instance.number()));
        json.writeObjectPropertyStart("product_identification_helper");
        json.writeArrayPropertyStart("x_generic_uris");
        json.writeStartObject();
        json.writeStringProperty("namespace", NAMESPACE + "/machine");
        json.writeStringProperty("uri", NAMESPACE + "/machine/" + encoded(instance.machine()));
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndObject();
        json.writeEndObject();
    }

    private void groups(JsonGenerator json) {
        json.writeArrayPropertyStart("product_groups");
        for (int i = 0; i < groups.size(); i++) {
            json.writeStartObject();
            json.writeStringProperty("group_id", "G" + (i + 1));
            ids(json, "product_ids", groups.get(i));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    static void ids(JsonGenerator json, String property, List<Integer> machines) {
        json.writeArrayPropertyStart(property);
        machines.forEach(machine -> json.writeString(id(machine)));
        json.writeEndArray();
    }

    private static String encoded(String machine) {
        return URLEncoder.encode(machine, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
