@echo off
rem Firebreak: installs what this machine needs from this medium, and tells what came of it. Run it as administrator.
rem
rem   START.cmd [FOLDER]      FOLDER takes the results where the medium cannot be written to (DVD)
rem
rem It picks by the version, kind, architecture and language of this Windows, by the list packages.txt; what the list does not name is not
rem installed. Success is what the installer says: only the collected evidence, judged by Firebreak, proves anything.
rem Exit codes: 0 the installers report success; 10 the same, and a restart is needed; 1 something failed; 2 nothing here for this Windows.
setlocal EnableExtensions DisableDelayedExpansion
set "HERE=%~dp0"
set "LCID="
if not exist "%HERE%medium.txt" goto :damaged
set "RESULTS=%~1"
if not defined RESULTS set "RESULTS=%HERE%results"
if not exist "%RESULTS%\*" md "%RESULTS%" >nul 2>&1
set "PROBE=%RESULTS%\%COMPUTERNAME%_write.tmp"
> "%PROBE%" echo 1
if not exist "%PROBE%" goto :readonly
del /f /q "%PROBE%" >nul 2>&1

set "MEDIUM="
for /f "usebackq tokens=1,2 delims==" %%a in ("%HERE%medium.txt") do if "%%a"=="medium" set "MEDIUM=%%b"
set "SECONDS=3600"
for /f "usebackq tokens=1,2 delims==" %%a in ("%HERE%medium.txt") do if "%%a"=="seconds" set "SECONDS=%%b"

rem What this Windows is. ver tells the true version; its words differ by language, the number is the last of them.
set "VERSION="
for /f "delims=" %%v in ('ver') do set "VERSION=%%v"
for %%w in (%VERSION%) do set "NT=%%w"
set "NT=%NT:]=%"
for /f "tokens=1-3 delims=." %%a in ("%NT%") do set "BUILD=%%a.%%b.%%c"

rem The environment of a 32-bit cmd has the wrong architecture: the registry has the machine's.
set "ARCH="
for /f "tokens=3" %%a in ('reg query "HKLM\SYSTEM\CurrentControlSet\Control\Session Manager\Environment" /v PROCESSOR_ARCHITECTURE 2^>nul ^| find "REG_"') do set "ARCH=%%a"
if not defined ARCH set "ARCH=%PROCESSOR_ARCHITECTURE%"
if /i "%ARCH%"=="AMD64" set "ARCH=x64"
if /i "%ARCH%"=="x86" set "ARCH=x86"
if /i "%ARCH%"=="IA64" set "ARCH=ia64"
if /i "%ARCH%"=="ARM64" set "ARCH=arm64"

set "TYPE="
for /f "tokens=3" %%a in ('reg query "HKLM\SYSTEM\CurrentControlSet\Control\ProductOptions" /v ProductType 2^>nul ^| find "REG_"') do set "TYPE=%%a"
if /i "%TYPE%"=="WinNT" set "TYPE=client"
if /i "%TYPE%"=="ServerNT" set "TYPE=server"
if /i "%TYPE%"=="LanmanNT" set "TYPE=server"
for /f "delims=" %%a in ('reg query "HKLM\SYSTEM\CurrentControlSet\Control\ProductOptions" /v ProductSuite 2^>nul ^| find "EmbeddedNT"') do set "TYPE=embedded"

set "LCID="
for /f "tokens=3" %%a in ('reg query "HKLM\SYSTEM\CurrentControlSet\Control\Nls\Language" /v InstallLanguage 2^>nul ^| find "REG_"') do set "LCID=%%a"

set "PACK=0"
for /f "tokens=3,4,5" %%a in ('reg query "HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion" /v CSDVersion 2^>nul ^| find "REG_SZ"') do if /i "%%a %%b"=="Service Pack" set "PACK=%%c"

echo Firebreak medium %MEDIUM%
echo "%COMPUTERNAME%": Windows %BUILD% SP%PACK% %ARCH% %TYPE% %LCID%
set "FOUND="
set "FAILED="
set "RESTART="
for /f "usebackq delims=" %%l in ("%HERE%packages.txt") do call :row "%%l"
if defined FAILED goto :collect
for /f "usebackq delims=" %%l in ("%HERE%unavailable.txt") do call :gap "%%l"
if not defined FOUND call :say nothing "This medium has nothing for this Windows."

:collect
call :say collect "Collecting evidence ..."
call "%HERE%collect.cmd" > "%RESULTS%\%COMPUTERNAME%_firebreak.part"
move /y "%RESULTS%\%COMPUTERNAME%_firebreak.part" "%RESULTS%\%COMPUTERNAME%_firebreak.txt" >nul
if defined RESTART call :say restart "Restart this machine, then run START.cmd once more: only then does the update count."
call :say bring "Take the results back and run: firebreak deliver collect FOLDER"
if defined FAILED exit /b 1
if not defined FOUND exit /b 2
if defined RESTART exit /b 10
exit /b 0

:damaged
call :say damaged "This medium is not whole. Do not use it."
exit /b 1

:readonly
echo Cannot write to "%RESULTS%". Name a folder for the results: START.cmd C:\results
exit /b 1

rem One line of packages.txt: build;type;architecture;language;least pack;most pack;kb;kind;bytes;sha256;file
:row
if defined FAILED goto :eof
if defined RESTART goto :eof
set "R_FILE="
for /f "tokens=1-11 delims=;" %%a in ("%~1") do call :fields "%%a" "%%b" "%%c" "%%d" "%%e" "%%f" "%%g"
for /f "tokens=8 delims=;" %%a in ("%~1") do set "FB_KIND=%%a"
for /f "tokens=9 delims=;" %%a in ("%~1") do set "FB_BYTES=%%a"
for /f "tokens=10 delims=;" %%a in ("%~1") do set "FB_SHA256=%%a"
for /f "tokens=11 delims=;" %%a in ("%~1") do set "R_FILE=%%a"
if not defined R_FILE goto :eof
call :fits
if not defined FITS goto :eof
set "FOUND=1"
set "FB_FILE=%HERE%packages\%R_FILE%"
set "FB_SECONDS=%SECONDS%"
set "FB_RESULT=%RESULTS%\%COMPUTERNAME%_%R_KB%_result.tmp"
echo %R_KB%: %R_FILE%
call "%HERE%install.cmd"
set "EXITED=failed"
for /f "usebackq tokens=1,2 delims==" %%a in ("%FB_RESULT%") do if "%%a"=="exit" set "EXITED=%%b"
set "OUTCOME=%RESULTS%\%COMPUTERNAME%_%R_KB%_outcome.txt"
> "%OUTCOME%.part" echo medium=%MEDIUM%
for /f "tokens=1,* delims==" %%a in ('set COMPUTERNAME') do if /i "%%a"=="COMPUTERNAME" >> "%OUTCOME%.part" echo machine=%%b
>> "%OUTCOME%.part" echo windows=%BUILD% SP%PACK% %TYPE%
>> "%OUTCOME%.part" echo architecture=%ARCH%
>> "%OUTCOME%.part" echo language=%LCID%
>> "%OUTCOME%.part" echo kb=%R_KB%
>> "%OUTCOME%.part" echo file=%R_FILE%
type "%FB_RESULT%" >> "%OUTCOME%.part"
del /f /q "%FB_RESULT%" >nul 2>&1
move /y "%OUTCOME%.part" "%OUTCOME%" >nul
echo %R_KB%: exit %EXITED%
if "%EXITED%"=="0" goto :eof
if "%EXITED%"=="2359302" goto :eof
if "%EXITED%"=="3010" set "RESTART=1"
if "%EXITED%"=="1641" set "RESTART=1"
if "%EXITED%"=="2359301" set "RESTART=1"
if defined RESTART goto :eof
set "FAILED=1"
call :say failed "This is no success. Firebreak tells what the exit code means: firebreak deliver collect FOLDER"
goto :eof

rem One line of unavailable.txt: build;type;architecture;language;least pack;most pack;kb;address
:gap
set "R_KB="
for /f "tokens=1-7 delims=;" %%a in ("%~1") do call :fields "%%a" "%%b" "%%c" "%%d" "%%e" "%%f" "%%g"
for /f "tokens=8 delims=;" %%a in ("%~1") do set "R_FROM=%%a"
if not defined R_KB goto :eof
call :fits
if not defined FITS goto :eof
set "FAILED=1"
set "FOUND=1"
rem An address may hold "&": it is printed from the variable of a loop, which cmd does not read as commands.
for /f "delims=" %%u in ("%R_FROM%") do echo %R_KB% for this Windows is not on this medium. Look for it here: %%u
call :say unavailable "Nothing was installed. Until the package is here, use mitigate.cmd, or disconnect this machine."
goto :eof

rem What both lists begin with. One set for each line: not every cmd keeps several apart in the body of a loop.
:fields
set "R_BUILD=%~1"
set "R_TYPE=%~2"
set "R_ARCH=%~3"
set "R_LCID=%~4"
set "R_LEAST=%~5"
set "R_MOST=%~6"
set "R_KB=%~7"
goto :eof

rem Whether a line is for this Windows. "any" and "all" stand for every kind and language.
:fits
set "FITS="
if not "%R_BUILD%"=="%BUILD%" goto :eof
if not "%R_ARCH%"=="%ARCH%" goto :eof
if "%R_TYPE%"=="any" set "R_TYPE=%TYPE%"
if not "%R_TYPE%"=="%TYPE%" goto :eof
if "%R_LCID%"=="all" set "R_LCID=%LCID%"
if /i not "%R_LCID%"=="%LCID%" goto :eof
if %PACK% LSS %R_LEAST% goto :eof
if %PACK% GTR %R_MOST% goto :eof
set "FITS=1"
goto :eof

:say
echo %~2
if "%LCID%"=="0411" if exist "%HERE%text\%~1.txt" type "%HERE%text\%~1.txt"
goto :eof
