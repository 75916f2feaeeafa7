package dev.firebreak.app.collect.format.value;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Windows' numbers for languages, as its registry keeps them in four hexadecimal digits ([MS-LCID]). */
public final class LocaleIds {

    private static final String TABLE = """
            0401 ar-sa 0402 bg-bg 0403 ca-es 0404 zh-tw 0405 cs-cz 0406 da-dk 0407 de-de 0408 el-gr 0409 en-us 040a es-es
            040b fi-fi 040c fr-fr 040d he-il 040e hu-hu 040f is-is 0410 it-it 0411 ja-jp 0412 ko-kr 0413 nl-nl 0414 nb-no
            0415 pl-pl 0416 pt-br 0418 ro-ro 0419 ru-ru 041a hr-hr 041b sk-sk 041d sv-se 041e th-th 041f tr-tr 0421 id-id
            0422 uk-ua 0424 sl-si 0425 et-ee 0426 lv-lv 0427 lt-lt 0429 fa-ir 042a vi-vn 042d eu-es 0439 hi-in 043e ms-my
            0456 gl-es 0804 zh-cn 0807 de-ch 0809 en-gb 080a es-mx 080c fr-be 0810 it-ch 0813 nl-be 0814 nn-no 0816 pt-pt
            0c04 zh-hk 0c07 de-at 0c09 en-au 0c0a es-es 0c0c fr-ca 1004 zh-sg 1009 en-ca 100c fr-ch 1409 en-nz 140c fr-lu
            1809 en-ie 2c0a es-ar 241a sr-rs 281a sr-rs 4009 en-in 4809 en-sg
            """;

    private static final Map<String, String> TAGS = Arrays.stream(TABLE.split("(?<=[a-z])\\s+(?=[0-9])"))
            .map(pair -> pair.strip().split(" "))
            .collect(Collectors.toUnmodifiableMap(pair -> pair[0], pair -> pair[1]));

    private LocaleIds() {}

    /** The language tag of digits such as {@code 0411}; null where we do not know them. */
    public static @Nullable String tag(String digits) {
        return TAGS.get(digits.strip().toLowerCase(Locale.ROOT));
    }
}
