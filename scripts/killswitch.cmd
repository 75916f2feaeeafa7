@echo off
rem Firebreak: checks from this machine whether the kill switch of WannaCry works, without Java. Windows XP to 11.
rem
rem   killswitch.cmd [/segment:NAME] [/resolver:ADDRESS] [/port:N] [/timeout:SECONDS] [NAME..] > %COMPUTERNAME%_killswitch.ndjson
rem
rem It only observes and judges nothing: firebreak killswitch check --read FILE says what it means. It asks each DNS server of
rem this machine with nslookup and requests http://www.NAME/ without a proxy, as the worm does. killswitch.vbs belongs beside it.
rem Exit codes: 0 observed; 1 this machine has no script host, or it is switched off; 2 wrong use.
setlocal EnableExtensions DisableDelayedExpansion
if not exist "%~dp0killswitch.vbs" (
    >&2 echo killswitch: killswitch.vbs must be in the same folder
    exit /b 2
)
if not exist "%SystemRoot%\System32\cscript.exe" (
    >&2 echo killswitch: cscript.exe is missing on this machine
    exit /b 1
)
"%SystemRoot%\System32\cscript.exe" //nologo "%~dp0killswitch.vbs" %*
exit /b %ERRORLEVEL%
