package dev.firebreak.core.watch.detector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.core.watch.Detection;
import dev.firebreak.core.watch.DetectorRun;
import dev.firebreak.core.watch.Event;
import dev.firebreak.core.watch.FileAction;
import dev.firebreak.core.watch.Flow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Operations as text: {@code C a} create, {@code O a} overwrite, {@code R a} read, {@code W a} write, {@code D a} delete, {@code a > b} rename. */
class RansomwareDetectorTest {

    private static final List<String> KINDS = List.of("docx", "xlsx", "pdf", "jpg", "txt");

    /** What families do to one file; # is its number, % its ending. */
    static Stream<String> attacks() {
        return Stream.of(
                // overwrite in place, then rename
                "R d/f#.%; O d/f#.%; W d/f#.%; d/f#.% > d/f#.%.locked",
                // rename first, then overwrite
                "d/f#.% > d/f#.%.a8f3; R d/f#.%.a8f3; W d/f#.%.a8f3",
                // WannaCry: a copy under a working name, renamed, then the original is deleted
                "R d\\f#.%; C d\\f#.%.WNCRYT; W d\\f#.%.WNCRYT; d\\f#.%.WNCRYT > d\\f#.%.WNCRY; D d\\f#.%",
                // an encrypted copy, then the original is deleted
                "R d/f#.%; C d/f#.%.crypt; W d/f#.%.crypt; D d/f#.%",
                // the same with what a log of access rights tells, and with what Samba logs where a file is made or
                // replaced
                "R d/f#.%; W d/f#.%.crypt; D d/f#.%",
                "R d/f#.%; O d/f#.%.crypt; W d/f#.%.crypt; D d/f#.%",
                "C d/f#.%; W d/f#.%; R d/f#.%; C d/f#.%.crypt; W d/f#.%.crypt; D d/f#.%",
                "R d/f#.%; C d/f#.%.crypt; W d/f#.%.crypt; O d/f#.%; W d/f#.%; d/f#.% > d/0#.tmp; D d/0#.tmp",
                // the original is emptied first
                "R d/f#.%; D d/f#.%; C d/f#.%.enc1; W d/f#.%.enc1",
                "R d/f#.%; W d/f#.%; d/f#.% > d/f#.%.lock",
                // an ending with a number that is no date of a log
                "R d/f#.%; W d/f#.%; d/f#.% > d/f#.%.wnx-1234",
                // a known ending behind the old one
                "R d/f#.%; W d/f#.%; d/f#.% > d/f#.%.mp3",
                // files that the same client made
                "C d/f#.txt; W d/f#.txt; O d/f#.txt; W d/f#.txt; d/f#.txt > d/f#.txt.encrypted",
                // the input tells renames only
                "d/f#.% > d/f#.%.WNCRY");
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void an_encryption_is_detected_within_ten_files(String file) {
        List<String> operations = new ArrayList<>();
        IntStream.range(0, 40).forEach(i -> operations.addAll(steps(file, i)));
        List<Detection> found = run(operations, 1);
        assertThat(found).hasSize(1);
        assertThat(found.getFirst().count()).isLessThanOrEqualTo(10);
        // Ten files at the most were touched when it was told.
        List<String> ten = new ArrayList<>();
        IntStream.range(0, 10).forEach(i -> ten.addAll(steps(file, i)));
        assertThat(run(ten, 1)).hasSize(1);
    }

    static Stream<String> ordinary() {
        return Stream.of(
                // rsync
                "C d/.f#.%.Xy7aB#; W d/.f#.%.Xy7aB#; d/.f#.%.Xy7aB# > d/f#.%",
                "C d/f#.%.lock; W d/f#.%; D d/f#.%.lock",
                // rsync --inplace of a few kinds is a matter of numbers: see below
                // git checkout: old file away, new file in its place, and the index
                "D d/f#.c; C d/f#.c; W d/f#.c; C .git/index.lock; W .git/index.lock; .git/index.lock > .git/index",
                "C .git/objects/ab/tmp_obj_Q#; W .git/objects/ab/tmp_obj_Q#; .git/objects/ab/tmp_obj_Q# > .git/objects/ab/12345#",
                // unzip
                "C d/f#.%; W d/f#.%",
                // Word: a new file, the old one away, the new one in its place, the old one deleted
                "C d/~WRD#.tmp; W d/~WRD#.tmp; d/f#.docx > d/~WRL#.tmp; d/~WRD#.tmp > d/f#.docx; D d/~WRL#.tmp",
                // Excel: a name without ending
                "C d/8A#F0000; W d/8A#F0000; d/f#.xlsx > d/B#D.tmp; d/8A#F0000 > d/f#.xlsx; D d/B#D.tmp",
                // LibreOffice: lock file, new content in the old file
                "C d/.~lock.f#.odt#; O d/f#.odt; W d/f#.odt; D d/.~lock.f#.odt#",
                // an image program that keeps the original
                "C d/f#.jpg_exiftool_tmp; W d/f#.jpg_exiftool_tmp; d/f#.jpg > d/f#.jpg_original; d/f#.jpg_exiftool_tmp > d/f#.jpg",
                // backup: reads, writes elsewhere, renames the finished archive
                "R d/f#.%; W b/day.vbk.tmp; b/day.vbk.tmp > b/day#.vbk",
                // logs that are rotated and compressed
                "l/a#.log > l/a#.log.1; R l/a#.log.1; C l/a#.log.1.gz; W l/a#.log.1.gz; D l/a#.log.1",
                // a folder that is compressed file by file
                "R d/f#.csv; C d/f#.csv.gz; W d/f#.csv.gz; D d/f#.csv",
                // copies kept beside the originals
                "d/f#.% > d/f#.%.bak",
                // conversions
                "R d/f#.doc; C d/f#.docx; W d/f#.docx; D d/f#.doc",
                "d/f#.jpeg > d/f#.jpg",
                // a program is built again and again, with maps and reports beside what it makes
                "C w/c#.js.map; W w/c#.js.map; O w/c#.js; W w/c#.js; O w/c#.js.map; W w/c#.js.map; O w/c#.js; W w/c#.js",
                "O w/c#.js; W w/c#.js; C w/c#.js.report; W w/c#.js.report; O w/c#.js; W w/c#.js",
                "W w/c#.html; W w/c#.html.report; D w/c#.html; D w/c#.html.report",
                // photographs with their settings beside them, of which some are thrown away
                "C p/f#.jpg; W p/f#.jpg; C p/f#.jpg.xmp; W p/f#.jpg.xmp; D p/f#.jpg",
                "R d/f#.iso; C d/f#.iso.sha256; W d/f#.iso.sha256; D d/f#.iso",
                // logs that get the date behind their names
                "W l/a#.log; l/a#.log > l/a#.log-20170518; C l/a#.log; W l/a#.log",
                "W l/a#.log; l/a#.log > l/a#.log.2017-05-18-08; C l/a#.log; W l/a#.log",
                "W l/a#.log; l/a#.log > l/a#.log_20170518T081210Z",
                "W l/a#.out; l/a#.out > l/a#.out-20170518",
                "W l/a#.log; l/a#.log > l/a#.log.kept; C l/a#.log; W l/a#.log",
                // a program takes files out of a folder and says that it has done so
                "R i/f#.pdf; i/f#.pdf > i/f#.pdf.done",
                "R i/f#.%; i/f#.% > i/f#.%.processed",
                // a package manager moves the old version away
                "m/lodash.f# > m/.lodash.f#-DDWOFDHN",
                // editors and programs that keep the version before
                "C d/f#.java___jb_tmp___; W d/f#.java___jb_tmp___; d/f#.java > d/f#.java___jb_old___; d/f#.java___jb_tmp___ > d/f#.java; D d/f#.java___jb_old___",
                "C d/f#.blend@; W d/f#.blend@; d/f#.blend > d/f#.blend1; d/f#.blend@ > d/f#.blend",
                "C d/f#.%.!sync; W d/f#.%.!sync; D d/f#.%; d/f#.%.!sync > d/f#.%",
                // a formatter goes over the sources, a tagger over a music library
                "R s/f#.ts; W s/f#.ts; R s/f#.css; W s/f#.css; R s/f#.html; W s/f#.html; R s/f#.json; W s/f#.json",
                "R m/f#.mp3; W m/f#.mp3; R m/f#.flac; W m/f#.flac; R m/f#.m4a; W m/f#.m4a; R m/f#.jpg; W m/f#.jpg",
                // a download
                "C d/f#.zip.crdownload; W d/f#.zip.crdownload; d/f#.zip.crdownload > d/f#.zip",
                // people sort their files
                "d/f#.% > archive/f#.%",
                "D d/f#.%",
                "C d#/README.txt; W d#/README.txt");
    }

    @ParameterizedTest
    @MethodSource("ordinary")
    void everyday_work_gives_no_detection(String file) {
        List<String> operations = new ArrayList<>();
        IntStream.range(0, 300).forEach(i -> operations.addAll(steps(file, i)));
        assertThat(run(operations, 20)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "@Please_Read_Me@.txt, true",
        "HOW_TO_DECRYPT.html, true",
        "_readme.txt, true",
        "!!!READ_ME!!!.txt, true",
        "Restore-My-Files.txt, true",
        "README.txt, false",
        "readme.md, false",
        "how-to-install.txt, false",
        "decrypt.c, false",
        "recovery-plan.docx, false",
    })
    void names_of_ransom_notes(String name, boolean isNote) {
        assertThat(FileNameTraits.isNote(FileNameTraits.normal("d/" + name))).isEqualTo(isNote);
        List<String> operations = List.of("C a/" + name, "C b/" + name, "C b/" + name, "C c/" + name, "C d/" + name);
        assertThat(run(operations, 1)).hasSize(isNote ? 1 : 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "W d/00-firebreak-canary.docx",
                "d/Gehalt.xlsx > d/Gehalt.xlsx.abc",
                "D d/gehalt.xlsx",
                "O d/GEHALT.XLSX"
            })
    void a_canary_is_detected_at_once(String operation) {
        assertThat(run(List.of(operation), 1)).hasSize(1);
        assertThat(run(List.of("R d/gehalt.xlsx", "R d/00-firebreak-canary.docx"), 1))
                .isEmpty();
    }

    @Test
    void many_files_of_several_kinds_read_and_overwritten_in_place() {
        List<String> operations = new ArrayList<>();
        IntStream.range(0, 150).forEach(i -> operations.addAll(steps("R d/f#.%; W d/f#.%", i)));
        assertThat(run(operations, 1)).hasSize(1);
        List<String> slow = new ArrayList<>();
        IntStream.range(0, 150).forEach(i -> slow.addAll(steps("R d/f#.%; W d/f#.%", i)));
        assertThat(run(slow, 4_000)).isEmpty();
    }

    @Test
    void ten_renames_in_a_day_are_no_burst() {
        List<String> operations = new ArrayList<>();
        IntStream.range(0, 20).forEach(i -> operations.addAll(steps("W d/f#.%; d/f#.% > d/f#.%.locked", i)));
        assertThat(run(operations, 120_000)).isEmpty();
    }

    @Test
    void clients_are_distinguished() {
        var run = new DetectorRun(List.of(new RansomwareDetector(Set.of())), 1000);
        List<Detection> found = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            for (String step : steps("W d/f#.%; d/f#.% > d/f#.%.locked", i)) {
                found.addAll(run.accept(operation(step, Instant.EPOCH, "192.0.2." + i)));
            }
        }
        assertThat(found).isEmpty();
    }

    private static List<String> steps(String file, int number) {
        return List.of(file.replace("#", String.valueOf(number))
                .replace("%", KINDS.get(number % KINDS.size()))
                .split("; "));
    }

    private static List<Detection> run(List<String> operations, long millisApart) {
        var run = new DetectorRun(List.of(new RansomwareDetector(Set.of("gehalt.xlsx"))), 10);
        List<Detection> found = new ArrayList<>();
        for (int i = 0; i < operations.size(); i++) {
            found.addAll(
                    run.accept(operation(operations.get(i), Instant.EPOCH.plusMillis(i * millisApart), "192.0.2.1")));
        }
        return found;
    }

    private static Event operation(String text, Instant at, String client) {
        int arrow = text.indexOf(" > ");
        FileAction action = arrow > 0
                ? FileAction.RENAME
                : switch (text.charAt(0)) {
                    case 'C' -> FileAction.CREATE;
                    case 'O' -> FileAction.OVERWRITE;
                    case 'R' -> FileAction.READ;
                    case 'W' -> FileAction.WRITE;
                    default -> FileAction.DELETE;
                };
        String path = arrow > 0 ? text.substring(0, arrow) : text.substring(2);
        String newPath = arrow > 0 ? text.substring(arrow + 3) : null;
        return new Event.FileOperation(
                at, "test", Flow.of(client, 50_000, "192.0.2.200", 445), action, null, path, newPath, 0);
    }
}
