package dev.firebreak.app.probe.killswitch;

/**
 * How long a probe waits, in milliseconds.
 *
 * @param dnsMillis for each of two tries over UDP, and for one over TCP
 * @param connectMillis for a TCP connection
 * @param answerMillis for a whole answer over it
 */
public record ProbeTimes(int dnsMillis, int connectMillis, int answerMillis) {

    public static final ProbeTimes USUAL = new ProbeTimes(2_000, 5_000, 10_000);

    public ProbeTimes {
        if (dnsMillis < 1 || connectMillis < 1 || answerMillis < 1) {
            throw new IllegalArgumentException("times are positive");
        }
    }
}
