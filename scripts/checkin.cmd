@echo off
rem Firebreak: collects with collect.cmd and sends it to the control room. Windows 7 to 11; XP by the folder only.
rem
rem   checkin.cmd https://firebreak.example.jp [\\server\share\drop]
rem
rem The token of the site is read from firebreak.token beside this script, else from the variable FIREBREAK_TOKEN; never from
rem the command line, where every user of the machine could read it. At its first run as SYSTEM or administrator the machine
rem enrols: it gets a token of its own, kept in %ProgramData%\Firebreak\enrolled for SYSTEM and administrators only, and the server
rem hears this machine by that only. What sends: curl.exe (in Windows since 10 1803, or put
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
set "STATE=%ProgramData%\Firebreak\enrolled"
set "OWNFILE=%STATE%\machine.token"
set "OWN="
if defined ProgramData if exist "%OWNFILE%" for /f "usebackq delims=" %%t in ("%OWNFILE%") do set "OWN=%%t"

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
if not defined TOKEN if not defined OWN goto :nothing
if defined CURL goto :curl
if exist "%SystemRoot%\System32\WindowsPowerShell\v1.0\powershell.exe" goto :powershell
goto :drop

:curl
if defined OWN goto :own
call :enrol
if not defined OWN goto :site
:own
set "BEARER=%OWN%"
call :send
if not "%STATUS%"=="401" goto :answered
if not defined TOKEN goto :answered
rem The token was revoked: somebody had this machine re-enrolled.
call :enrol
if not defined OWN goto :answered
set "BEARER=%OWN%"
call :send
goto :answered
:site
set "BEARER=%TOKEN%"
call :send
goto :answered

:send
rem echo is part of cmd: the token is in no command line. The folder is the user's own, and goes at the end.
set "HEADERS=%WORK%\headers"
> "%HEADERS%" (
    echo Authorization: Bearer %BEARER%
    echo Content-Type: text/plain
    echo User-Agent: firebreak-checkin
)
set "STATUS=000"
for /f "usebackq delims=" %%s in (`""%CURL%" --silent --proto "=https" --tlsv1.2 --max-redirs 0 --connect-timeout 15 --max-time 120 --retry 3 --retry-delay 10 --retry-max-time 180 --header "@%HEADERS%" --data-binary "@%FILE%" --output nul --write-out "%%{http_code}" "%SERVER%/api/v1/machines/%COMPUTERNAME%/evidence""`) do set "STATUS=%%s"
del /q "%HEADERS%" 2>nul
goto :eof

:enrol
rem The place for the token is made and closed first: a token that cannot be kept would leave the machine without a voice.
rem Windows XP and 2003 have no icacls that can: they go on with the token of the site, or by the folder.
set "OWN="
if not defined ProgramData goto :eof
set "ICACLS=%SystemRoot%\System32\icacls.exe"
if not exist "%ICACLS%" goto :eof
if not exist "%STATE%\" md "%STATE%" 2>nul
"%ICACLS%" "%STATE%" /setowner "*S-1-5-32-544" /q >nul 2>&1 || goto :eof
"%ICACLS%" "%STATE%" /reset /q >nul 2>&1 || goto :eof
"%ICACLS%" "%STATE%" /inheritance:r /grant:r "*S-1-5-18:(OI)(CI)F" "*S-1-5-32-544:(OI)(CI)F" /q >nul 2>&1 || goto :eof
if exist "%OWNFILE%" del /f /q "%OWNFILE%" >nul 2>&1
if exist "%OWNFILE%" goto :eof
type nul > "%OWNFILE%" 2>nul
if not exist "%OWNFILE%" goto :eof
set "HEADERS=%WORK%\headers"
> "%HEADERS%" (
    echo Authorization: Bearer %TOKEN%
    echo Accept: text/plain
    echo Content-Type: text/plain
    echo User-Agent: firebreak-checkin
)
rem Asked again with the same number, the server gives a token once more: the first answer may have been lost.
set "ATTEMPT=%RANDOM%%RANDOM%%RANDOM%%RANDOM%%RANDOM%%RANDOM%"
set "ENROLLED=000"
for /f "usebackq delims=" %%s in (`""%CURL%" --silent --proto "=https" --tlsv1.2 --max-redirs 0 --connect-timeout 15 --max-time 60 --retry 3 --retry-delay 10 --retry-max-time 180 --header "@%HEADERS%" --data "" --output "%OWNFILE%" --write-out "%%{http_code}" "%SERVER%/api/v1/machines/%COMPUTERNAME%/token?attempt=%ATTEMPT%""`) do set "ENROLLED=%%s"
del /q "%HEADERS%" 2>nul
if "%ENROLLED%"=="201" for /f "usebackq delims=" %%t in ("%OWNFILE%") do set "OWN=%%t"
if not "%OWN:~0,3%"=="fb_" set "OWN="
if not defined OWN del /f /q "%OWNFILE%" >nul 2>&1
goto :eof

:answered
if "%STATUS:~0,1%"=="2" (
    call :clean
    exit /b 0
)
>&2 echo checkin: the server answered %STATUS%
if "%STATUS%"=="403" echo checkin: if this machine was installed anew or lost its token, have it re-enrolled on its page of the server 1>&2
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
>&2 echo checkin: no token: put it into "%HERE%firebreak.token", or into the variable FIREBREAK_TOKEN
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
>&2 echo checkin: could not write to "%DROP%"
exit /b 1

:clean
rd /s /q "%WORK%" 2>nul
goto :eof
