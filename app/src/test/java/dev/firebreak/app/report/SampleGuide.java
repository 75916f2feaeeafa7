package dev.firebreak.app.report;

import dev.firebreak.core.guidance.Guide;
import dev.firebreak.core.guidance.Guide.Citation;
import dev.firebreak.core.guidance.Guide.Dispute;
import dev.firebreak.core.guidance.Guide.Section;
import dev.firebreak.core.guidance.Guide.Statement;
import dev.firebreak.core.text.Text;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Guidance with everything a guide can hold. */
final class SampleGuide {

    static final Guide GUIDE = new Guide(
            "MS17-010",
            new Text("WannaCry and MS17-010: what to do", "WannaCry と MS17-010: 対応の手引き"),
            LocalDate.of(2017, 5, 14),
            Map.of(
                    "vendor",
                    new Citation("The vendor's bulletin", "https://example.com/bulletin?a=1&b=2", "high"),
                    "centre",
                    new Citation("A national centre", null, "medium")),
            List.of(
                    new Section(
                            "overview",
                            new Text("Overview of the attack", "攻撃の概要"),
                            List.of(said(
                                    "The worm needs nobody to click: it looks for machines that answer on TCP 445 and enters through SMBv1.",
                                    "このワームは利用者の操作を必要としない。TCP 445 に応答する端末を探し、SMBv1 の脆弱性から侵入する。",
                                    null,
                                    "vendor",
                                    "centre")),
                            List.of(),
                            List.of(new Dispute(
                                    new Text("Did it come by mail?", "メールが侵入経路だったか。"),
                                    List.of(
                                            said(
                                                    "Yes, the first reports said so.",
                                                    "初期の報告ではメール経由とされた。",
                                                    null,
                                                    "centre"),
                                            said("No mail was ever found.", "該当するメールは確認されていない。", null, "vendor")),
                                    new Text(
                                            "Close TCP 445 first; warn about mail all the same.",
                                            "まず TCP 445 を遮断し、メールへの注意喚起も行う。")))),
                    new Section(
                            "measures",
                            new Text("Measures", "対策"),
                            List.of(),
                            List.of(
                                    said("Install the update.", "更新プログラムを適用する。", null, "vendor"),
                                    said(
                                            "Turn SMBv1 off where it cannot be installed <yet>.",
                                            "適用できない <間> は SMBv1 を無効にする。",
                                            "Set-SmbServerConfiguration -EnableSMB1Protocol $false -Force")),
                            List.of())));

    private SampleGuide() {}

    private static Statement said(String en, String ja, @Nullable String command, String... sources) {
        return new Statement(new Text(en, ja), List.of(sources), command);
    }
}
