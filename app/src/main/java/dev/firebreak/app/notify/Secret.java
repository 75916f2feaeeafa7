package dev.firebreak.app.notify;

/** Something that must not be shown: it prints as stars, wherever it gets. */
final class Secret {

    private final String value;

    Secret(String value) {
        this.value = value;
    }

    String reveal() {
        return value;
    }

    @Override
    public String toString() {
        return "***";
    }
}
