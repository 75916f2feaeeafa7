package dev.firebreak.app.capture.evtx;

import dev.firebreak.app.io.XmlElement;
import java.time.Instant;

/**
 * One record of an event log.
 *
 * @param id its number in the log
 * @param written when it was written, in steps of 100 ns
 * @param event the element {@code Event}, as {@code wevtutil qe /f:xml} prints it
 */
public record EvtxRecord(long id, Instant written, XmlElement event) {}
