package dev.firebreak.app.capture.log;

import java.time.LocalDate;
import java.time.ZoneId;

/**
 * How logs are read.
 *
 * @param zone of times that are written without one
 * @param latest no record is younger than this day: settles the year of times that are written without one (syslog, RFC 3164)
 * @param withRecords whether every record of Zeek and Suricata is wanted with all of its fields, as Sigma rules need; Windows events always are
 */
public record LogOptions(ZoneId zone, LocalDate latest, boolean withRecords) {}
