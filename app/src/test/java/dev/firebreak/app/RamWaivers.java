package dev.firebreak.app;

import dev.firebreak.core.estate.Waiver;
import dev.firebreak.core.estate.Waivers;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Waivers in memory. */
public final class RamWaivers implements Waivers {

    private final List<Waiver> all = new CopyOnWriteArrayList<>();

    @Override
    public void grant(Waiver waiver) {
        end(waiver.machine(), waiver.advisory());
        all.add(waiver);
    }

    @Override
    public boolean end(String machine, String advisory) {
        return all.removeIf(
                w -> w.machine().equalsIgnoreCase(machine) && w.advisory().equals(advisory));
    }

    @Override
    public List<Waiver> of(String advisory) {
        return all.stream().filter(w -> w.advisory().equals(advisory)).toList();
    }
}
