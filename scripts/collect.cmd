@echo off
rem Firebreak: tells what this machine is and what is installed on it. XP to 11, no PowerShell.
rem It reads only and changes nothing.   collect.cmd \\server\share   writes COMPUTER_firebreak.txt there, else to the screen.
rem The last line is "end": without it the output is not whole, and nothing in it counts as complete.
setlocal EnableExtensions DisableDelayedExpansion
if "%~1"=="" goto :collect
call "%~f0" > "%~1\%COMPUTERNAME%_firebreak.txt"
exit /b %ERRORLEVEL%
:collect
set "WINNT=HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion"
set "SERVER=HKLM\SYSTEM\CurrentControlSet\Services\LanmanServer"

echo firebreak-collect 1
rem What Windows tells may hold "&" or ")": it is printed from the variable of a loop, which cmd does not read as commands.
for /f "tokens=1,* delims==" %%a in ('set COMPUTERNAME') do if /i "%%a"=="COMPUTERNAME" echo machine=%%b

call :value product-id "%WINNT%" ProductId
call :value revision "%WINNT%" UBR
rem The machine's own number, which stays when Windows is installed anew; with it two machines of one name are told apart.
set "HARDWARE="
for /f "tokens=1,* delims==" %%a in ('wmic csproduct get UUID /value ^<nul 2^>nul') do (
    if /i "%%a"=="UUID" for /f "delims=" %%c in ("%%b") do if not defined HARDWARE (
        echo hardware-id=%%c
        set "HARDWARE=1"
    )
)

rem wmic ends its lines twice (CR CR LF) and writes empty ones: only lines with a value are taken, and cleaned. It waits for
rem its input where that is no console, hence nul; and /value works in every language of Windows, /format:list does not.
set "VERSION="
set "CAPTION="
set "PACK="
set "BOOT="
set "CLOCK="
for /f "tokens=1,* delims==" %%a in ('wmic os get Version^,ServicePackMajorVersion^,Caption^,LastBootUpTime^,LocalDateTime /value ^<nul 2^>nul') do (
    if /i "%%a"=="Version" for /f "delims=" %%c in ("%%b") do set "VERSION=%%c"
    if /i "%%a"=="ServicePackMajorVersion" for /f "delims=" %%c in ("%%b") do set "PACK=%%c"
    if /i "%%a"=="Caption" for /f "delims=" %%c in ("%%b") do if not defined CAPTION (
        echo caption=%%c
        set "CAPTION=1"
    )
    if /i "%%a"=="LastBootUpTime" for /f "delims=" %%c in ("%%b") do set "BOOT=%%c"
    if /i "%%a"=="LocalDateTime" for /f "delims=" %%c in ("%%b") do set "CLOCK=%%c"
)
if not defined VERSION call :version
rem The registry names Windows 11 "Windows 10": its word counts only where there is no other.
if not defined CAPTION call :value caption "%WINNT%" ProductName
if defined VERSION echo version=%VERSION%
if not defined PACK call :pack
if defined PACK echo service-pack=%PACK%
rem 20170514180000.123000+540: the wall clock, and minutes ahead of UTC. Told before anything is looked at.
if defined CLOCK echo collected=%CLOCK:~0,4%/%CLOCK:~4,2%/%CLOCK:~6,2% %CLOCK:~8,2%:%CLOCK:~10,2%:%CLOCK:~12,2% %CLOCK:~21,4%
if defined BOOT echo boot=%BOOT:~0,4%/%BOOT:~4,2%/%BOOT:~6,2% %BOOT:~8,2%:%BOOT:~10,2%:%BOOT:~12,2%

rem A 32-bit cmd on 64-bit Windows is told its own architecture: the other variable has the machine's.
if defined PROCESSOR_ARCHITEW6432 (echo architecture=%PROCESSOR_ARCHITEW6432%) else echo architecture=%PROCESSOR_ARCHITECTURE%

call :lcid locale "HKLM\SYSTEM\CurrentControlSet\Control\Nls\Language" Default
call :lcid display "HKLM\SYSTEM\CurrentControlSet\Control\Nls\Language" InstallLanguage

rem What WMI lists, what the component store holds (112 is "installed"), and what XP and 2003 keep in the registry.
set "LISTED="
for /f "tokens=1,* delims==" %%a in ('wmic qfe get HotFixID /value ^<nul 2^>nul') do (
    if /i "%%a"=="HotFixID" for /f "delims=" %%c in ("%%b") do (
        echo hotfix=%%c
        set "LISTED=1"
    )
)
set "CBS=HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Component Based Servicing\Packages"
set "PACKAGE="
for /f "tokens=1,2,3" %%a in ('reg query "%CBS%" /s /v CurrentState 2^>nul') do (
    if /i "%%a"=="CurrentState" (if /i "%%c"=="0x70" call :package) else call :remember "%%a" "%%b" "%%c"
)
for %%p in ("Windows XP" "Windows Server 2003" "Windows XP Version 2003") do (
    for /f "tokens=1,7,8 delims=\" %%a in ('reg query "HKLM\SOFTWARE\Microsoft\Updates\%%~p" /s 2^>nul') do (
        if /i "%%a"=="HKEY_LOCAL_MACHINE" if not "%%b"=="" if "%%c"=="" echo hotfix=%%b
    )
)
rem Windows 11 has no wmic any more. What systeminfo lists is told as well, and never as the whole list: it may be cut.
if not defined LISTED for /f "tokens=2" %%a in ('systeminfo 2^>nul ^<nul ^| find "]: KB"') do echo hotfix=%%a
if defined LISTED (echo hotfixes=ok) else echo hotfixes=failed

rem The file's own version, from WMI: explorer's text may differ from it.
set "SRV="
set "DRIVER=%SystemRoot%\System32\drivers\srv.sys"
if exist "%SystemRoot%\Sysnative\drivers\srv.sys" set "DRIVER=%SystemRoot%\Sysnative\drivers\srv.sys"
set "DRIVER=%DRIVER:\=\\%"
set "DRIVER=%DRIVER:Sysnative=System32%"
for /f "tokens=1,* delims==" %%a in ('wmic datafile where "name='%DRIVER%'" get Version /value ^<nul 2^>nul') do (
    if /i "%%a"=="Version" for /f "delims=" %%c in ("%%b") do set "SRV=%%c"
)
if defined SRV (echo srv.sys=%SRV%) else echo srv.sys=failed

rem SMB1=0, as a number, switches the server side off from Vista on. No value means on; from Windows 10 1709 on the component
rem may be missing, and "enabled" then errs on the safe side. A key that cannot be read is a look that failed.
set "SMB1=failed"
reg query "%SERVER%\Parameters" >nul 2>&1 && set "SMB1=enabled"
for /f "tokens=1,2,3" %%a in ('reg query "%SERVER%\Parameters" /v SMB1 2^>nul') do (
    if /i "%%a"=="SMB1" if /i "%%b"=="REG_DWORD" if /i "%%c"=="0x0" set "SMB1=disabled"
)
echo smb1=%SMB1%

rem Settings that stand in for a fix until it is there. "failed" is told where Windows does not answer clearly.
rem DisableCompression=1 makes the SMBv3 server refuse compressed requests (ADV200005).
set "COMPRESSION=failed"
reg query "%SERVER%\Parameters" >nul 2>&1
if not errorlevel 1 set "COMPRESSION=enabled"
for /f "tokens=1,2,3" %%a in ('reg query "%SERVER%\Parameters" /v DisableCompression 2^>nul') do (
    if /i "%%a"=="DisableCompression" if /i "%%b"=="REG_DWORD" if /i "%%c"=="0x1" set "COMPRESSION=disabled"
)
echo smb3-compression=%COMPRESSION%
rem The print spooler: sc names its state in English in every language of Windows.
set "START=failed"
set "NUMBER=none"
call :number "HKLM\SYSTEM\CurrentControlSet\Services\Spooler" Start
if /i "%NUMBER%"=="0x2" set "START=automatic"
if /i "%NUMBER%"=="0x3" set "START=manual"
if /i "%NUMBER%"=="0x4" set "START=disabled"
echo spooler-start=%START%
set "STATE=failed"
sc query Spooler 2>nul | find "STOPPED" >nul
if not errorlevel 1 set "STATE=stopped"
sc query Spooler 2>nul | find "RUNNING" >nul
if not errorlevel 1 set "STATE=running"
echo spooler-state=%STATE%
rem Remote Desktop: a policy outweighs the setting, and without TLS (SecurityLayer 0) there is no Network Level Authentication.
set "RDP=HKLM\SYSTEM\CurrentControlSet\Control\Terminal Server\WinStations\RDP-Tcp"
set "POLICIES=HKLM\SOFTWARE\Policies\Microsoft\Windows NT"
set "NUMBER=none"
call :number "%RDP%" UserAuthentication
call :number "%POLICIES%\Terminal Services" UserAuthentication
set "AUTHENTICATION=%NUMBER%"
set "NUMBER=none"
call :number "%RDP%" SecurityLayer
call :number "%POLICIES%\Terminal Services" SecurityLayer
set "LAYER=%NUMBER%"
set "NLA=failed"
if "%AUTHENTICATION%"=="none" set "NLA=not-required"
if /i "%AUTHENTICATION%"=="0x0" set "NLA=not-required"
if /i "%LAYER%"=="0x0" set "NLA=not-required"
if /i "%AUTHENTICATION%"=="0x1" if /i "%LAYER%"=="0x1" set "NLA=required"
if /i "%AUTHENTICATION%"=="0x1" if /i "%LAYER%"=="0x2" set "NLA=required"
reg query "%RDP%" >nul 2>&1
if errorlevel 1 set "NLA=failed"
rem A policy that is there and cannot be read may say anything.
reg query "HKLM\SOFTWARE\Policies\Microsoft" >nul 2>&1
if errorlevel 1 set "NLA=failed"
reg query "%POLICIES%" 2>nul | find /i "\Terminal Services" >nul
if errorlevel 1 goto :nopolicy
reg query "%POLICIES%\Terminal Services" >nul 2>&1
if errorlevel 1 set "NLA=failed"
:nopolicy
echo rdp-nla=%NLA%

rem Parts of Windows that have updates of their own: the version or what the registry has for one, "yes" or "none". "none" is
rem told only where the registry, or the folder of Windows, could be read at all; else nothing is.
set "NDP=HKLM\SOFTWARE\Microsoft\NET Framework Setup\NDP"
set "REGISTRY="
reg query "%WINNT%" /v CurrentVersion >nul 2>&1 && set "REGISTRY=1"
call :part dotnet4-release "%NDP%\v4\Full" Release
call :part dotnet4 "%NDP%\v4\Full" Install
call :part dotnet35 "%NDP%\v3.5" Install
call :part dotnet30 "%NDP%\v3.0" Install
call :part dotnet20 "%NDP%\v2.0.50727" Install
call :part dotnet11 "%NDP%\v1.1.4322" Install
rem From 10 on Internet Explorer's Version begins with 9: svcVersion has the true one.
set "IE="
for /f "tokens=2,*" %%a in ('reg query "HKLM\SOFTWARE\Microsoft\Internet Explorer" /v svcVersion 2^>nul ^| find "REG_"') do set "IE=%%b"
if not defined IE for /f "tokens=2,*" %%a in ('reg query "HKLM\SOFTWARE\Microsoft\Internet Explorer" /v Version 2^>nul ^| find "REG_"') do set "IE=%%b"
if defined IE echo internet-explorer=%IE%
call :part iis "HKLM\SOFTWARE\Microsoft\InetStp" MajorVersion
set "SYSTEM32=%SystemRoot%\System32"
if exist "%SystemRoot%\Sysnative\ntdll.dll" set "SYSTEM32=%SystemRoot%\Sysnative"
set "PROGRAMS=%ProgramFiles%"
if defined ProgramW6432 set "PROGRAMS=%ProgramW6432%"
set "FLASH=none"
if exist "%SYSTEM32%\Macromed\Flash\Flash*.ocx" set "FLASH=yes"
if exist "%SystemRoot%\SysWOW64\Macromed\Flash\Flash*.ocx" set "FLASH=yes"
if exist "%SYSTEM32%\ntdll.dll" echo flash-player=%FLASH%
if exist "%SYSTEM32%\ntdll.dll" if exist "%PROGRAMS%\*" call :program media-player "%PROGRAMS%\Windows Media Player\wmplayer.exe"
if exist "%SYSTEM32%\ntdll.dll" if exist "%PROGRAMS%\*" call :program journal "%PROGRAMS%\Windows Journal\Journal.exe"

rem Traces of WannaCry, in the places that public reports name and one level of the users' folders; nothing else is searched.
rem A trace is a reason to look, not a proof, and no trace is no proof either.
set "TRACES=ok"
set "COUNT=1"
reg query "HKLM\SYSTEM\CurrentControlSet\Services" >nul 2>&1
if errorlevel 1 set "TRACES=failed"
reg query "HKLM\SYSTEM\CurrentControlSet\Services\mssecsvc2.0" >nul 2>&1
if not errorlevel 1 echo trace=wannacry-service
for %%k in ("HKLM\SOFTWARE\WanaCrypt0r" "HKLM\SOFTWARE\Wow6432Node\WanaCrypt0r" "HKCU\Software\WanaCrypt0r") do (
    reg query %%k >nul 2>&1
    if not errorlevel 1 echo trace=wannacry-registry 1 %%~k
)
if exist "%SystemRoot%\mssecsvc.exe" echo trace=wannacry-mssecsvc 1 %SystemRoot%
if exist "%SystemRoot%\tasksche.exe" echo trace=wannacry-tasksche 1 %SystemRoot%
for %%d in ("%SystemDrive%\Intel" "%ALLUSERSPROFILE%") do for /f "eol=* delims=" %%f in ('dir /b /ad %%d 2^>nul') do (
    set "FOLDER=%%~d\%%f"
    call :folder
)
set "FOLDER=%SystemDrive%"
call :folder
set "USERS=%SystemDrive%\Users"
if not exist "%USERS%\*" set "USERS=%SystemDrive%\Documents and Settings"
dir "%USERS%" >nul 2>&1
if errorlevel 1 set "TRACES=failed"
for /f "eol=* delims=" %%p in ('dir /b /ad-h-s "%USERS%" 2^>nul') do (
    dir "%USERS%\%%p" >nul 2>&1
    if errorlevel 1 set "TRACES=failed"
    set "FOLDER=%USERS%\%%p"
    call :folder
    for /f "eol=* delims=" %%f in ('dir /b /ad-h-s "%USERS%\%%p" 2^>nul') do (
        set "FOLDER=%USERS%\%%p\%%f"
        call :folder
    )
)
echo traces=%TRACES%
echo end
endlocal
exit /b 0

:value
for /f "tokens=2,*" %%a in ('reg query %2 /v %3 2^>nul ^| find "REG_"') do echo %1=%%b
goto :eof

:number
rem The number of a registry value; what is missing or of another type leaves NUMBER as it is.
for /f "tokens=1,2,3" %%a in ('reg query %1 /v %2 2^>nul') do if /i "%%a"=="%2" if /i "%%b"=="REG_DWORD" set "NUMBER=%%c"
goto :eof

:folder
rem The traces in one folder; its name is printed from the variable of a loop, which cmd does not read as commands.
if exist "%FOLDER%\tasksche.exe" call :trace tasksche
if exist "%FOLDER%\@WanaDecryptor@.exe" call :trace decryptor
if exist "%FOLDER%\@Please_Read_Me@.txt" call :trace note
if exist "%FOLDER%\00000000.pky" call :trace keys
if exist "%FOLDER%\00000000.eky" call :trace keys
set "COUNT=0"
if exist "%FOLDER%\*.wnry" for /f "delims=" %%x in ('dir /b /a-d "%FOLDER%\*.wnry" 2^>nul') do set /a COUNT+=1
if not "%COUNT%"=="0" call :trace wnry
set "COUNT=0"
if exist "%FOLDER%\*.WNCRY" for /f "delims=" %%x in ('dir /b /a-d "%FOLDER%\*.WNCRY" 2^>nul') do set /a COUNT+=1
if not "%COUNT%"=="0" call :trace encrypted
set "COUNT=1"
goto :eof

:trace
for /f "delims=" %%c in ("%FOLDER%") do echo trace=wannacry-%1 %COUNT% %%c
goto :eof

:part
set "PART="
for /f "tokens=2,*" %%a in ('reg query %2 /v %3 2^>nul ^| find "REG_"') do set "PART=%%b"
if not defined PART if defined REGISTRY set "PART=none"
if defined PART echo %1=%PART%
goto :eof

:program
if exist %2 (echo %1=yes) else echo %1=none
goto :eof

:version
rem The words of ver differ by language, the number is the last of them: Microsoft Windows XP [Version 5.1.2600].
for /f "delims=" %%a in ('ver') do set "VERSION=%%a"
for %%b in (%VERSION%) do set "VERSION=%%b"
set "VERSION=%VERSION:]=%"
goto :eof

:pack
rem "Service Pack 3". Where the value is missing there is none, or the look failed: nothing is told.
for /f "tokens=3,4,5" %%a in ('reg query "%WINNT%" /v CSDVersion 2^>nul ^| find "REG_SZ"') do if /i "%%a %%b"=="Service Pack" set "PACK=%%c"
goto :eof

:lcid
for /f "tokens=3" %%a in ('reg query %2 /v %3 2^>nul ^| find "REG_"') do echo %1-lcid=%%a
goto :eof

:remember
set "PACKAGE=%~1 %~2 %~3"
goto :eof

:package
set "KB=%PACKAGE:*Package_for_KB=%"
if "%KB%"=="%PACKAGE%" goto :eof
for /f "delims=_~ " %%a in ("%KB%") do echo hotfix=KB%%a
goto :eof
