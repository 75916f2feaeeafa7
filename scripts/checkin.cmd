@echo off
rem Firebreak: collects with collect.cmd and sends it to the control room. Windows 7 to 11; XP by the folder only.
rem
rem   checkin.cmd https://firebreak.example.jp [\\server\share\drop]
rem
rem The token of the site is read from firebreak.token beside this script, else from the variable FIREBREAK_TOKEN; never from
rem the command line, where every user of the machine could read it. What sends: curl.exe (in Windows since 10 1803, or put
rem beside this script), else PowerShell, else the file is left in the folder, to be imported.
rem (bitsadmin cannot: it uploads to IIS with BITS only.)
rem Exit codes: 0 sent or left in the folder; 1 not sent, try again later; 2 wrong use; 3 refused by the server.
setlocal EnableExtensions DisableDelayedExpansion
set "SERVER=%~1"
set "DROP=%~2"
set "HERE=%~dp0"
if not defined SERVER (
    >&2 echo checkin: name the server: checkin.cmd https://.. [folder]
    exit /b 2
)
if /i not "%SERVER:~0,8%"=="https://" (
    >&2 echo checkin: https only: the token would cross the network in clear text
    exit /b 2
)
set "TOKEN="
if exist "%HERE%firebreak.token" for /f "usebackq delims=" %%t in ("%HERE%firebreak.token") do set "TOKEN=%%t"
if not defined TOKEN if defined FIREBREAK_TOKEN set "TOKEN=%FIREBREAK_TOKEN%"

set "WORK=%TEMP%\firebreak-%RANDOM%%RANDOM%%RANDOM%"
md "%WORK%"
if not exist "%WORK%\" (
    >&2 echo checkin: no folder for temporary files
    exit /b 1
)
set "FILE=%WORK%\%COMPUTERNAME%_firebreak.txt"
call "%HERE%collect.cmd" > "%FILE%"

set "CURL="
if exist "%HERE%curl.exe" set "CURL=%HERE%curl.exe"
if not defined CURL if exist "%SystemRoot%\System32\curl.exe" set "CURL=%SystemRoot%\System32\curl.exe"
if not defined TOKEN goto :nothing
if defined CURL goto :curl
if exist "%SystemRoot%\System32\WindowsPowerShell\v1.0\powershell.exe" goto :powershell
goto :drop

:curl
rem echo is part of cmd: the token is in no command line. The folder is the user's own, and goes at the end.
set "HEADERS=%WORK%\headers"
> "%HEADERS%" (
    echo Authorization: Bearer %TOKEN%
    echo Content-Type: text/plain
    echo User-Agent: firebreak-checkin
)
set "STATUS=000"
for /f "usebackq delims=" %%s in (`""%CURL%" --silent --proto "=https" --tlsv1.2 --max-redirs 0 --connect-timeout 15 --max-time 120 --retry 3 --retry-delay 10 --header "@%HEADERS%" --data-binary "@%FILE%" --output nul --write-out "%%{http_code}" "%SERVER%/api/v1/machines/%COMPUTERNAME%/evidence""`) do set "STATUS=%%s"
del /q "%HEADERS%" 2>nul
if "%STATUS:~0,1%"=="2" (
    call :clean
    exit /b 0
)
>&2 echo checkin: the server answered %STATUS%
if "%STATUS%"=="408" goto :drop
if "%STATUS%"=="429" goto :drop
if not "%STATUS:~0,1%"=="4" goto :drop
call :clean
exit /b 3

:powershell
"%SystemRoot%\System32\WindowsPowerShell\v1.0\powershell.exe" -NoProfile -NonInteractive -ExecutionPolicy Bypass -File "%HERE%checkin.ps1" -Server "%SERVER%"
set "CODE=%ERRORLEVEL%"
if "%CODE%"=="0" (
    call :clean
    exit /b 0
)
if "%CODE%"=="3" (
    call :clean
    exit /b 3
)
goto :drop

:nothing
>&2 echo checkin: no token: put it into %HERE%firebreak.token, or into the variable FIREBREAK_TOKEN
if not defined DROP (
    call :clean
    exit /b 2
)

:drop
if not defined DROP (
    call :clean
    exit /b 1
)
rem Copied under another name first: the server must not read half a file.
copy /y "%FILE%" "%DROP%\%COMPUTERNAME%_firebreak.part" >nul && move /y "%DROP%\%COMPUTERNAME%_firebreak.part" "%DROP%\%COMPUTERNAME%_firebreak.txt" >nul
set "CODE=%ERRORLEVEL%"
call :clean
if "%CODE%"=="0" exit /b 0
>&2 echo checkin: could not write to %DROP%
exit /b 1

:clean
rd /s /q "%WORK%" 2>nul
goto :eof
