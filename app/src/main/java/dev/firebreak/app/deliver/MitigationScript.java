package dev.firebreak.app.deliver;

import dev.firebreak.core.advisory.Build;
import dev.firebreak.core.advisory.Mitigation;
import dev.firebreak.core.advisory.SystemChange;
import dev.firebreak.core.advisory.SystemChange.InboundTcpBlock;
import dev.firebreak.core.advisory.SystemChange.RegistryNumber;
import dev.firebreak.core.advisory.SystemChange.ServiceStart;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * {@code mitigate.cmd check|apply|undo ID}, generated from the mitigations as data. The list in the script is closed: an id that is not in
 * it does nothing. Before the first change what was there is recorded, and only from that record a change is undone.
 */
public final class MitigationScript {

    private static final String HEAD = """
            @echo off
            rem Firebreak: applies a mitigation of the closed list, checks it, or undoes it. Windows XP to 11; run it as administrator.
            rem
            rem   mitigate.cmd check|apply|undo ID [RESULT]
            rem
            rem Generated from Firebreak's mitigations; do not edit. apply records what was before, undo goes back to that and to nothing else.
            rem RESULT takes check=in-place, check=absent or check=unknown, and exit=0, exit=3010 (a restart is needed) or exit=WORD.
            rem Exit codes: 0 done; 1 failed; 2 wrong usage or unknown id; 3 this Windows cannot have it; 4 there is no record to undo.
            setlocal EnableExtensions DisableDelayedExpansion
            set "ACTION=%~1"
            set "ID=%~2"
            set "RESULT=%~3"
            if "%ACTION%"=="check" goto :begin
            if "%ACTION%"=="apply" goto :begin
            if "%ACTION%"=="undo" goto :begin
            goto :usage
            :begin
            for /f "delims=" %%v in ('ver') do set "VERSION=%%v"
            for %%w in (%VERSION%) do set "NT=%%w"
            set "NT=%NT:]=%"
            for /f "tokens=1-3 delims=." %%a in ("%NT%") do set /a NUMBER=%%a * 10000000 + %%b * 1000000 + %%c
            set "TYPE="
            for /f "tokens=3" %%a in ('reg query "HKLM\\SYSTEM\\CurrentControlSet\\Control\\ProductOptions" /v ProductType 2^>nul ^| find "REG_"') do set "TYPE=%%a"
            set "ROLE=server"
            if /i "%TYPE%"=="WinNT" set "ROLE=client"
            set "STORE=%ALLUSERSPROFILE%\\Firebreak\\before"
            set "RECORD=%STORE%\\%ID%.txt"
            set "STATE=in-place"
            set "EXITED=0"
            set "RESTART="
            """;

    private static final String TAIL = """
            goto :unknown

            :usage
            echo usage: mitigate.cmd check^|apply^|undo ID
            endlocal
            exit /b 2
            :unknown
            echo mitigate: not in the list: "%ID%"
            set "STATE=unknown"
            set "EXITED=failed"
            call :result
            endlocal
            exit /b 2
            :impossible
            echo mitigate: this Windows cannot have %ID%
            set "STATE=unknown"
            set "EXITED=-2145124329"
            call :result
            endlocal
            exit /b 3
            :unrecorded
            echo mitigate: there is no record of what was before %ID%: nothing was changed
            set "STATE=unknown"
            set "EXITED=failed"
            call :result
            endlocal
            exit /b 4
            :unrecordable
            if defined NEW del /f /q "%RECORD%" >nul 2>&1
            echo mitigate: what is there before %ID% could not be recorded in "%RECORD%": nothing was changed
            set "STATE=unknown"
            set "EXITED=denied"
            call :result
            endlocal
            exit /b 1
            :done
            if "%ACTION%"=="apply" if "%EXITED%"=="0" if "%STATE%"=="absent" set "EXITED=failed"
            if "%ACTION%"=="check" set "RESTART="
            if "%EXITED%"=="0" if defined RESTART set "EXITED=3010"
            if "%EXITED%"=="3010" if "%ACTION%"=="undo" del /f /q "%RECORD%" >nul 2>&1
            if "%EXITED%"=="0" if "%ACTION%"=="undo" del /f /q "%RECORD%" >nul 2>&1
            echo %ID%: %ACTION% exit=%EXITED% check=%STATE%
            call :result
            if "%EXITED%"=="0" goto :good
            if "%EXITED%"=="3010" goto :good
            endlocal
            exit /b 1
            :good
            endlocal
            exit /b 0

            :result
            if not defined RESULT goto :eof
            if exist "%RESULT%" del /f /q "%RESULT%" >nul 2>&1
            >> "%RESULT%" echo check=%STATE%
            >> "%RESULT%" echo exit=%EXITED%
            goto :eof

            rem The first record stays: a second apply must not record the mitigation itself as what was before.
            :open
            if exist "%RECORD%" goto :eof
            if not exist "%STORE%\\*" md "%STORE%" >nul 2>&1
            set "NEW=1"
            goto :eof

            rem KEY NAME: the number of a registry value in SEEN; empty where there is none.
            :read
            set "SEEN="
            for /f "tokens=1,2,3" %%a in ('reg query "HKLM\\%~1" /v %~2 2^>nul') do if /i "%%a"=="%~2" set "SEEN=%%c"
            goto :eof

            rem KEY: there is no such value, if only the key itself can be read. Otherwise nobody knows what is there.
            :none
            reg query "HKLM\\%~1" >nul 2>&1
            if not errorlevel 1 set "SEEN=absent"
            goto :eof

            rem PLACE: what was recorded under that number, in WAS: "absent", 0 to 4, or nothing. Other users may be able to write to that
            rem folder: what stands there is only compared, and never reaches a command line. No mitigation sets a larger number.
            :recorded
            set "WAS="
            if not exist "%RECORD%" goto :eof
            for /f "usebackq tokens=1,2 delims==" %%a in ("%RECORD%") do if /i "%%a %%b"=="%~1 absent" set "WAS=absent"
            for /f "usebackq tokens=1,2 delims==" %%a in ("%RECORD%") do if /i "%%a %%b"=="%~1 0x0" set "WAS=0"
            for /f "usebackq tokens=1,2 delims==" %%a in ("%RECORD%") do if /i "%%a %%b"=="%~1 0x1" set "WAS=1"
            for /f "usebackq tokens=1,2 delims==" %%a in ("%RECORD%") do if /i "%%a %%b"=="%~1 0x2" set "WAS=2"
            for /f "usebackq tokens=1,2 delims==" %%a in ("%RECORD%") do if /i "%%a %%b"=="%~1 0x3" set "WAS=3"
            for /f "usebackq tokens=1,2 delims==" %%a in ("%RECORD%") do if /i "%%a %%b"=="%~1 0x4" set "WAS=4"
            goto :eof
            """;

    private final StringBuilder script = new StringBuilder();

    private MitigationScript() {}

    /** The script, with CR LF. */
    public static String cmd(List<Mitigation> mitigations) {
        var made = new MitigationScript();
        made.script.append(HEAD);
        for (Mitigation mitigation : mitigations) {
            made.script
                    .append("if \"%ID%\"==\"")
                    .append(mitigation.id())
                    .append("\" goto :")
                    .append(mitigation.id())
                    .append('\n');
        }
        made.script.append(TAIL);
        mitigations.forEach(made::mitigation);
        return made.script.toString().replace("\n", "\r\n");
    }

    @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a library more; every format is a constant here
    private void line(String format, Object... values) {
        script.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private void mitigation(Mitigation mitigation) {
        line("");
        line("rem %s", mitigation.wording().name().en());
        line(":%s", mitigation.id());
        int variants = mitigation.variants().size();
        for (int v = 0; v < variants; v++) {
            Mitigation.Variant variant = mitigation.variants().get(v);
            String next = v + 1 < variants ? mitigation.id() + "-v" + (v + 1) : "impossible";
            scope(variant.scope(), next);
            changes(mitigation.id() + "-" + v, variant);
            if (v + 1 < variants) {
                line(":%s", next);
            }
        }
        if (variants == 0) {
            line("goto :impossible");
        }
    }

    private void scope(Mitigation.Scope scope, String next) {
        Build from = scope.from();
        if (from != null) {
            line("if %%NUMBER%% LSS %d goto :%s", number(from), next);
        }
        Build below = scope.below();
        if (below != null) {
            line("if %%NUMBER%% GEQ %d goto :%s", number(below), next);
        }
        if (!scope.platforms().isEmpty()) {
            String roles = scope.platforms().stream()
                    .map(p -> p == dev.firebreak.core.advisory.Platform.SERVER ? "server" : "client")
                    .distinct()
                    .sorted()
                    .collect(Collectors.joining(" "));
            if (!roles.contains(" ")) {
                line("if not \"%%ROLE%%\"==\"%s\" goto :%s", roles, next);
            }
        }
    }

    private static long number(Build build) {
        return build.major() * 10_000_000L + build.minor() * 1_000_000L + Math.max(0, build.build());
    }

    private void changes(String label, Mitigation.Variant variant) {
        if (variant.restart()) {
            line("set \"RESTART=1\"");
        }
        line("if \"%%ACTION%%\"==\"undo\" goto :%s-undo", label);
        line("if \"%%ACTION%%\"==\"check\" goto :%s-check", label);
        line("set \"NEW=\"");
        line("call :open");
        // Everything is recorded, and the record read again, before anything is changed: what cannot be undone is not
        // done.
        for (int i = 0; i < variant.changes().size(); i++) {
            record(variant.changes().get(i), i);
        }
        variant.changes().forEach(this::apply);
        line(":%s-check", label);
        for (SystemChange change : variant.changes()) {
            check(change);
        }
        line("goto :done");
        line(":%s-undo", label);
        line("if not exist \"%%RECORD%%\" goto :unrecorded");
        for (int i = 0; i < variant.changes().size(); i++) {
            undo(variant.changes().get(i), i, label);
        }
        line("goto :%s-check", label);
    }

    private void record(SystemChange change, int place) {
        switch (change) {
            case RegistryNumber r -> record(r.key(), r.name(), place);
            case ServiceStart s -> record(services(s), "Start", place);
            case InboundTcpBlock _ -> line("if defined NEW >> \"%%RECORD%%\" echo %d=absent", place);
        }
        line("call :recorded %d", place);
        line("if not defined WAS goto :unrecordable");
    }

    private void apply(SystemChange change) {
        switch (change) {
            case RegistryNumber r -> {
                line("reg add \"HKLM\\%s\" /v %s /t REG_DWORD /d %d /f >nul 2>&1", r.key(), r.name(), r.value());
                denied();
            }
            case ServiceStart s -> {
                line("sc config %s start= %s >nul 2>&1", s.service(), s.start().word());
                denied();
                if (s.start() == ServiceStart.Start.DISABLED) {
                    line("net stop %s /y >nul 2>&1", s.service());
                }
            }
            case InboundTcpBlock b -> {
                if (b.syntax() == InboundTcpBlock.Syntax.ADVFIREWALL) {
                    // An earlier rule of this name is replaced: two of one name would hide one another.
                    line("netsh advfirewall firewall delete rule name=\"%s\" >nul 2>&1", b.rule());
                    line(
                            "netsh advfirewall firewall add rule name=\"%s\" dir=in action=block protocol=TCP localport=%s profile=any >nul 2>&1",
                            b.rule(), ports(b));
                    denied();
                } else {
                    for (int port : b.ports()) {
                        line(
                                "netsh firewall set portopening protocol=TCP port=%d name=\"%s\" mode=DISABLE profile=ALL >nul 2>&1",
                                port, b.rule());
                        denied();
                    }
                }
            }
        }
    }

    private void record(String key, String name, int place) {
        line("call :read \"%s\" %s", key, name);
        line("if not defined SEEN call :none \"%s\"", key);
        line("if not defined SEEN goto :unrecordable");
        line("if defined NEW >> \"%%RECORD%%\" echo %d=%%SEEN%%", place);
    }

    private void denied() {
        line("if errorlevel 1 set \"EXITED=denied\"");
    }

    private static String services(ServiceStart change) {
        return "SYSTEM\\CurrentControlSet\\Services\\" + change.service();
    }

    private static String ports(InboundTcpBlock block) {
        return block.ports().stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    private void check(SystemChange change) {
        switch (change) {
            case RegistryNumber r -> {
                line("call :read \"%s\" %s", r.key(), r.name());
                line("if /i not \"%%SEEN%%\"==\"0x%x\" set \"STATE=absent\"", r.value());
            }
            case ServiceStart s -> {
                line("call :read \"%s\" Start", services(s));
                line(
                        "if /i not \"%%SEEN%%\"==\"0x%x\" set \"STATE=absent\"",
                        s.start().number());
                if (s.start() == ServiceStart.Start.DISABLED) {
                    line(
                            "for /f \"delims=\" %%%%a in ('sc query %s 2^>nul ^| find \"RUNNING\"') do set \"STATE=absent\"",
                            s.service());
                }
            }
            case InboundTcpBlock b -> {
                if (b.syntax() == InboundTcpBlock.Syntax.ADVFIREWALL) {
                    line("netsh advfirewall firewall show rule name=\"%s\" >nul 2>&1", b.rule());
                    line("if errorlevel 1 set \"STATE=absent\"");
                } else {
                    // What netsh of XP prints is in the language of Windows: nothing is proven by it.
                    line("set \"STATE=unknown\"");
                }
            }
        }
    }

    private void undo(SystemChange change, int place, String label) {
        line("call :recorded %d", place);
        String end = label + "-undone" + place;
        switch (change) {
            case RegistryNumber r -> {
                line("if not defined WAS goto :unrecorded");
                line("if not \"%%WAS%%\"==\"absent\" goto :%s-value", end);
                line("reg delete \"HKLM\\%s\" /v %s /f >nul 2>&1", r.key(), r.name());
                denied();
                line("goto :%s", end);
                line(":%s-value", end);
                line("reg add \"HKLM\\%s\" /v %s /t REG_DWORD /d %%WAS%% /f >nul 2>&1", r.key(), r.name());
                denied();
                line(":%s", end);
            }
            case ServiceStart s -> {
                line("set \"WORD=\"");
                for (ServiceStart.Start start : ServiceStart.Start.values()) {
                    line("if \"%%WAS%%\"==\"%d\" set \"WORD=%s\"", start.number(), start.word());
                }
                line("if not defined WORD goto :unrecorded");
                line("sc config %s start= %%WORD%% >nul 2>&1", s.service());
                denied();
                line(
                        "if \"%%WAS%%\"==\"%d\" net start %s >nul 2>&1",
                        ServiceStart.Start.AUTOMATIC.number(), s.service());
            }
            case InboundTcpBlock b -> {
                if (b.syntax() == InboundTcpBlock.Syntax.ADVFIREWALL) {
                    line("netsh advfirewall firewall delete rule name=\"%s\" >nul 2>&1", b.rule());
                    denied();
                } else {
                    for (int port : b.ports()) {
                        line("netsh firewall delete portopening protocol=TCP port=%d profile=ALL >nul 2>&1", port);
                        denied();
                    }
                }
            }
        }
    }
}
