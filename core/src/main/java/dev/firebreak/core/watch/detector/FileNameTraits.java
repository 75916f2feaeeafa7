package dev.firebreak.core.watch.detector;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a file's name tells about what happened to it: ordinary names, names that programs give while they work, and those of ransom notes. */
final class FileNameTraits {

    /** Endings that people and programs use every day. A rename to one of these is a conversion, not an encryption. */
    private static final Set<String> ORDINARY = Set.of(
            ("txt md rst log csv tsv json xml yaml yml toml ini cfg conf properties html htm css js ts jsx tsx vue svg "
                            + "doc docx docm dot dotx xls xlsx xlsm xlsb xlt xltx ppt pptx pptm pps ppsx pot potx odt ods odp odg rtf pdf ps tex epub "
                            + "pst ost msg eml vsd vsdx mdb accdb mpp one pub wps xps jtd jtdc jsd dwg dxf dgn "
                            + "jpg jpeg png gif bmp tif tiff webp heic raw cr2 nef psd ai eps ico "
                            + "mp3 mp4 m4a m4v mov avi mkv wmv wav flac ogg wma mpg mpeg webm "
                            + "c h cc cpp hpp cs java kt scala go rs py rb pl php sh bat cmd ps1 vbs sql r m swift lua "
                            + "exe dll sys msi msu cab iso img vhd vhdx vmdk qcow2 ova jar war ear class o so a lib obj pdb "
                            + "db sqlite sqlite3 dbf mdf ldf frm ibd idx pack rev dat bin key pem crt cer p12 pfx")
                    .split(" "));

    /** Archives and copies: many files at once become these when somebody tidies up. */
    private static final Set<String> COPIES =
            Set.of(("zip gz tgz bz2 xz zst lz4 7z rar tar bak bkf old orig save copy prev backup vbk vib vbm sav arc "
                            + "rpmsave rpmnew dpkg-old dpkg-new dpkg-dist lzma lzo br cab "
                            + "done ok processed imported exported archived sent uploaded finished complete completed ready success error failed bad")
                    .split(" "));

    /** Files that programs put beside another one and name after it: settings, checksums, signatures, maps, reports. */
    private static final Set<String> COMPANIONS =
            Set.of(("xmp pp3 dop aae thm lrv md5 sha1 sha256 sha512 sfv sig asc minisig sum torrent map gcno gcda gcov "
                            + "config manifest meta metadata import d snap license")
                    .split(" "));

    private static final Set<String> TEXTS = endings(
            "txt md rst log csv tsv json xml yaml yml toml ini cfg conf properties html htm css js ts jsx tsx vue svg tex "
                    + "c h cc cpp hpp cs java kt scala go rs py rb pl php sh bat cmd ps1 vbs sql r m swift lua");
    private static final Set<String> PICTURES = endings("jpg jpeg png gif bmp tif tiff webp heic raw cr2 nef");
    private static final Set<String> SOUNDS = endings("mp3 m4a wav flac ogg wma");
    private static final Set<String> FILMS = endings("mp4 m4v mov avi mkv wmv mpg mpeg webm");

    /** Endings and beginnings that programs give files while they write them. */
    private static final Set<String> TEMPORARY =
            Set.of("tmp temp part partial crdownload download filepart lock lck swp swo swx new wrk ~".split(" "));

    private static final Set<String> LOCKS = Set.of("lock", "lck");

    /** A number, a date or a time, alone or behind the old ending: {@code log-20170518}, {@code log_2017-05-18T08}. */
    private static final Pattern NUMBER =
            Pattern.compile("(?:([a-z][a-z0-9]{1,9})[_-])?\\d[\\d_-]{0,20}(?:t\\d{2,6}z?)?");

    private static final Set<String> LOGS = Set.of("out", "err", "trace", "audit");

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_$!{}()@#-]{2,40}");

    private static final Set<String> NOTE_ENDINGS = Set.of("txt", "html", "htm", "hta", "rtf", "bmp", "png", "url");

    /** Parts of names of ransom notes, letters and digits only. */
    private static final List<String> NOTE_WORDS = List.of(
            "decrypt",
            "ransom",
            "wanadecryptor",
            "pleasereadme",
            "filesencrypted",
            "encryptedfiles",
            "howtorecover",
            "howtorestore",
            "howtoback",
            "howtounlock",
            "recovermyfiles",
            "recoveryourfiles",
            "recoverfiles",
            "restoremyfiles",
            "restoreyourfiles",
            "restorefiles",
            "unlockmyfiles",
            "unlockyourfiles",
            "helpmyfiles",
            "helpyourfiles",
            "yourfilesare");

    private static final Pattern NOT_LETTERS = Pattern.compile("[^\\p{L}\\p{N}]");
    private static final Pattern CRYING_README = Pattern.compile("[!@#_$]+read[ _-]?me[!@#_$]*\\.[a-z]{3,4}");

    private FileNameTraits() {}

    private static Set<String> endings(String all) {
        return Set.of(all.split(" "));
    }

    /**
     * What a program that changes many files in place is made for: all sources and texts are one kind, and so are pictures, sounds and films;
     * every other ending is a kind of its own.
     */
    static String family(String ending) {
        if (TEXTS.contains(ending)) {
            return "text";
        }
        if (PICTURES.contains(ending)) {
            return "picture";
        }
        if (SOUNDS.contains(ending)) {
            return "sound";
        }
        return FILMS.contains(ending) ? "film" : ending;
    }

    /** Folder and name with forward slashes, none at the beginning, and without case: one file has one such path. */
    static String normal(String path) {
        String plain = path.replace('\\', '/').toLowerCase(Locale.ROOT);
        int from = 0;
        while (from < plain.length() && plain.charAt(from) == '/') {
            from++;
        }
        return plain.substring(from);
    }

    static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    static String folder(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    /** The ending without the dot; empty where there is none. */
    static String ending(String path) {
        String name = name(path);
        int dot = name.lastIndexOf('.');
        return dot <= 0 ? "" : name.substring(dot + 1);
    }

    /** The path without its last ending. */
    static String stem(String path) {
        String ending = ending(path);
        return ending.isEmpty() ? path : path.substring(0, path.length() - ending.length() - 1);
    }

    static boolean isOrdinary(String ending) {
        return ORDINARY.contains(ending);
    }

    static boolean isTemporary(String path) {
        String name = name(path);
        return name.startsWith("~")
                || name.startsWith(".~")
                || name.startsWith("tmp_")
                || name.endsWith("~")
                || TEMPORARY.contains(ending(path));
    }

    /** An archive, a copy, a number or a date at the end. */
    static boolean isCopy(String ending) {
        Matcher number = NUMBER.matcher(ending);
        boolean isNumbered = number.matches()
                && (number.group(1) == null || ORDINARY.contains(number.group(1)) || LOGS.contains(number.group(1)));
        return isNumbered || COPIES.contains(ending);
    }

    /**
     * Whether a file of an ordinary name gets an ending that no program of everyday work gives. A hidden file that another name is written
     * to first, as rsync does, has an ending of its own and becomes an ordinary file: the other way round.
     */
    static boolean isSuspiciousRename(String from, String to) {
        String before = ending(from);
        String after = ending(to);
        return !before.isEmpty()
                && !before.equals(after)
                && !isTemporary(from)
                && !(name(from).startsWith(".") && name(from).indexOf('.', 1) > 0)
                // Out of sight under its old name: who moves an old version away does that.
                && !name(to).startsWith("." + name(from))
                // A working name loses its end: "plan.blend@" becomes "plan.blend".
                && !(name(from).startsWith(name(to)) && !isOrdinary(ending(stem(to))))
                && isSuspicious(from, to, after);
    }

    private static boolean isSuspicious(String from, String to, String after) {
        // A lock is a file of its own; no program turns a document into one.
        boolean isLocked = LOCKS.contains(after) && name(to).startsWith(name(from) + ".");
        if ((isTemporary(to) && !isLocked)
                || isCopy(after)
                || !WORD.matcher(after).matches()) {
            return false;
        }
        // "report.docx.mp3" is no conversion: the ordinary ending stays and another one follows it.
        return !isOrdinary(after) || name(to).startsWith(name(from) + ".");
    }

    /** Whether a new file looks like the encrypted copy of another one: an unknown ending after an ordinary one. */
    static boolean isSuspiciousCopy(String path) {
        String after = ending(path);
        return !isTemporary(path)
                && !isCopy(after)
                && !COMPANIONS.contains(after)
                && !isOrdinary(after)
                && WORD.matcher(after).matches()
                && isOrdinary(ending(stem(path)));
    }

    /** Whether the name is one that ransom notes have. */
    static boolean isNote(String path) {
        String name = name(path);
        if (!NOTE_ENDINGS.contains(ending(path))) {
            return false;
        }
        String letters = NOT_LETTERS.matcher(name).replaceAll("");
        return NOTE_WORDS.stream().anyMatch(letters::contains)
                || CRYING_README.matcher(name).matches();
    }
}
