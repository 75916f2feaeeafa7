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
for /f "tokens=3" %%a in ('reg query "HKLM\SYSTEM\CurrentControlSet\Control\ProductOptions" /v ProductType 2^>nul ^| find "REG_"') do set "TYPE=%%a"
set "ROLE=server"
if /i "%TYPE%"=="WinNT" set "ROLE=client"
set "STORE=%ALLUSERSPROFILE%\Firebreak\before"
set "RECORD=%STORE%\%ID%.txt"
set "STATE=in-place"
set "EXITED=0"
set "RESTART="
if "%ID%"=="smb1-server-off" goto :smb1-server-off
if "%ID%"=="tcp445-inbound-blocked" goto :tcp445-inbound-blocked
if "%ID%"=="spooler-off" goto :spooler-off
if "%ID%"=="rdp-nla-on" goto :rdp-nla-on
if "%ID%"=="smb3-compression-off" goto :smb3-compression-off
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
if not exist "%STORE%\*" md "%STORE%" >nul 2>&1
set "NEW=1"
goto :eof

rem KEY NAME: the number of a registry value in SEEN; empty where there is none.
:read
set "SEEN="
for /f "tokens=1,2,3" %%a in ('reg query "HKLM\%~1" /v %~2 2^>nul') do if /i "%%a"=="%~2" set "SEEN=%%c"
goto :eof

rem KEY: there is no such value, if only the key itself can be read. Otherwise nobody knows what is there.
:none
reg query "HKLM\%~1" >nul 2>&1
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

rem SMBv1 server off
:smb1-server-off
if %NUMBER% LSS 60000000 goto :smb1-server-off-v1
if %NUMBER% GEQ 62000000 goto :smb1-server-off-v1
set "RESTART=1"
if "%ACTION%"=="undo" goto :smb1-server-off-0-undo
if "%ACTION%"=="check" goto :smb1-server-off-0-check
set "NEW="
call :open
call :read "SYSTEM\CurrentControlSet\Services\LanmanServer\Parameters" SMB1
if not defined SEEN call :none "SYSTEM\CurrentControlSet\Services\LanmanServer\Parameters"
if not defined SEEN goto :unrecordable
if defined NEW >> "%RECORD%" echo 0=%SEEN%
call :recorded 0
if not defined WAS goto :unrecordable
reg add "HKLM\SYSTEM\CurrentControlSet\Services\LanmanServer\Parameters" /v SMB1 /t REG_DWORD /d 0 /f >nul 2>&1
if errorlevel 1 set "EXITED=denied"
:smb1-server-off-0-check
call :read "SYSTEM\CurrentControlSet\Services\LanmanServer\Parameters" SMB1
if /i not "%SEEN%"=="0x0" set "STATE=absent"
goto :done
:smb1-server-off-0-undo
if not exist "%RECORD%" goto :unrecorded
call :recorded 0
if not defined WAS goto :unrecorded
if not "%WAS%"=="absent" goto :smb1-server-off-0-undone0-value
reg delete "HKLM\SYSTEM\CurrentControlSet\Services\LanmanServer\Parameters" /v SMB1 /f >nul 2>&1
if errorlevel 1 set "EXITED=denied"
goto :smb1-server-off-0-undone0
:smb1-server-off-0-undone0-value
reg add "HKLM\SYSTEM\CurrentControlSet\Services\LanmanServer\Parameters" /v SMB1 /t REG_DWORD /d %WAS% /f >nul 2>&1
if errorlevel 1 set "EXITED=denied"
:smb1-server-off-0-undone0
goto :smb1-server-off-0-check
:smb1-server-off-v1
if %NUMBER% LSS 62000000 goto :impossible
set "RESTART=1"
if "%ACTION%"=="undo" goto :smb1-server-off-1-undo
if "%ACTION%"=="check" goto :smb1-server-off-1-check
set "NEW="
call :open
call :read "SYSTEM\CurrentControlSet\Services\LanmanServer\Parameters" SMB1
if not defined SEEN call :none "SYSTEM\CurrentControlSet\Services\LanmanServer\Parameters"
if not defined SEEN goto :unrecordable
if defined NEW >> "%RECORD%" echo 0=%SEEN%
call :recorded 0
if not defined WAS goto :unrecordable
reg add "HKLM\SYSTEM\CurrentControlSet\Services\LanmanServer\Parameters" /v SMB1 /t REG_DWORD /d 0 /f >nul 2>&1
if errorlevel 1 set "EXITED=denied"
:smb1-server-off-1-check
call :read "SYSTEM\CurrentControlSet\Services\LanmanServer\Parameters" SMB1
if /i not "%SEEN%"=="0x0" set "STATE=absent"
goto :done
:smb1-server-off-1-undo
if not exist "%RECORD%" goto :unrecorded
call :recorded 0
if not defined WAS goto :unrecorded
if not "%WAS%"=="absent" goto :smb1-server-off-1-undone0-value
reg delete "HKLM\SYSTEM\CurrentControlSet\Services\LanmanServer\Parameters" /v SMB1 /f >nul 2>&1
if errorlevel 1 set "EXITED=denied"
goto :smb1-server-off-1-undone0
:smb1-server-off-1-undone0-value
reg add "HKLM\SYSTEM\CurrentControlSet\Services\LanmanServer\Parameters" /v SMB1 /t REG_DWORD /d %WAS% /f >nul 2>&1
if errorlevel 1 set "EXITED=denied"
:smb1-server-off-1-undone0
goto :smb1-server-off-1-check

rem TCP 445 and 139 blocked inbound
:tcp445-inbound-blocked
if %NUMBER% LSS 51000000 goto :tcp445-inbound-blocked-v1
if %NUMBER% GEQ 60000000 goto :tcp445-inbound-blocked-v1
if "%ACTION%"=="undo" goto :tcp445-inbound-blocked-0-undo
if "%ACTION%"=="check" goto :tcp445-inbound-blocked-0-check
set "NEW="
call :open
if defined NEW >> "%RECORD%" echo 0=absent
call :recorded 0
if not defined WAS goto :unrecordable
netsh firewall set portopening protocol=TCP port=445 name="Firebreak block SMB inbound" mode=DISABLE profile=ALL >nul 2>&1
if errorlevel 1 set "EXITED=denied"
netsh firewall set portopening protocol=TCP port=139 name="Firebreak block SMB inbound" mode=DISABLE profile=ALL >nul 2>&1
if errorlevel 1 set "EXITED=denied"
:tcp445-inbound-blocked-0-check
set "STATE=unknown"
goto :done
:tcp445-inbound-blocked-0-undo
if not exist "%RECORD%" goto :unrecorded
call :recorded 0
netsh firewall delete portopening protocol=TCP port=445 profile=ALL >nul 2>&1
if errorlevel 1 set "EXITED=denied"
netsh firewall delete portopening protocol=TCP port=139 profile=ALL >nul 2>&1
if errorlevel 1 set "EXITED=denied"
goto :tcp445-inbound-blocked-0-check
:tcp445-inbound-blocked-v1
if %NUMBER% LSS 60000000 goto :impossible
if "%ACTION%"=="undo" goto :tcp445-inbound-blocked-1-undo
if "%ACTION%"=="check" goto :tcp445-inbound-blocked-1-check
set "NEW="
call :open
if defined NEW >> "%RECORD%" echo 0=absent
call :recorded 0
if not defined WAS goto :unrecordable
netsh advfirewall firewall delete rule name="Firebreak block SMB inbound" >nul 2>&1
netsh advfirewall firewall add rule name="Firebreak block SMB inbound" dir=in action=block protocol=TCP localport=445,139 profile=any >nul 2>&1
if errorlevel 1 set "EXITED=denied"
:tcp445-inbound-blocked-1-check
netsh advfirewall firewall show rule name="Firebreak block SMB inbound" >nul 2>&1
if errorlevel 1 set "STATE=absent"
goto :done
:tcp445-inbound-blocked-1-undo
if not exist "%RECORD%" goto :unrecorded
call :recorded 0
netsh advfirewall firewall delete rule name="Firebreak block SMB inbound" >nul 2>&1
if errorlevel 1 set "EXITED=denied"
goto :tcp445-inbound-blocked-1-check

rem Print Spooler off
:spooler-off
if "%ACTION%"=="undo" goto :spooler-off-0-undo
if "%ACTION%"=="check" goto :spooler-off-0-check
set "NEW="
call :open
call :read "SYSTEM\CurrentControlSet\Services\Spooler" Start
if not defined SEEN call :none "SYSTEM\CurrentControlSet\Services\Spooler"
if not defined SEEN goto :unrecordable
if defined NEW >> "%RECORD%" echo 0=%SEEN%
call :recorded 0
if not defined WAS goto :unrecordable
sc config Spooler start= disabled >nul 2>&1
if errorlevel 1 set "EXITED=denied"
net stop Spooler /y >nul 2>&1
:spooler-off-0-check
call :read "SYSTEM\CurrentControlSet\Services\Spooler" Start
if /i not "%SEEN%"=="0x4" set "STATE=absent"
for /f "delims=" %%a in ('sc query Spooler 2^>nul ^| find "RUNNING"') do set "STATE=absent"
goto :done
:spooler-off-0-undo
if not exist "%RECORD%" goto :unrecorded
call :recorded 0
set "WORD="
if "%WAS%"=="2" set "WORD=auto"
if "%WAS%"=="3" set "WORD=demand"
if "%WAS%"=="4" set "WORD=disabled"
if not defined WORD goto :unrecorded
sc config Spooler start= %WORD% >nul 2>&1
if errorlevel 1 set "EXITED=denied"
if "%WAS%"=="2" net start Spooler >nul 2>&1
goto :spooler-off-0-check

rem Network Level Authentication required
:rdp-nla-on
if %NUMBER% LSS 60000000 goto :impossible
if "%ACTION%"=="undo" goto :rdp-nla-on-0-undo
if "%ACTION%"=="check" goto :rdp-nla-on-0-check
set "NEW="
call :open
call :read "SYSTEM\CurrentControlSet\Control\Terminal Server\WinStations\RDP-Tcp" UserAuthentication
if not defined SEEN call :none "SYSTEM\CurrentControlSet\Control\Terminal Server\WinStations\RDP-Tcp"
if not defined SEEN goto :unrecordable
if defined NEW >> "%RECORD%" echo 0=%SEEN%
call :recorded 0
if not defined WAS goto :unrecordable
reg add "HKLM\SYSTEM\CurrentControlSet\Control\Terminal Server\WinStations\RDP-Tcp" /v UserAuthentication /t REG_DWORD /d 1 /f >nul 2>&1
if errorlevel 1 set "EXITED=denied"
:rdp-nla-on-0-check
call :read "SYSTEM\CurrentControlSet\Control\Terminal Server\WinStations\RDP-Tcp" UserAuthentication
if /i not "%SEEN%"=="0x1" set "STATE=absent"
goto :done
:rdp-nla-on-0-undo
if not exist "%RECORD%" goto :unrecorded
call :recorded 0
if not defined WAS goto :unrecorded
if not "%WAS%"=="absent" goto :rdp-nla-on-0-undone0-value
reg delete "HKLM\SYSTEM\CurrentControlSet\Control\Terminal Server\WinStations\RDP-Tcp" /v UserAuthentication /f >nul 2>&1
if errorlevel 1 set "EXITED=denied"
goto :rdp-nla-on-0-undone0
:rdp-nla-on-0-undone0-value
reg add "HKLM\SYSTEM\CurrentControlSet\Control\Terminal Server\WinStations\RDP-Tcp" /v UserAuthentication /t REG_DWORD /d %WAS% /f >nul 2>&1
if errorlevel 1 set "EXITED=denied"
:rdp-nla-on-0-undone0
goto :rdp-nla-on-0-check

rem SMBv3 compression off (server)
:smb3-compression-off
if %NUMBER% LSS 100000000 goto :impossible
if "%ACTION%"=="undo" goto :smb3-compression-off-0-undo
if "%ACTION%"=="check" goto :smb3-compression-off-0-check
set "NEW="
call :open
call :read "SYSTEM\CurrentControlSet\Services\LanmanServer\Parameters" DisableCompression
if not defined SEEN call :none "SYSTEM\CurrentControlSet\Services\LanmanServer\Parameters"
if not defined SEEN goto :unrecordable
if defined NEW >> "%RECORD%" echo 0=%SEEN%
call :recorded 0
if not defined WAS goto :unrecordable
reg add "HKLM\SYSTEM\CurrentControlSet\Services\LanmanServer\Parameters" /v DisableCompression /t REG_DWORD /d 1 /f >nul 2>&1
if errorlevel 1 set "EXITED=denied"
:smb3-compression-off-0-check
call :read "SYSTEM\CurrentControlSet\Services\LanmanServer\Parameters" DisableCompression
if /i not "%SEEN%"=="0x1" set "STATE=absent"
goto :done
:smb3-compression-off-0-undo
if not exist "%RECORD%" goto :unrecorded
call :recorded 0
if not defined WAS goto :unrecorded
if not "%WAS%"=="absent" goto :smb3-compression-off-0-undone0-value
reg delete "HKLM\SYSTEM\CurrentControlSet\Services\LanmanServer\Parameters" /v DisableCompression /f >nul 2>&1
if errorlevel 1 set "EXITED=denied"
goto :smb3-compression-off-0-undone0
:smb3-compression-off-0-undone0-value
reg add "HKLM\SYSTEM\CurrentControlSet\Services\LanmanServer\Parameters" /v DisableCompression /t REG_DWORD /d %WAS% /f >nul 2>&1
if errorlevel 1 set "EXITED=denied"
:smb3-compression-off-0-undone0
goto :smb3-compression-off-0-check
