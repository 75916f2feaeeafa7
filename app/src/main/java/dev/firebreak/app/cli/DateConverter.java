package dev.firebreak.app.cli;

import java.time.DateTimeException;
import java.time.LocalDate;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a day as {@code 2017-05-14} or {@code 2017/05/14}. */
public final class DateConverter implements ITypeConverter<LocalDate> {

    @Override
    public LocalDate convert(String value) {
        try {
            return LocalDate.parse(value.strip().replace('/', '-'));
        } catch (DateTimeException e) {
            throw new TypeConversionException(value);
        }
    }
}
