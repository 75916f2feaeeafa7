package dev.firebreak.app;

import dev.firebreak.app.cli.Cli;
import dev.firebreak.app.cli.StandardOut;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The only place where rooms meet: makes each of them and hands it to those who need it. */
public final class Main {

    private Main() {}

    public static void main(String... args) {
        var out = StandardOut.open();
        var err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        var temp = Path.of(System.getProperty("java.io.tmpdir"));
        var cli = new Cli(System.getenv(), out, err, temp);
        System.exit(cli.run(List.of(), args));
    }
}
