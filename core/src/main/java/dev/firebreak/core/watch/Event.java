package dev.firebreak.core.watch;

import java.io.Serializable;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One observation in a capture or a log: a flat value that can be serialised. Texts are untrusted input; the code that shows them makes them safe
 * with {@code SafeText}.
 */
public sealed interface Event extends Serializable {

    /** When it happened, as the input tells it; at most microseconds count. */
    Instant time();

    /** The capture or log it was read from: a file's name, or {@code -} for standard input. */
    String origin();

    /** Source and target. */
    Flow flow();

    /** An attempt to open a TCP connection, told once when its outcome is known. */
    record ConnectionAttempt(Instant time, String origin, Flow flow, ConnectionOutcome outcome) implements Event {}

    /**
     * One SMB1 message (MS-CIFS, MS-SMB); each command of an AndX chain is an event of its own.
     *
     * @param phase which part of the exchange it is
     * @param command command code, 0 to 255
     * @param function subcommand of TRANSACTION (0x25), TRANSACTION2 (0x32) or function of NT_TRANSACT (0xA0); -1 for other commands and
     *     where it was not seen; the information level above the lower 16 bits where TRANSACTION2 has subcommand 4
     * @param status NT status of a response, 0 in requests
     * @param key what tells transactions of one connection apart
     */
    record SmbCommand(
            Instant time, String origin, Flow flow, SmbPhase phase, int command, int function, int status, SmbKey key)
            implements Event {}

    /** What tells the transactions of one SMB1 connection apart: process, multiplex, tree and user id. */
    record SmbKey(int process, int multiplex, int tree, int user) implements Serializable {}

    /**
     * A DNS question, or the answer to it.
     *
     * @param flow source asks, target is the server
     * @param name as asked, without the last dot
     * @param type {@code A}, {@code AAAA}, {@code PTR} ..
     * @param result {@code NOERROR}, {@code NXDOMAIN} ..; null where this is the question or the input does not tell
     * @param answers addresses and names in the answer, at most 32
     */
    record DnsQuery(
            Instant time,
            String origin,
            Flow flow,
            String name,
            String type,
            @Nullable String result,
            List<String> answers)
            implements Event {
        public DnsQuery {
            answers = List.copyOf(answers);
        }
    }

    /**
     * The first lines of an HTTP request.
     *
     * @param host from the request's address or its Host line, without port; null where neither tells
     * @param path path and query
     * @param agent User-Agent line; null where there is none
     */
    record HttpRequest(
            Instant time,
            String origin,
            Flow flow,
            String method,
            @Nullable String host,
            String path,
            @Nullable String agent)
            implements Event {}

    /**
     * Something done with a file on a file server.
     *
     * @param flow source is the client, target the server
     * @param user account of the client; null where the input does not tell
     * @param path within the share or absolute, as the input tells it, with either slash
     * @param newPath where the file went, for {@link FileAction#RENAME}; else null
     * @param bytes bytes read or written; 0 where the input does not tell
     */
    record FileOperation(
            Instant time,
            String origin,
            Flow flow,
            FileAction action,
            @Nullable String user,
            String path,
            @Nullable String newPath,
            long bytes)
            implements Event {}

    /**
     * A record of a log with its fields, as Sigma rules ask for them.
     *
     * @param flow source is the machine that wrote it
     * @param channel {@code Security}, {@code Microsoft-Windows-Sysmon/Operational}, {@code smbd_audit} ..
     * @param id the event's number within its channel; 0 where there is none
     * @param fields by name as the log has them, in the log's order
     */
    record LogRecord(Instant time, String origin, Flow flow, String channel, int id, Map<String, String> fields)
            implements Event {
        public LogRecord {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }
    }

    /**
     * A part of a mail that can be compared with indicators.
     *
     * @param flow source is the sender's address as the mail claims it
     * @param message the Message-ID, or the place of the mail in the input
     * @param kind what part it is
     * @param value the attachment's name, the link or the sender
     * @param contentType MIME type of an attachment as claimed; else null
     * @param sha256 of an attachment's content, in lower-case hex digits; else null
     */
    record MailPart(
            Instant time,
            String origin,
            Flow flow,
            String message,
            MailPartKind kind,
            String value,
            @Nullable String contentType,
            @Nullable String sha256)
            implements Event {}

    /** Parts of a mail that can be compared with indicators. */
    enum MailPartKind {
        ATTACHMENT,
        LINK,
        SENDER
    }
}
