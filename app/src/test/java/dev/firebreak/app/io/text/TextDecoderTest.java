package dev.firebreak.app.io.text;

import static java.nio.charset.StandardCharsets.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.collect.format.systeminfo.SysteminfoLabels;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bytes of every kind that Windows writes become the text that was meant. */
class TextDecoderTest {

    private static final String TABLE = "HotFixID   InstalledOn\r\nKB4012212  3/14/2017\r\nKB2534111  1/2/2012\r\n\r\n";
    private static final String PLAIN = "Host Name:     PC7\r\nOS Name:       Windows\r\n";

    private static @Nullable String decode(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return new TextDecoder(SysteminfoLabels::known).decode(all.toByteArray());
    }

    /** A few lines as each language has them, in the page its console writes and in that of its notepad. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            windows-31j    | システム起動時間:       2017/05/11
            GB18030        | 系统启动时间:     2017/5/11
            x-windows-950  | 系統開機時間:         2017/5/11
            x-windows-949  | 시스템 제조업체:         LG
            IBM850         | Ursprüngliches Installationsdatum:  9.7.2012
            windows-1252   | Ursprüngliches Installationsdatum:  9.7.2012
            IBM850         | Propriétaire enregistré:   Hélène
            windows-1252   | Propriétaire enregistré:   Hélène
            IBM850         | Configuración del sistema operativo:   Estación de trabajo
            windows-1252   | Configuración del sistema operativo:   Estación de trabajo
            IBM850         | Localização:   Português, não
            IBM866         | Изготовитель системы:      Новая
            windows-1251   | Изготовитель системы:      Новая
            IBM852         | Zarejestrowany właściciel:  Żółć
            windows-1250   | Zarejestrowany właściciel:  Żółć
            IBM852         | Název operačního systému:  Příliš
            windows-1250   | Název operačního systému:  Příliš
            IBM857         | İşletim Sistemi Adı:   Yazıcı
            windows-1254   | İşletim Sistemi Adı:   Yazıcı
            IBM737         | Όνομα λειτουργικού συστήματος:   Αθήνα
            windows-1253   | Όνομα λειτουργικού συστήματος:   Αθήνα
            IBM862         | שם מערכת הפעלה:   חלונות
            windows-1255   | שם מערכת הפעלה:   חלונות
            windows-1256   | اسم نظام التشغيل:   ويندوز
            windows-1257   | Reģistrētais īpašnieks:   Jānis
            IBM775         | Reģistrētais īpašnieks:   Jānis
            x-windows-874  | ชื่อระบบปฏิบัติการ:   วินโดวส์
            UTF-8          | ชื่อระบบปฏิบัติการ:   วินโดวส์
            UTF-8          | システム起動時間:       2017/05/11
            UTF-16         | システム起動時間:       2017/05/11
            UTF-16LE       | システム起動時間:       2017/05/11
            UTF-16BE       | システム起動時間:       2017/05/11
            """)
    void each_page_is_told_by_its_content(String charset, String line) {
        String text = "Host Name:    PC7\r\n" + line + "\r\nSystem Type:    x64-based PC\r\n";
        assertThat(decode(text.getBytes(Charset.forName(charset)))).isEqualTo(text);
    }

    /** A page is remembered by what told it: the same labels with other values, and other labels, must not be read in it. */
    @Test
    void what_was_learned_from_one_machine_does_not_mislead_the_next() {
        var decoder = new TextDecoder(SysteminfoLabels::known);
        String label = "Propriétaire enregistré:   ";
        for (String value : List.of("PC7", "PC8", "Hélène", "PC9", "Ève", "Hélène")) {
            for (String charset : List.of("IBM850", "windows-1252", "UTF-8")) {
                String text = "Host Name:    " + value.charAt(0) + "\r\n" + label + value
                        + "\r\nSystem Type:    x64-based PC\r\n";
                byte[] bytes = text.getBytes(Charset.forName(charset));
                assertThat(decoder.decode(bytes)).isEqualTo(decode(bytes)).isEqualTo(text);
            }
        }
    }

    @Test
    void one_spoilt_byte_does_not_hand_the_file_to_another_page() {
        String japanese = "ホスト名:               KANGO-01\r\nシステム起動時間:       2017/05/11\r\nドメイン:    minase\r\n";
        for (String charset : new String[] {"windows-31j", "UTF-8"}) {
            byte[] bytes = (japanese + "x").getBytes(Charset.forName(charset));
            bytes[bytes.length - 1] = (byte) 0xFF;
            assertThat(decode(bytes)).startsWith(japanese);
        }
    }

    @Test
    void utf_16_goes_on_where_ascii_ended() {
        assertThat(decode("Please wait while WMIC is being installed.".getBytes(US_ASCII), TABLE.getBytes(UTF_16LE)))
                .isEqualTo("Please wait while WMIC is being installed.\n" + TABLE);
        assertThat(decode(PLAIN.getBytes(US_ASCII), TABLE.getBytes(UTF_16LE))).isEqualTo(PLAIN + TABLE);
        String japanese = PLAIN + "ホスト名:    ホスト\r\n";
        assertThat(decode(japanese.getBytes(Charset.forName("windows-31j")), TABLE.getBytes(UTF_16LE)))
                .isEqualTo(japanese + TABLE);
        assertThat(decode(PLAIN.getBytes(US_ASCII), new byte[] {(byte) 0xFF, (byte) 0xFE}, TABLE.getBytes(UTF_16LE)))
                .isEqualTo(PLAIN + TABLE);
    }

    @Test
    void ascii_goes_on_where_utf_16_ended() {
        byte[] mark = {(byte) 0xFF, (byte) 0xFE};
        assertThat(decode(mark, TABLE.getBytes(UTF_16LE), PLAIN.getBytes(US_ASCII)))
                .isEqualTo(TABLE + PLAIN);
        assertThat(decode(
                        mark, TABLE.getBytes(UTF_16LE), ("\r\n" + PLAIN).getBytes(US_ASCII), TABLE.getBytes(UTF_16LE)))
                .isEqualTo(TABLE + "\r\n" + PLAIN + TABLE);
    }

    @Test
    void hiragana_is_not_taken_for_ascii() {
        String text = "こんにちは、ください。\r\nここに《ひらがな》だけがある\r\nKB4012212 そして ASCII\r\n";
        byte[] mark = {(byte) 0xFF, (byte) 0xFE};
        assertThat(decode(mark, text.getBytes(UTF_16LE))).isEqualTo(text);
    }

    @Test
    void zeros_in_plain_text_stay_visible_as_damage() {
        String vulnerabilities = PLAIN.repeat(20) + "\0\0\0\0" + PLAIN;
        assertThat(decode(vulnerabilities.getBytes(US_ASCII))).isEqualTo(vulnerabilities);
    }

    @Test
    void bytes_that_are_no_text_are_none() {
        assertThat(decode(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 14, 15, 16})).isNull();
    }

    @Test
    void a_file_of_nothing_but_marks_ends() {
        byte[] marks = new byte[3_000_000];
        for (int i = 0; i < marks.length; i += 3) {
            marks[i] = (byte) 0xEF;
            marks[i + 1] = (byte) 0xBB;
            marks[i + 2] = (byte) 0xBF;
        }
        assertThat(Objects.requireNonNull(decode(marks))).hasSizeLessThan(1_000_001);
        Arrays.fill(marks, (byte) 0xFF);
        decode(marks);
    }

    @Property(tries = 2000)
    void no_bytes_break_it(@ForAll byte[] bytes, @ForAll @IntRange(max = 200) int at) {
        byte[] text = (PLAIN + TABLE).getBytes(at % 2 == 0 ? UTF_16LE : US_ASCII);
        System.arraycopy(
                bytes, 0, text, Math.min(at, text.length), Math.min(bytes.length, Math.max(0, text.length - at)));
        decode(bytes);
        decode(text);
    }
}
