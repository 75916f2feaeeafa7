@echo off
rem Firebreak: asks the management server what this machine is to do, does it, and comes back with fresh evidence. Windows XP to 7, and
rem later where there is no PowerShell; client.ps1 is for the rest. Run it as SYSTEM or administrator.
rem
rem   client.cmd https://firebreak.example.jp [PACKAGES] [/plain]
rem
rem PACKAGES is a folder or share with the packages (firebreak mirror export), tried before the server. /plain allows http: for Windows XP,
rem which has no TLS 1.2; token and orders then cross the network in clear text: only inside a segment of its own.
rem The token is that of checkin.cmd: the machine's own, else the site's from firebreak.token beside this script or FIREBREAK_TOKEN.
rem Needs beside it: install.cmd, mitigate.cmd, collect.cmd, client.vbs. Nothing here runs a command line that a server sends.
rem Exit codes: 0 done, or nothing to do; 10 a restart is needed, run it again afterwards; 1 something failed, 2 wrong use, 3 refused.
setlocal EnableExtensions DisableDelayedExpansion
set "SERVER=%~1"
set "PACKAGES="
set "PLAIN="
if /i "%~2"=="/plain" set "PLAIN=1"
if not defined PLAIN set "PACKAGES=%~2"
if /i "%~3"=="/plain" set "PLAIN=1"
set "HERE=%~dp0"
if not defined SERVER goto :usage
if /i "%SERVER:~0,8%"=="https://" goto :scheme
if not defined PLAIN goto :clear
if /i not "%SERVER:~0,7%"=="http://" goto :usage
:scheme
set "COMMON=%ALLUSERSPROFILE%"
if defined ProgramData set "COMMON=%ProgramData%"
set "FB_BEARER="
if exist "%HERE%firebreak.token" for /f "usebackq delims=" %%t in ("%HERE%firebreak.token") do set "FB_BEARER=%%t"
if not defined FB_BEARER set "FB_BEARER=%FIREBREAK_TOKEN%"
if exist "%COMMON%\Firebreak\enrolled\machine.token" for /f "usebackq delims=" %%t in ("%COMMON%\Firebreak\enrolled\machine.token") do set "FB_BEARER=%%t"
if not defined FB_BEARER goto :notoken
set "WORK=%TEMP%\firebreak-%RANDOM%%RANDOM%%RANDOM%"
md "%WORK%" >nul 2>&1
if not exist "%WORK%\*" md "%WORK%"
set "STEPS=%COMMON%\Firebreak\steps"
if not exist "%STEPS%\*" md "%STEPS%" >nul 2>&1
set "CURL="
if exist "%SystemRoot%\System32\curl.exe" set "CURL=%SystemRoot%\System32\curl.exe"
if exist "%HERE%curl.exe" set "CURL=%HERE%curl.exe"
set "API=%SERVER%/api/v1/machines/%COMPUTERNAME%"
set "RESTART="
set "FAILED="
set "DID="

rem The last start, by this machine's own clock: whether it was restarted is told by comparing two of these.
set "BOOT="
for /f "tokens=1,* delims==" %%a in ('wmic os get LastBootUpTime /value ^<nul 2^>nul') do if /i "%%a"=="LastBootUpTime" for /f "delims=" %%c in ("%%b") do set "BOOT=%%c"
if defined BOOT set "BOOT=%BOOT:~0,4%/%BOOT:~4,2%/%BOOT:~6,2% %BOOT:~8,2%:%BOOT:~10,2%:%BOOT:~12,2%"

call :get "%API%/orders" "%WORK%\orders.txt"
if not "%GOT%"=="0" goto :unanswered
set "FIRST="
set "LAST="
for /f "usebackq delims=" %%l in ("%WORK%\orders.txt") do call :edge "%%l"
if not "%FIRST%"=="firebreak-orders 1" goto :garbled
if not "%LAST%"=="end" goto :garbled
for /f "usebackq tokens=1,* delims==" %%a in ("%WORK%\orders.txt") do call :order "%%a" %%b
if not defined DID goto :idle

echo client: collecting evidence
set "EVIDENCE=%WORK%\%COMPUTERNAME%_firebreak.txt"
call "%HERE%collect.cmd" > "%EVIDENCE%"
call :post "%API%/evidence" "%EVIDENCE%" "%WORK%\answer.txt"
if not "%GOT%"=="0" set "FAILED=1"
:finish
rd /s /q "%WORK%" >nul 2>&1
if defined FAILED exit /b 1
if defined RESTART exit /b 10
exit /b 0

:idle
echo client: nothing to do
goto :finish
:usage
>&2 echo usage: client.cmd https://server [PACKAGES] [/plain]
exit /b 2
:clear
>&2 echo client: https only: the token would cross the network in clear text; /plain allows it
exit /b 2
:notoken
>&2 echo client: no token: put it into %HERE%firebreak.token, or into the variable FIREBREAK_TOKEN
exit /b 2
:unanswered
>&2 echo client: the server did not answer, or refused
rd /s /q "%WORK%" >nul 2>&1
if "%GOT%"=="4" exit /b 3
exit /b 1
:garbled
>&2 echo client: the orders are cut short or none of Firebreak's: nothing was done
rd /s /q "%WORK%" >nul 2>&1
exit /b 1

:edge
if not defined FIRST set "FIRST=%~1"
set "LAST=%~1"
goto :eof

rem NAME VALUES..: one line of the orders. What is not known is not done.
:order
if "%~1"=="package" goto :package
if "%~1"=="apply" goto :mitigate
if "%~1"=="undo" goto :mitigate
if "%~1"=="install" goto :count
goto :eof

rem install ORDER KB COUNT
:count
set "COUNT=%~4"
set "KB=%~3"
set "STOPPED="
goto :eof

rem package ORDER STEP INSTALLER BYTES SHA256 FILE
:package
if defined STOPPED goto :eof
if defined RESTART goto :eof
set "ORDER=%~2"
set "STEP=%~3"
set "FB_KIND=%~4"
set "FB_BYTES=%~5"
set "FB_SHA256=%~6"
set "NAME=%~7"
set "DID=1"
if exist "%STEPS%\%ORDER%.%STEP%" goto :eof
set "FB_FILE=%WORK%\%NAME%"
set "FB_SECONDS=3600"
set "FB_RESULT=%WORK%\result.txt"
set "GOT=5"
if defined PACKAGES if exist "%PACKAGES%\%NAME%" copy /y "%PACKAGES%\%NAME%" "%FB_FILE%" >nul 2>&1
if exist "%FB_FILE%" set "GOT=0"
if not "%GOT%"=="0" call :get "%SERVER%/api/v1/packages/%FB_SHA256%/%NAME%" "%FB_FILE%"
set "EXITED=fetch"
if not "%GOT%"=="0" goto :report
> "%WORK%\report.txt" echo state=fetched
call :post "%API%/orders/%ORDER%" "%WORK%\report.txt" "%WORK%\answer.txt"
echo client: %KB%: %NAME%
call "%HERE%install.cmd"
set "EXITED=failed"
for /f "usebackq tokens=1,2 delims==" %%a in ("%FB_RESULT%") do if "%%a"=="exit" set "EXITED=%%b"
del /f /q "%FB_FILE%" >nul 2>&1
echo client: %KB%: exit %EXITED%
set "CLAIM="
if "%EXITED%"=="0" set "CLAIM=1"
if "%EXITED%"=="2359302" set "CLAIM=1"
if "%EXITED%"=="3010" set "RESTART=1"
if "%EXITED%"=="1641" set "RESTART=1"
if "%EXITED%"=="2359301" set "RESTART=1"
if defined RESTART set "CLAIM=1"
if not defined CLAIM goto :report
rem A step that is done is not done again after a restart. Only the last one, or one that failed, is reported.
if not "%STEP%"=="%COUNT%" > "%STEPS%\%ORDER%.%STEP%" echo %EXITED%
if not "%STEP%"=="%COUNT%" goto :eof
:report
set "STOPPED=1"
if not defined CLAIM set "FAILED=1"
> "%WORK%\report.txt" echo exit=%EXITED%
if defined BOOT >> "%WORK%\report.txt" echo boot=%BOOT%
call :post "%API%/orders/%ORDER%" "%WORK%\report.txt" "%WORK%\answer.txt"
if not "%GOT%"=="0" set "FAILED=1"
set "CLAIM="
goto :eof

rem apply ORDER ID, undo ORDER ID
:mitigate
set "DID=1"
set "ORDER=%~2"
call "%HERE%mitigate.cmd" %~1 "%~3" "%WORK%\result.txt"
set "EXITED=failed"
for /f "usebackq tokens=1,2 delims==" %%a in ("%WORK%\result.txt") do if "%%a"=="exit" set "EXITED=%%b"
set "CLAIM="
if "%EXITED%"=="0" set "CLAIM=1"
if "%EXITED%"=="3010" set "CLAIM=1"
if "%EXITED%"=="3010" set "RESTART=1"
goto :report

rem ADDRESS FILE: fetches; GOT is 0, 4 (refused) or 5.
:get
set "GOT=5"
if defined CURL goto :curlget
cscript //nologo "%HERE%client.vbs" get "%~1" "%~2" >nul 2>&1
set "GOT=%ERRORLEVEL%"
goto :eof
:curlget
call :headers
"%CURL%" --silent --fail --tlsv1.2 --max-redirs 0 --connect-timeout 15 --max-time 3600 --retry 3 --header "@%WORK%\headers" --output "%~2" "%~1"
set "GOT=%ERRORLEVEL%"
del /q "%WORK%\headers" >nul 2>&1
if "%GOT%"=="22" set "GOT=4"
goto :eof

rem ADDRESS FILE ANSWER: sends.
:post
set "GOT=5"
if defined CURL goto :curlpost
cscript //nologo "%HERE%client.vbs" post "%~1" "%~2" "%~3" >nul 2>&1
set "GOT=%ERRORLEVEL%"
goto :eof
:curlpost
call :headers
"%CURL%" --silent --fail --tlsv1.2 --max-redirs 0 --connect-timeout 15 --max-time 120 --retry 3 --header "@%WORK%\headers" --data-binary "@%~2" --output "%~3" "%~1"
set "GOT=%ERRORLEVEL%"
del /q "%WORK%\headers" >nul 2>&1
if "%GOT%"=="22" set "GOT=4"
goto :eof

rem echo is part of cmd: the token is in no command line.
:headers
> "%WORK%\headers" echo Authorization: Bearer %FB_BEARER%
>> "%WORK%\headers" echo Content-Type: text/plain
>> "%WORK%\headers" echo Accept: text/plain, application/octet-stream
>> "%WORK%\headers" echo User-Agent: firebreak-client
goto :eof
