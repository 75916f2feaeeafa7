package dev.firebreak.app;

import dev.firebreak.core.access.ApprovedException;
import dev.firebreak.core.access.ExceptionStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Waivers in memory. */
public final class RamWaivers implements ExceptionStore {

    private final List<ApprovedException> all = new CopyOnWriteArrayList<>();

    @Override
    public void grant(ApprovedException exception) {
        end(exception.machine(), exception.advisory());
        all.add(exception);
    }

    @Override
    public boolean end(String machine, String advisory) {
        return all.removeIf(
                w -> w.machine().equalsIgnoreCase(machine) && w.advisory().equals(advisory));
    }

    @Override
    public List<ApprovedException> of(String advisory) {
        return all.stream().filter(w -> w.advisory().equals(advisory)).toList();
    }
}
