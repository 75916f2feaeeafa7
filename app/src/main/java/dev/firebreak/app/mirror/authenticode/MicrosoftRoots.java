package dev.firebreak.app.mirror.authenticode;

import dev.firebreak.app.io.BoundedJson;
import dev.firebreak.app.io.JsonFields;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The root certificates of Microsoft that ship, from {@code microsoft-roots.json}: each with its fingerprint and where it was checked. */
public final class MicrosoftRoots {

    private static final String FILE = "microsoft-roots.json";

    private MicrosoftRoots() {}

    /** The roots; a file that does not match its own fingerprints is a broken product. */
    public static List<X509Certificate> load() {
        try (InputStream in = MicrosoftRoots.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException(FILE + " is missing");
            }
            JsonNode file = BoundedJson.tree(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            List<X509Certificate> roots = new ArrayList<>();
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (JsonNode root : file.required("roots")) {
                byte[] der = Base64.getDecoder().decode(JsonFields.text(root, "certificate"));
                String print = HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(der));
                if (!print.equals(JsonFields.text(root, "sha256"))) {
                    throw new IllegalStateException(FILE + ": fingerprint of " + JsonFields.text(root, "name"));
                }
                roots.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der)));
            }
            return List.copyOf(roots);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(FILE, e);
        }
    }
}
