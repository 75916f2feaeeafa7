package dev.firebreak.app.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Assumptions;

/** Certificates for tests, made by openssl as an administrator makes them. */
final class Tls {

    private Tls() {}

    static void selfSigned(String algorithm, Path key, Path certificate) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("openssl", "req", "-x509", "-nodes", "-days", "2", "-subj", "/CN=localhost"));
        command.addAll(List.of("-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-newkey", algorithm));
        if (algorithm.equals("ec")) {
            command.addAll(List.of("-pkeyopt", "ec_paramgen_curve:prime256v1"));
        }
        command.addAll(List.of("-keyout", key.toString(), "-out", certificate.toString()));
        try {
            int exit = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(key.resolveSibling("openssl.log").toFile())
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new IOException(Files.readString(key.resolveSibling("openssl.log")));
            }
        } catch (IOException e) {
            Assumptions.assumeTrue(false, "LEFT OUT, nothing was tested: " + e.getMessage());
        }
    }

    static SSLContext trusting(Path certificate) throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (var in = Files.newInputStream(certificate)) {
            store.setCertificateEntry(
                    "it", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
