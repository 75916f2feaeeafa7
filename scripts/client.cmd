@echo off
rem Firebreak: asks the management server what this machine is to do, does it, and comes back with fresh evidence. Windows XP to 7, and
rem later where there is no PowerShell; client.ps1 is for the rest. Run it as SYSTEM or administrator.
rem
rem   client.cmd https://firebreak.example.jp [PACKAGES] [/plain]
rem
rem PACKAGES is a folder or share with the packages (what firebreak mirror export wrote, or the files alone), tried before the server. /plain allows http: for Windows XP,
rem which has no TLS 1.2; token and orders then cross the network in clear text: only inside a segment of its own.
rem The token is that of checkin.cmd: the machine's own, else the site's from firebreak.token beside this script or FIREBREAK_TOKEN.
rem Needs beside it: install.cmd, mitigate.cmd, collect.cmd, client.vbs. Nothing here runs a command line that a server sends.
rem It works in %SystemRoot%\Firebreak, where only administrators may write: elsewhere a user could put a file beside an installer.
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
if "%SERVER:~-1%"=="/" set "SERVER=%SERVER:~0,-1%"
rem Without administrator's rights nothing is asked: an order that cannot be carried out would count as failed.
set "BASE=%SystemRoot%\Firebreak"
if not exist "%BASE%\*" md "%BASE%" >nul 2>&1
set "STEPS=%BASE%\steps"
if not exist "%STEPS%\*" md "%STEPS%" >nul 2>&1
set "PARTIAL=%BASE%\partial"
if not exist "%PARTIAL%\*" md "%PARTIAL%" >nul 2>&1
set "WORK=%BASE%\work-%RANDOM%%RANDOM%%RANDOM%"
md "%WORK%" >nul 2>&1
if errorlevel 1 goto :nofolder
> "%WORK%\probe.txt" echo 1
if not exist "%WORK%\probe.txt" goto :nofolder
rem One copy at a time. A folder in which a running program stands cannot be removed; one that an ended program left can.
set "LOCK=%BASE%\running"
rd "%LOCK%" >nul 2>&1
md "%LOCK%" >nul 2>&1
if errorlevel 1 goto :busy
pushd "%LOCK%" >nul 2>&1
if errorlevel 1 goto :busy
rem Called from there, the names of folders with special characters do not matter, and nobody changes a script meanwhile.
for %%f in (install.cmd mitigate.cmd collect.cmd client.vbs) do copy /y "%HERE%%%f" "%WORK%" >nul 2>&1
set "WHOLE=1"
for %%f in (install.cmd mitigate.cmd collect.cmd client.vbs) do if not exist "%WORK%\%%f" set "WHOLE="
if not defined WHOLE goto :incomplete
set "CURL="
if exist "%SystemRoot%\System32\curl.exe" set "CURL=%SystemRoot%\System32\curl.exe"
if exist "%HERE%curl.exe" set "CURL=%HERE%curl.exe"
rem A name with other characters than these goes into an address only as its bytes in UTF-8.
set "WHO=%COMPUTERNAME%"
set "ODD="
for /f "eol=- delims=ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_" %%x in ("%WHO%") do if not "%%x"=="" set "ODD=1"
if defined ODD set "WHO="
if defined ODD for /f "delims=" %%n in ('cscript //nologo "%WORK%\client.vbs" name') do set "WHO=%%n"
if not defined WHO goto :noname
set "API=%SERVER%/api/v1/machines/%WHO%"
set "RESTART="
set "FAILED="
set "DID="
set "AFTER="

rem The last start, by this machine's own clock: whether it was restarted is told by comparing two of these.
set "BOOT="
for /f "tokens=1,* delims==" %%a in ('wmic os get LastBootUpTime /value ^<nul 2^>nul') do if /i "%%a"=="LastBootUpTime" for /f "delims=" %%c in ("%%b") do set "BOOT=%%c"
if defined BOOT set "BOOT=%BOOT:~0,4%/%BOOT:~4,2%/%BOOT:~6,2% %BOOT:~8,2%:%BOOT:~10,2%:%BOOT:~12,2%"

set "ADDRESS=%API%/orders"
set "MOST=1048576"
call :get "%WORK%\orders.txt"
if not "%GOT%"=="0" goto :unanswered
rem Orders hold only these characters. Others could become commands here: then nothing of it is done.
set "ODD="
for /f "usebackq eol=- delims=ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.+()= " %%x in ("%WORK%\orders.txt") do if not "%%x"=="" set "ODD=1"
if defined ODD goto :garbled
find """" "%WORK%\orders.txt" >nul 2>&1
if not errorlevel 1 goto :garbled
set "FIRST="
set "LAST="
for /f "usebackq delims=" %%l in ("%WORK%\orders.txt") do call :edge "%%l"
if not "%FIRST%"=="firebreak-orders 1" goto :garbled
if not "%LAST%"=="end" goto :garbled
for /f "usebackq tokens=1-7 delims== " %%a in ("%WORK%\orders.txt") do call :order "%%a" "%%b" "%%c" "%%d" "%%e" "%%f" "%%g"
if not defined DID goto :idle

echo client: collecting evidence
set "EVIDENCE=%WORK%\evidence_firebreak.txt"
call "%WORK%\collect.cmd" > "%EVIDENCE%"
set "ADDRESS=%API%/evidence"
if defined AFTER set "ADDRESS=%API%/evidence?order=%AFTER%"
call :post "%EVIDENCE%"
if not "%GOT%"=="0" >&2 echo client: the evidence could not be sent
if not "%GOT%"=="0" set "FAILED=1"
:finish
call :leave
if defined FAILED exit /b 1
if defined RESTART exit /b 10
exit /b 0

:leave
popd >nul 2>&1
rd "%LOCK%" >nul 2>&1
rd /s /q "%WORK%" >nul 2>&1
goto :eof

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
>&2 echo client: no token: put it into "%HERE%firebreak.token", or into the variable FIREBREAK_TOKEN
exit /b 2
:nofolder
>&2 echo client: cannot write to %BASE%: run it as administrator, or free space on the disk. Nothing was asked or done
exit /b 2
:busy
>&2 echo client: another copy is running: nothing was done
rd /s /q "%WORK%" >nul 2>&1
exit /b 1
:incomplete
>&2 echo client: install.cmd, mitigate.cmd, collect.cmd and client.vbs must stand beside client.cmd: nothing was done
call :leave
exit /b 2
:noname
>&2 echo client: the name of this machine needs cscript.exe, which does not run here: nothing was done
call :leave
exit /b 2
:unanswered
if "%GOT%"=="4" >&2 echo client: the server refused %STATUS%
if not "%GOT%"=="4" >&2 echo client: the server did not answer %STATUS%
call :leave
if "%GOT%"=="4" exit /b 3
exit /b 1
:garbled
>&2 echo client: the orders are cut short or none of Firebreak's: nothing was done
call :leave
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
if "%~1"=="confirm" goto :confirm
goto :eof

rem confirm ORDER: this machine said that it is done; the server wants fresh evidence of it.
:confirm
set "DID=1"
set "ORDER=%~2"
call :after
goto :eof

rem The evidence that follows is collected after this order was done.
:after
if defined AFTER set "AFTER=%AFTER%,%ORDER%"
if not defined AFTER set "AFTER=%ORDER%"
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
set "CLAIM="
set "GOT=5"
if defined PACKAGES if exist "%PACKAGES%\%NAME%" copy /y "%PACKAGES%\%NAME%" "%FB_FILE%" >nul 2>&1
if defined PACKAGES if exist "%PACKAGES%\targets\%FB_SHA256%.%NAME%" copy /y "%PACKAGES%\targets\%FB_SHA256%.%NAME%" "%FB_FILE%" >nul 2>&1
if exist "%FB_FILE%" set "GOT=0"
if not "%GOT%"=="0" call :fetch
set "EXITED=fetch"
if not "%GOT%"=="0" goto :report
> "%WORK%\report.txt" echo state=fetched
set "ADDRESS=%API%/orders/%ORDER%"
call :post "%WORK%\report.txt"
echo client: %KB%: %NAME%
call "%WORK%\install.cmd"
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
set "ADDRESS=%API%/orders/%ORDER%"
call :post "%WORK%\report.txt"
if not "%GOT%"=="0" >&2 echo client: the report could not be sent
if not "%GOT%"=="0" set "FAILED=1"
if "%GOT%"=="0" if defined CLAIM call :after
set "CLAIM="
goto :eof

rem apply ORDER ID, undo ORDER ID
:mitigate
set "DID=1"
set "ORDER=%~2"
call "%WORK%\mitigate.cmd" %~1 "%~3" "%WORK%\result.txt"
set "EXITED=failed"
for /f "usebackq tokens=1,2 delims==" %%a in ("%WORK%\result.txt") do if "%%a"=="exit" set "EXITED=%%b"
set "CLAIM="
if "%EXITED%"=="0" set "CLAIM=1"
if "%EXITED%"=="3010" set "CLAIM=1"
if "%EXITED%"=="3010" set "RESTART=1"
goto :report

rem Fetches a package. curl goes on where an earlier run ended; what is complete is judged by size and hash like any other.
:fetch
set "ADDRESS=%SERVER%/api/v1/packages/%FB_SHA256%/%NAME%"
set "MOST=%FB_BYTES%"
if not defined CURL call :get "%FB_FILE%"
if not defined CURL goto :eof
set "PART=%PARTIAL%\%FB_SHA256%"
set "SIZE="
if exist "%PART%" for %%I in ("%PART%") do set "SIZE=%%~zI"
if "%SIZE%"=="%FB_BYTES%" goto :fetched
call :get "%PART%" resume
if "%GOT%"=="0" goto :fetched
rem A part that the server does not go on with is of no use.
if "%GOT%"=="4" del /f /q "%PART%" >nul 2>&1
goto :eof
:fetched
set "GOT=5"
move /y "%PART%" "%FB_FILE%" >nul 2>&1
if exist "%FB_FILE%" set "GOT=0"
goto :eof

rem FILE [resume]: fetches ADDRESS, at most MOST bytes; GOT is 0, 4 (refused) or 5. The address is in a variable: call would read it twice.
:get
set "GOT=5"
set "STATUS="
if defined CURL goto :curlget
cscript //nologo "%WORK%\client.vbs" get "%ADDRESS%" "%~1" >nul 2>&1
set "GOT=%ERRORLEVEL%"
goto :eof
:curlget
call :headers
set "RESUME="
if "%~2"=="resume" set "RESUME=--continue-at -"
"%CURL%" --silent --fail --tlsv1.2 --max-redirs 0 --connect-timeout 15 --max-time 3600 --retry 3 --max-filesize %MOST% %RESUME% --header "@%WORK%\headers" --output "%~1" --write-out "%%{http_code}" "%ADDRESS%" > "%WORK%\status.txt"
call :status %ERRORLEVEL%
goto :eof

rem FILE: sends it to ADDRESS.
:post
set "GOT=5"
set "STATUS="
if defined CURL goto :curlpost
cscript //nologo "%WORK%\client.vbs" post "%ADDRESS%" "%~1" "%WORK%\answer.txt" >nul 2>&1
set "GOT=%ERRORLEVEL%"
goto :eof
:curlpost
call :headers
"%CURL%" --silent --fail --tlsv1.2 --max-redirs 0 --connect-timeout 15 --max-time 120 --retry 3 --header "@%WORK%\headers" --data-binary "@%~1" --output "%WORK%\answer.txt" --write-out "%%{http_code}" "%ADDRESS%" > "%WORK%\status.txt"
call :status %ERRORLEVEL%
goto :eof

rem What curl ended with: only a status of 200 to 299 is an answer. A redirect is none.
:status
set "STATUS=000"
for /f "usebackq delims=" %%s in ("%WORK%\status.txt") do set "STATUS=%%s"
del /q "%WORK%\headers" >nul 2>&1
if "%~1"=="0" if "%STATUS:~0,1%"=="2" set "GOT=0"
if "%STATUS:~0,1%"=="4" set "GOT=4"
goto :eof

rem echo is part of cmd: the token is in no command line.
:headers
> "%WORK%\headers" echo Authorization: Bearer %FB_BEARER%
>> "%WORK%\headers" echo Content-Type: text/plain
>> "%WORK%\headers" echo Accept: text/plain, application/octet-stream
>> "%WORK%\headers" echo User-Agent: firebreak-client
goto :eof
