@echo off
rem Firebreak on Windows: like the script "firebreak", with the same exit codes. Builds when nothing is built yet;
rem after a change of the sources, delete app\target\firebreak.jar.
rem FIREBREAK_JAVA_OPTS is for the JVM and has the last word, for example -Xmx2g.
setlocal EnableExtensions DisableDelayedExpansion
set "FB_ROOT=%~dp0"
set "FB_JDK="
set "FB_AOT="

if defined JAVA_HOME call :try "%JAVA_HOME%"
if not defined FB_JDK for /f "delims=" %%J in ('where java 2^>nul') do if not defined FB_JDK call :try "%%~dpJ.."
for %%V in ("Eclipse Adoptium" "Java" "Microsoft" "Zulu" "Amazon Corretto" "BellSoft" "Semeru") do (
    if not defined FB_JDK for /d %%D in ("%ProgramFiles%\%%~V\*") do if not defined FB_JDK call :try "%%~D"
)
if not defined FB_JDK for /d %%D in ("%USERPROFILE%\.jdks\*") do if not defined FB_JDK call :try "%%~D"

rem Sentences here are ASCII first: this file is read in the console's own code page until we change it.
set "FB_PAGE="
for /f "tokens=2 delims=:" %%P in ('chcp') do for /f "tokens=1 delims=. " %%Q in ("%%P") do set "FB_PAGE=%%Q"
chcp 65001 >nul 2>nul

if not defined FB_JDK (
    echo firebreak: no JDK 25 or newer was found in JAVA_HOME, on PATH or in the usual folders. 1>&2
    echo            Install one ^(for example Eclipse Temurin 25^), or set JAVA_HOME to it. 1>&2
    echo firebreak: JDK 25 以降が見つかりません。Eclipse Temurin 25 などをインストールするか、JAVA_HOME を設定してください。 1>&2
    set "FB_EXIT=2"
    goto :end
)

set "FB_DIST=%FB_ROOT%dist"
if exist "%FB_ROOT%pom.xml" set "FB_DIST=%FB_ROOT%app\target"
if not exist "%FB_DIST%\firebreak.jar" call :build || goto :end
if exist "%FB_DIST%\firebreak.aot" set FB_AOT="-XX:AOTCache=%FB_DIST%\firebreak.aot"

set "FB_GC=-XX:+UseSerialGC"
if defined FIREBREAK_JAVA_OPTS echo "%FIREBREAK_JAVA_OPTS%" | findstr /r /c:"-XX:+Use[A-Za-z0-9]*GC" >nul && set "FB_GC="
call :locale
rem A server that is out of memory ends, and the task starts it again.
set "FB_END="
if /i "%~1"=="serve" set "FB_END=-XX:+ExitOnOutOfMemoryError"
"%FB_JDK%\bin\java.exe" %FB_AOT% %FB_OPTIONS% %FB_END% %FB_GC% %FIREBREAK_JAVA_OPTS% -jar "%FB_DIST%\firebreak.jar" %*
set "FB_EXIT=%ERRORLEVEL%"
goto :end

rem The release file names the version: JAVA_VERSION="25.0.1"
:try
if not exist "%~1\bin\javac.exe" exit /b 1
if not exist "%~1\release" exit /b 1
for /f tokens^=2^ delims^=^" %%R in ('findstr /b "JAVA_VERSION=" "%~1\release"') do (
    for /f "tokens=1 delims=.-+" %%M in ("%%R") do if %%M GEQ 25 set "FB_JDK=%~f1"
)
exit /b 0

:locale
set "FB_OPTIONS=-XX:+IgnoreUnrecognizedVMOptions -Xlog:aot*=off -Xlog:cds*=off -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8 --enable-native-access=ALL-UNNAMED"
rem Windows has no LANG: the country of the user's settings decides.
if defined FIREBREAK_LOCALE exit /b 0
for /f "tokens=3" %%L in ('reg query "HKCU\Control Panel\International" /v LocaleName 2^>nul ^| findstr LocaleName') do set "FIREBREAK_LOCALE=%%L"
exit /b 0

:build
where mvn >nul 2>nul
if errorlevel 1 (
    echo firebreak: building needs Apache Maven 3.8.7 or newer ^("mvn" on PATH^). 1>&2
    echo firebreak: ビルドには Apache Maven 3.8.7 以降（PATH 上の mvn）が必要です。 1>&2
    set "FB_EXIT=2"
    exit /b 2
)
echo firebreak: building, once / ビルドしています（初回のみ）... 1>&2
set "JAVA_HOME=%FB_JDK%"
if not exist "%FB_ROOT%app\target" mkdir "%FB_ROOT%app\target"
pushd "%FB_ROOT%"
call mvn -B -ntp -q -Dquick package > "app\target\build.log" 2>&1 < nul
set "FB_BUILT=%ERRORLEVEL%"
popd
if not "%FB_BUILT%"=="0" (
    type "%FB_ROOT%app\target\build.log" 1>&2
    echo firebreak: the build failed; its log: %FB_ROOT%app\target\build.log 1>&2
    echo firebreak: ビルドに失敗しました。ログ: %FB_ROOT%app\target\build.log 1>&2
    set "FB_EXIT=4"
    exit /b 4
)
call :locale
"%FB_JDK%\bin\java.exe" "-XX:AOTCacheOutput=%FB_DIST%\firebreak.aot" %FB_OPTIONS% -XX:+UseSerialGC -cp "%FB_DIST%\firebreak.jar" dev.firebreak.app.CommandTraining "%FB_ROOT%examples\clinic" >nul 2>nul < nul
exit /b 0

:end
if defined FB_PAGE chcp %FB_PAGE% >nul 2>nul
exit /b %FB_EXIT%
