package dev.firebreak.app.capture.mail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;

/** Small messages: nested parts, names in every way they are written, an mbox. */
public final class MailSeeds {

    private static final String HEAD = """
            From: Sender <sender@example.com>
            Date: Fri, 12 May 2017 08:12:10 +0900
            Message-ID: <1@example.com>
            MIME-Version: 1.0
            """;
    private static final String MIXED = HEAD + """
            Content-Type: multipart/mixed; boundary=b

            --b
            Content-Type: text/html; charset=utf-8

            <a href="http://bad.example/x?a=1&amp;b=2">click</a> and https://other.example.
            --b
            Content-Type: application/octet-stream; name="invoice.exe"
            Content-Transfer-Encoding: base64

            TVo=
            --b
            Content-Type: text/plain
            Content-Disposition: attachment; filename*0*=utf-8''%E8%AB%8B%E6%B1%82;
             filename*1*=%E6%9B%B8.exe
            Content-Transfer-Encoding: quoted-printable

            a=3Db
            --b
            Content-Type: message/rfc822

            From: inner@example.com
            Content-Type: application/zip; name="=?ISO-2022-JP?B?GyRCQEE1YT1xGyhCLnppcA==?="

            PK
            --b--
            """;

    private MailSeeds() {}

    public static List<byte[]> all() {
        return List.of(
                bytes(MIXED),
                bytes("From sender@example.com Fri May 12 08:12:10 2017\n" + HEAD
                        + "\n>From here http://a.example/\n\nFrom b@example.com Fri May 12 08:12:11 2017\n" + HEAD
                        + "Content-Type: application/x-uuencode; name=a.exe\nContent-Transfer-Encoding: uuencode\n\n"
                        + "begin 644 a\n#0V%T\n`\nend\n"),
                bytes(HEAD + "Content-Type: application/x; name=\"\u001B$B@A5a=q\u001B(B.exe\"\n\nx\n"),
                bytes(
                        HEAD
                                + "Content-Type: multipart/alternative; boundary=\"=_a\"\n\n--=_a\nContent-Type: multipart/related; "
                                + "boundary=c\n\n--c\nContent-Disposition: inline; filename==?utf-8?q?a=2Eexe?=\n\nx\n--c--\n--=_a--\n"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }
}
