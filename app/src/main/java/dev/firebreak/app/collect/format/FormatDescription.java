package dev.firebreak.app.collect.format;

import dev.firebreak.core.text.Text;
import java.util.ArrayList;
import java.util.List;

/**
 * How an input format is stored, named and recognised in file names. Everything in the product that lists formats reads it.
 *
 * @param id under which evidence of this format is stored; an id in use is never given to another format
 * @param label the name of the format in sentences for people
 * @param fileNameWords words that stand after the machine's name in a file name, {@code systeminfo} in
 *     {@code PC7_systeminfo.txt}; the id is always one of them
 * @param extensions file-name extensions without the dot, besides those of any text
 * @param answersOneQuestion whether one file may answer one question only (which updates, which system): evidence is then
 *     stored for each question apart. A format that repeats all its answers each time replaces its older evidence whole
 */
public record FormatDescription(
        String id, Text label, List<String> fileNameWords, List<String> extensions, boolean answersOneQuestion) {

    public FormatDescription {
        List<String> words = new ArrayList<>(List.of(id));
        words.addAll(fileNameWords);
        fileNameWords = words.stream().distinct().toList();
        extensions = List.copyOf(extensions);
    }
}
