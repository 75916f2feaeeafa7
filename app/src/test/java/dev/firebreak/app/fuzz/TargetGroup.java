package dev.firebreak.app.fuzz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Several targets in one process, for {@code ./check}, where starting Jazzer for each of them would take longer than its search: the first
 * byte of an input chooses the target.
 */
final class TargetGroup implements FuzzTarget {

    private final String name;
    private final int seconds;
    private final List<FuzzTarget> targets;
    private boolean isDifferenceTold;

    /** @param seconds that {@code ./check} gives them: 20 for captures, logs and mail, fewer for what fewer strangers can reach */
    TargetGroup(String name, int seconds, FuzzTarget... targets) {
        this.name = name;
        this.seconds = seconds;
        this.targets = List.of(targets);
    }

    int seconds() {
        return seconds;
    }

    List<FuzzTarget> targets() {
        return targets;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<byte[]> seeds() throws Exception {
        List<byte[]> all = new ArrayList<>();
        for (FuzzTarget target : targets) {
            List<byte[]> own = new ArrayList<>(target.seeds());
            own.addAll(FuzzTargets.keptBytes(target));
            for (byte[] seed : own) {
                byte[] chosen = new byte[seed.length + 1];
                chosen[0] = (byte) targets.indexOf(target);
                System.arraycopy(seed, 0, chosen, 1, seed.length);
                all.add(chosen);
            }
        }
        return all;
    }

    @Override
    public void run(byte[] input) throws Exception {
        if (input.length > 0) {
            FuzzTarget target = targets.get((input[0] & 0xFF) % targets.size());
            byte[] own = Arrays.copyOfRange(input, 1, input.length);
            try {
                target.run(own);
            } catch (Law.Differs e) {
                // Chance must not decide whether a change is sound. What ends, hangs or deceives a reader fails here as
                // well; a difference
                // between two ways of reading is told, and fails where each target has its ten minutes and where kept
                // inputs are read.
                if (!isDifferenceTold) {
                    isDifferenceTold = true;
                    System.out.println("DIFFERENCE in " + target.name() + ", input "
                            + Base64.getEncoder().encodeToString(own) + "\n" + e.getMessage());
                }
            }
        }
    }

    @Override
    public int mostBytes() {
        return targets.stream().mapToInt(FuzzTarget::mostBytes).max().orElse(1) + 1;
    }

    @Override
    public String instrumented() {
        return targets.stream().map(FuzzTarget::instrumented).distinct().collect(Collectors.joining(":"));
    }
}
