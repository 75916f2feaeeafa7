package dev.firebreak.app.collect.classify;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.collect.format.HotfixTableFormat;
import dev.firebreak.core.inventory.Source;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileClassifierTest {

    private static final String RECORD = "{\"machine\":\"PC1\",\"os\":{\"version\":\"6.1.7601\"}}\n";

    private final FileClassifier classifier = new FileClassifier(Formats.SHIPPED);

    private FileContent classify(String name, byte[] content) {
        return classifier.classify(Source.of(name), content);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
        pc.txt     , ''                     , Empty
        pc.txt     , ' '                    , Empty
        pc.ndjson  , ' '                    , Empty
        pc.txt     , PK\u0003\u0004x        , KnownBinary
        pc.ndjson  , PK\u0003\u0004x        , KnownBinary
        pc.txt     , some words             , Document
        pc.ndjson  , some words             , Ndjson
        PC.JSONL   , some words             , Ndjson
        pc.ndjson  , HotFixID KB4012212     , Ndjson
        """)
    void the_content_decides_and_the_name_only_where_it_does_not(String name, String content, String expected) {
        assertThat(classify(name, content.getBytes(ISO_8859_1)).getClass().getSimpleName())
                .isEqualTo(expected);
    }

    @Test
    void records_are_found_in_any_encoding_that_powershell_writes() {
        assertThat(classify("x.txt", RECORD.getBytes(UTF_8))).isEqualTo(new FileContent.Ndjson(UTF_8));
        assertThat(classify("x.txt", ("\uFEFF" + RECORD).getBytes(UTF_8))).isEqualTo(new FileContent.Ndjson(UTF_8));
        for (Charset wide : new Charset[] {UTF_16LE, UTF_16BE}) {
            assertThat(classify("x.txt", ("\uFEFF" + RECORD).getBytes(wide))).isEqualTo(new FileContent.Ndjson(wide));
            assertThat(classify("x.txt", RECORD.getBytes(wide))).isEqualTo(new FileContent.DecodedNdjson(RECORD));
        }
    }

    @Test
    void a_format_that_fits_reads_a_file_whatever_it_is_called() {
        FileContent content = classify("pc.ndjson", "HotFixID\nKB4012212\n\n".getBytes(UTF_8));
        assertThat(content)
                .isInstanceOfSatisfying(
                        FileContent.Document.class,
                        document -> assertThat(document.format()).isInstanceOf(HotfixTableFormat.class));
    }

    @Test
    void bytes_that_are_no_text_are_binary() {
        byte[] noise = new byte[4096];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (byte) (i * 167 + 13 * (i >> 5));
        }
        assertThat(classify("pc.txt", noise)).isInstanceOf(FileContent.UnknownBinary.class);
    }

    @Test
    void a_text_larger_than_any_machine_writes_is_refused_unless_it_is_called_an_inventory() throws IOException {
        byte[] large = new byte[(32 << 20) + (2 << 20)];
        Arrays.fill(large, (byte) 'x');
        large[100] = '\n';
        assertThat(classify("pc.txt", large)).isInstanceOf(FileContent.TooLarge.class);
        assertThat(classify("pc.ndjson", large)).isEqualTo(new FileContent.Ndjson(UTF_8));
        // A file that was small when it was found, and has grown since.
        assertThat(classifier.classify(Source.of("pc.txt"), 10, new ByteArrayInputStream(large)))
                .isInstanceOf(FileContent.TooLarge.class);
    }
}
