package dev.firebreak.app.capture.event;

import dev.firebreak.core.text.Text;

/** What readers of captures and logs say about input that they cannot use. */
public final class CaptureTexts {

    public static final Text NOT_RECOGNISED =
            new Text("not recognised as a capture or log that Firebreak reads", "Firebreak が読み取れるキャプチャまたはログではありません");
    public static final Text EMPTY = new Text("the file is empty", "ファイルが空です");
    public static final Text GZIP_DAMAGED = new Text(
            "the gzip data is damaged or cut short; what came before was used",
            "gzip データが壊れているか途中で切れています。そこまでの内容は使用しました");

    public static final Text INFLATES = new Text(
            "the gzip data expands out of all proportion, as no capture or log does; what came before was used",
            "gzip データの展開後の大きさが、キャプチャやログではあり得ないほど大きいため、読み取りを中止しました。そこまでの内容は使用しました");
    public static final Text ARCHIVE = new Text(
            "an archive (ZIP, 7z, RAR, xz, bzip2 or zstd): unpack it and bring the captures and logs in it; gzip is read as it is",
            "アーカイブ（ZIP、7z、RAR、xz、bzip2、zstd のいずれか）です。展開して、中のキャプチャとログを取り込んでください（gzip はそのまま読み取れます）");

    private CaptureTexts() {}

    /** The file ends within a record. */
    public static Text cutShort(long offset) {
        return Text.format("cut short at byte %d; what came before was used", "%d バイト目で途切れています。そこまでの内容は使用しました", offset);
    }

    /** A record contradicts itself, and nothing after it can be found. */
    public static Text damagedAt(long offset) {
        return Text.format("damaged at byte %d; what came before was used", "%d バイト目が壊れています。そこまでの内容は使用しました", offset);
    }

    /** A part was passed over. */
    public static Text skippedAt(long offset) {
        return Text.format("a damaged part at byte %d was skipped", "%d バイト目の壊れた部分を読み飛ばしました", offset);
    }
}
