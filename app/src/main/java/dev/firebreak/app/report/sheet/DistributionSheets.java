package dev.firebreak.app.report.sheet;

import dev.firebreak.core.rollout.DistributionList;
import dev.firebreak.core.rollout.MachineNeed;
import dev.firebreak.core.rollout.NeededPackage;
import dev.firebreak.core.rollout.PackageFile;
import dev.firebreak.core.text.Language;
import dev.firebreak.core.text.SpreadsheetCell;
import dev.firebreak.core.text.Text;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/** Distribution lists as CSV (RFC 4180, UTF-8 with byte order mark) and as an Excel workbook. */
public final class DistributionSheets {

    private static final int MAX_ROWS = 1_000_000;
    private static final int FLUSH_ROWS = 1000;
    private static final String HEADING_FILL = "E8EBEF";

    private final Function<NeededPackage, Optional<PackageFile>> files;
    private final Language language;

    /** @param files the package for a need, where it is there */
    public DistributionSheets(Function<NeededPackage, Optional<PackageFile>> files, Language language) {
        this.files = files;
        this.language = language;
    }

    /** One machine and package a line. */
    public void csv(DistributionList list, OutputStream out) throws IOException {
        out.write("\uFEFF".getBytes(StandardCharsets.UTF_8));
        line(DistributionRow.MACHINE, out);
        for (DistributionList.Item item : list.items()) {
            PackageFile file = files.apply(item.needed()).orElse(null);
            for (DistributionList.Machine machine : item.machines()) {
                line(DistributionRow.machine(item, machine, file), out);
            }
        }
        for (MachineNeed need : list.without()) {
            line(DistributionRow.without(need), out);
        }
    }

    private void line(List<Text> cells, OutputStream out) throws IOException {
        var line = new StringBuilder();
        for (Text cell : cells) {
            line.append(line.isEmpty() ? "" : ",").append(SpreadsheetCell.csv(cell.in(language)));
        }
        out.write(line.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
    }

    /** A sheet of packages and one of machines. */
    public void xlsx(DistributionList list, String version, OutputStream out) throws IOException {
        var workbook = new Workbook(out, "Firebreak", version);
        Worksheet packages = sheet(workbook, new Text("Packages", "パッケージ"), DistributionRow.ITEM);
        int row = 1;
        for (DistributionList.Item item : list.items()) {
            row(
                    packages,
                    row++,
                    DistributionRow.item(item, files.apply(item.needed()).orElse(null)));
        }
        packages.finish();
        Worksheet machines = sheet(workbook, new Text("Machines", "端末"), DistributionRow.MACHINE);
        row = 1;
        for (DistributionList.Item item : list.items()) {
            PackageFile file = files.apply(item.needed()).orElse(null);
            for (DistributionList.Machine machine : item.machines()) {
                row = machine(machines, row, DistributionRow.machine(item, machine, file));
            }
        }
        for (MachineNeed need : list.without()) {
            row = machine(machines, row, DistributionRow.without(need));
        }
        machines.setAutoFilter(0, 0, row - 1, DistributionRow.MACHINE.size() - 1);
        machines.finish();
        workbook.finish();
    }

    private int machine(Worksheet sheet, int row, List<Text> cells) throws IOException {
        if (row >= MAX_ROWS) {
            return row;
        }
        row(sheet, row, cells);
        if (row % FLUSH_ROWS == 0) {
            sheet.flush();
        }
        return row + 1;
    }

    private Worksheet sheet(Workbook workbook, Text name, List<Text> headings) {
        Worksheet sheet = workbook.newWorksheet(name.in(language));
        sheet.freezePane(0, 1);
        for (int i = 0; i < headings.size(); i++) {
            sheet.inlineString(0, i, headings.get(i).in(language));
            sheet.style(0, i).bold().fillColor(HEADING_FILL).set();
            sheet.width(i, headings.size() - i > 7 ? 18 : 42);
        }
        return sheet;
    }

    private void row(Worksheet sheet, int row, List<Text> cells) {
        for (int i = 0; i < cells.size(); i++) {
            String text = cells.get(i).in(language);
            if (text.matches("[0-9]{1,15}") && (i == 0 || i == 9)) {
                sheet.value(row, i, Long.parseLong(text));
            } else if (!text.isEmpty()) {
                sheet.inlineString(row, i, SpreadsheetCell.guarded(text));
            }
        }
    }
}
