@echo off
rem Firebreak: checks one package and installs it without questions and without a restart. Windows XP to 11, no PowerShell.
rem Called by START.cmd and client.cmd with the variables
rem   FB_FILE the package   FB_KIND exe, msu, cab or msi   FB_BYTES its size   FB_SHA256 its hash   FB_SECONDS how long to wait
rem   FB_RESULT the file that it writes:  checked=sha256 or checked=size,  then exit=CODE or exit=WORD
rem The hash is compared with what certutil prints, never with its exit code. Windows before Vista has no certutil that can: there the
rem size is compared, and the package itself checks Microsoft's signature before it installs.
rem An installer that does not end in time is reported and left alone: ending it halfway could damage Windows.
if "%~1"==":child" goto :child
setlocal EnableExtensions DisableDelayedExpansion
set "FB_CHECKED="
if not exist "%FB_FILE%" goto :missing
for %%I in ("%FB_FILE%") do set "FB_SEEN=%%~zI"
if not "%FB_SEEN%"=="%FB_BYTES%" goto :size
set "FB_SEEN="
for /f "skip=1 delims=" %%h in ('certutil -hashfile "%FB_FILE%" SHA256 2^>nul') do if not defined FB_SEEN set "FB_SEEN=%%h"
if not defined FB_SEEN goto :nohash
set "FB_SEEN=%FB_SEEN: =%"
if /i not "%FB_SEEN%"=="%FB_SHA256%" goto :hash
set "FB_CHECKED=sha256"
goto :install
:nohash
rem Before Vista only: ver is read, for the registry of later Windows names older versions.
for /f "delims=" %%v in ('ver') do set "FB_VER=%%v"
for %%w in (%FB_VER%) do set "FB_NT=%%w"
if not "%FB_NT:~0,2%"=="5." goto :unchecked
set "FB_CHECKED=size"
:install
if "%FB_KIND%"=="exe" goto :known
if "%FB_KIND%"=="msu" goto :known
if "%FB_KIND%"=="cab" goto :known
if "%FB_KIND%"=="msi" goto :known
goto :unknown
:known
rem Beside the result: in a folder for temporary files another user could write it first.
set "FB_CODE=%FB_RESULT%.code"
if exist "%FB_CODE%" del /f /q "%FB_CODE%"
set "FB_SYSTEM=%SystemRoot%\System32"
if exist "%SystemRoot%\Sysnative\ntdll.dll" set "FB_SYSTEM=%SystemRoot%\Sysnative"
if exist "%FB_CODE%" goto :unknown
start "" /b "%COMSPEC%" /c call "%~f0" :child
set /a FB_LEFT=%FB_SECONDS%
:wait
if exist "%FB_CODE%" goto :ended
if %FB_LEFT% LEQ 0 goto :late
ping -n 2 127.0.0.1 >nul
set /a FB_LEFT=%FB_LEFT% - 1
goto :wait
:ended
set "FB_EXIT=failed"
for /f "usebackq delims=" %%c in ("%FB_CODE%") do set "FB_EXIT=%%c"
del /f /q "%FB_CODE%" >nul 2>&1
set "FB_EXIT=%FB_EXIT: =%"
goto :tell

:child
rem Where start cannot run the program, no code of before may stand for its own.
"%COMSPEC%" /c exit 1
if "%FB_KIND%"=="exe" start "" /wait "%FB_FILE%" /quiet /norestart
if "%FB_KIND%"=="msu" start "" /wait "%FB_SYSTEM%\wusa.exe" "%FB_FILE%" /quiet /norestart
if "%FB_KIND%"=="cab" start "" /wait "%FB_SYSTEM%\dism.exe" /online /add-package "/packagepath:%FB_FILE%" /quiet /norestart
if "%FB_KIND%"=="msi" start "" /wait "%FB_SYSTEM%\msiexec.exe" /i "%FB_FILE%" /quiet /norestart
> "%FB_CODE%.part" echo %ERRORLEVEL%
move /y "%FB_CODE%.part" "%FB_CODE%" >nul
exit /b 0

:missing
set "FB_EXIT=missing"
goto :tell
:size
set "FB_EXIT=size"
goto :tell
:hash
set "FB_EXIT=hash"
goto :tell
:unchecked
set "FB_EXIT=unchecked"
goto :tell
:unknown
set "FB_EXIT=failed"
goto :tell
:late
set "FB_EXIT=timeout"
:tell
if exist "%FB_RESULT%" del /f /q "%FB_RESULT%" >nul 2>&1
if defined FB_CHECKED >> "%FB_RESULT%" echo checked=%FB_CHECKED%
>> "%FB_RESULT%" echo exit=%FB_EXIT%
endlocal
exit /b 0
