<#
Firebreak: tells what this machine is and what is installed on it, as one line of JSON. PowerShell 2.0 to 7.
It reads only and changes nothing.

    powershell -ExecutionPolicy Bypass -File collect.ps1 -Out \\server\share

A look that fails is marked as failed ("complete":false, a file without version, "unknown"); nothing is made up.
#>
param([string] $Out, [string] $Site, [string] $Segment)
$ErrorActionPreference = 'Stop'

function Look($block) { try { & $block } catch { $null } }

# ConvertTo-Json is younger than the machines this must run on.
function Json($value) {
    if ($null -eq $value) { return 'null' }
    if ($value -is [bool]) { if ($value) { return 'true' } else { return 'false' } }
    if ($value -is [int] -or $value -is [long] -or $value -is [uint32]) { return [string] $value }
    if ($value -is [System.Collections.Specialized.OrderedDictionary]) {
        $parts = foreach ($key in $value.Keys) { if ($null -ne $value[$key]) { (Json ([string] $key)) + ':' + (Json $value[$key]) } }
        return '{' + (@($parts) -join ',') + '}'
    }
    if ($value -is [array]) { return '[' + (@($value | ForEach-Object { Json $_ }) -join ',') + ']' }
    $text = New-Object System.Text.StringBuilder
    [void] $text.Append('"')
    foreach ($char in ([string] $value).ToCharArray()) {
        $code = [int] $char
        if ($char -eq '"' -or $char -eq '\') { [void] $text.Append('\').Append($char) }
        elseif ($code -lt 32 -or $code -gt 126) { [void] $text.AppendFormat('\u{0:x4}', $code) }
        else { [void] $text.Append($char) }
    }
    return $text.Append('"').ToString()
}

function Ordered { New-Object System.Collections.Specialized.OrderedDictionary }

$key = 'HKLM:\SOFTWARE\Microsoft\Windows NT\CurrentVersion'
$nt = Look { Get-ItemProperty $key }
$system = Look { Get-WmiObject Win32_OperatingSystem }
if ($null -eq $system) { $system = Look { Get-CimInstance Win32_OperatingSystem } }

$os = Ordered
$os['caption'] = if ($system) { $system.Caption } elseif ($nt) { $nt.ProductName }
$os['version'] = if ($system) { $system.Version } else { [Environment]::OSVersion.Version.ToString(3) }
if ($system) { $os['servicePack'] = [int] $system.ServicePackMajorVersion }
if ($nt -and $null -ne $nt.UBR) { $os['revision'] = [int] $nt.UBR }
# A 32-bit PowerShell on 64-bit Windows is told its own architecture: the other variable has the machine's.
$processor = if ($env:PROCESSOR_ARCHITEW6432) { $env:PROCESSOR_ARCHITEW6432 } else { $env:PROCESSOR_ARCHITECTURE }
$os['architecture'] = switch ($processor) { 'AMD64' { 'x64' } 'x86' { 'x86' } 'IA64' { 'ia64' } 'ARM64' { 'arm64' } }
$os['language'] = Look { [System.Globalization.CultureInfo]::GetCultureInfo([Convert]::ToInt32($system.Locale, 16)).Name }
$os['displayLanguage'] = Look { [System.Globalization.CultureInfo]::GetCultureInfo([int] $system.OSLanguage).Name }
if ($system) { $os['platform'] = if ($system.ProductType -eq 1) { 'client' } else { 'server' } }
$os['bootedAt'] = Look {
    $boot = $system.LastBootUpTime
    if ($boot -is [string]) { $boot = [Management.ManagementDateTimeConverter]::ToDateTime($boot) }
    $boot.ToUniversalTime().ToString('yyyy-MM-ddTHH:mm:ssZ', [Globalization.CultureInfo]::InvariantCulture)
}
$os['productId'] = Look { $system.SerialNumber }

# What WMI lists, and what the component store holds (112 is "installed"). The list is complete if WMI's look succeeded.
$ids = @{}
$complete = $false
try {
    foreach ($fix in @(Get-WmiObject Win32_QuickFixEngineering)) { if ($fix.HotFixID) { $ids[[string] $fix.HotFixID] = 1 } }
    $complete = $ids.Count -gt 0
} catch {
    $ids = @{}
    try {
        foreach ($fix in @(Get-CimInstance Win32_QuickFixEngineering)) { if ($fix.HotFixID) { $ids[[string] $fix.HotFixID] = 1 } }
        $complete = $ids.Count -gt 0
    } catch { }
}
Look {
    $packages = 'HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion\Component Based Servicing\Packages'
    foreach ($package in Get-ChildItem $packages) {
        if ($package.PSChildName -match '^Package_for_(KB\d{5,8})' -and $package.GetValue('CurrentState') -eq 112) { $ids[$matches[1]] = 1 }
    }
} | Out-Null

$machine = Ordered
$machine['machine'] = $env:COMPUTERNAME
$machine['collectedAt'] = (Get-Date).ToUniversalTime().ToString('yyyy-MM-ddTHH:mm:ssZ', [Globalization.CultureInfo]::InvariantCulture)
$machine['os'] = $os
# The machine's own number, which stays when Windows is installed anew; with it two machines of one name are told apart.
$board = Look { Get-WmiObject Win32_ComputerSystemProduct }
if ($null -eq $board) { $board = Look { Get-CimInstance Win32_ComputerSystemProduct } }
$machine['hardwareId'] = Look { $board.UUID }
$hotfixes = Ordered
$hotfixes['complete'] = $complete
$hotfixes['ids'] = @($ids.Keys | Sort-Object)
$machine['hotfixes'] = $hotfixes

# The numbers of the version resource: its text may say something else. Where the driver surely is not there (Windows 10 1709
# and later without SMBv1) there is no file to tell of; where it cannot be read, it is told without a version.
$folder = if ($env:PROCESSOR_ARCHITEW6432) { 'Sysnative' } else { 'System32' }
$drivers = "$env:SystemRoot\$folder\drivers"
$listed = Look { @([IO.Directory]::GetFiles($drivers, 'srv*.sys')).Count -gt 0 }
$there = Look { [IO.File]::Exists("$drivers\srv.sys") }
if ($there -or -not $listed) {
    $file = Ordered
    $file['path'] = "$env:SystemRoot\System32\drivers\srv.sys"
    $file['version'] = Look {
        $v = [Diagnostics.FileVersionInfo]::GetVersionInfo("$drivers\srv.sys")
        # A file without a version resource gives zeros.
        if ($v.FileMajorPart -gt 0) { '{0}.{1}.{2}.{3}' -f $v.FileMajorPart, $v.FileMinorPart, $v.FileBuildPart, $v.FilePrivatePart }
    }
    $machine['files'] = @(, $file)
}

# The server's own word where it can be asked; else the registry, where no value means on. Only a clear "no" means off: an
# answer without that property, or a value that is no number, must not pass for it.
$smb1 = Look {
    $server = (Get-SmbServerConfiguration).EnableSMB1Protocol
    if ($server -is [bool]) { if ($server) { 'enabled' } else { 'disabled' } }
}
if ($null -eq $smb1) {
    $smb1 = Look {
        $value = (Get-ItemProperty 'HKLM:\SYSTEM\CurrentControlSet\Services\LanmanServer\Parameters').SMB1
        if ($null -eq $value) { 'enabled' } elseif ($value -is [int]) { if ($value -eq 0) { 'disabled' } else { 'enabled' } }
    }
}
$machine['smb1'] = if ($smb1) { $smb1 } else { 'unknown' }

# A registry value, or nothing where it or its key is missing; a key that cannot be read throws, so that it is no answer.
function RegistryValue($path, $name) {
    $opened = [Microsoft.Win32.Registry]::LocalMachine.OpenSubKey($path)
    if ($null -eq $opened) { return $null }
    try { return $opened.GetValue($name) } finally { $opened.Close() }
}
function HasKey($hive, $path) {
    $opened = $hive.OpenSubKey($path)
    if ($null -eq $opened) { return $false }
    $opened.Close()
    return $true
}

# Settings that stand in for a fix until it is there. "unknown" is told where Windows does not answer clearly.
$settings = Ordered
$server = 'SYSTEM\CurrentControlSet\Services\LanmanServer\Parameters'
$compression = Look {
    # DisableCompression=1 makes the SMBv3 server refuse compressed requests (ADV200005).
    $value = RegistryValue $server 'DisableCompression'
    if ($value -is [int] -and $value -eq 1) { 'disabled' } elseif (HasKey ([Microsoft.Win32.Registry]::LocalMachine) $server) { 'enabled' }
}
$settings['smb3-compression'] = if ($compression) { $compression } else { 'unknown' }
$start = Look { RegistryValue 'SYSTEM\CurrentControlSet\Services\Spooler' 'Start' }
$settings['spooler-start'] = if ($start -eq 2) { 'automatic' } elseif ($start -eq 3) { 'manual' } elseif ($start -eq 4) { 'disabled' } else { 'unknown' }
$state = Look { [string] (Get-Service -Name Spooler).Status }
$settings['spooler-state'] = if ($state -eq 'Running') { 'running' } elseif ($state -eq 'Stopped') { 'stopped' } else { 'unknown' }
# A policy outweighs the setting, and without TLS (SecurityLayer 0) there is no Network Level Authentication.
$nla = Look {
    $rdp = 'SYSTEM\CurrentControlSet\Control\Terminal Server\WinStations\RDP-Tcp'
    $policies = 'SOFTWARE\Policies\Microsoft\Windows NT\Terminal Services'
    $authentication = RegistryValue $policies 'UserAuthentication'
    if ($null -eq $authentication) { $authentication = RegistryValue $rdp 'UserAuthentication' }
    $layer = RegistryValue $policies 'SecurityLayer'
    if ($null -eq $layer) { $layer = RegistryValue $rdp 'SecurityLayer' }
    if ($authentication -is [int] -and $authentication -eq 1 -and $layer -is [int] -and ($layer -eq 1 -or $layer -eq 2)) { 'required' }
    elseif ($authentication -is [int] -and $authentication -eq 0) { 'not-required' }
    elseif ($layer -is [int] -and $layer -eq 0) { 'not-required' }
    elseif ($null -eq $authentication -and (HasKey ([Microsoft.Win32.Registry]::LocalMachine) $rdp)) { 'not-required' }
}
$settings['rdp-nla'] = if ($nla) { $nla } else { 'unknown' }
$machine['settings'] = $settings

# Traces of WannaCry, in the places that public reports name and one level of the users' folders; nothing else is searched.
# A trace is a reason to look, not a proof, and no trace is no proof either.
$traces = @()
$searched = $true
function Trace($name, $place, $count) {
    $trace = Ordered
    $trace['trace'] = 'wannacry-' + $name
    $trace['place'] = $place
    $trace['count'] = [int] $count
    return $trace
}
function Subfolders($path) {
    if (-not [IO.Directory]::Exists($path)) { return @() }
    $visible = @()
    foreach ($one in [IO.Directory]::GetDirectories($path)) {
        # Hidden ones are links to folders that are searched anyway, or programs' own.
        if (([int] [IO.File]::GetAttributes($one) -band 6) -eq 0) { $visible += $one }
    }
    return $visible
}
function Traces($folder) {
    $files = @{ 'tasksche.exe' = 'tasksche'; '@WanaDecryptor@.exe' = 'decryptor'; '@Please_Read_Me@.txt' = 'note'; '00000000.pky' = 'keys'; '00000000.eky' = 'keys' }
    foreach ($file in $files.Keys) { if ([IO.File]::Exists([IO.Path]::Combine($folder, $file))) { Trace $files[$file] $folder 1 } }
    $wnry = @([IO.Directory]::GetFiles($folder, '*.wnry')).Count
    if ($wnry -gt 0) { Trace 'wnry' $folder $wnry }
    $encrypted = @([IO.Directory]::GetFiles($folder, '*.WNCRY')).Count
    if ($encrypted -gt 0) { Trace 'encrypted' $folder $encrypted }
}
try {
    $local = [Microsoft.Win32.Registry]::LocalMachine
    if (HasKey $local 'SYSTEM\CurrentControlSet\Services\mssecsvc2.0') { $traces += Trace 'service' $null 1 }
    foreach ($path in 'SOFTWARE\WanaCrypt0r', 'SOFTWARE\Wow6432Node\WanaCrypt0r') {
        if (HasKey $local $path) { $traces += Trace 'registry' ('HKLM\' + $path) 1 }
    }
    if (HasKey ([Microsoft.Win32.Registry]::CurrentUser) 'Software\WanaCrypt0r') { $traces += Trace 'registry' 'HKCU\Software\WanaCrypt0r' 1 }
} catch { $searched = $false }
if ([IO.File]::Exists("$env:SystemRoot\mssecsvc.exe")) { $traces += Trace 'mssecsvc' $env:SystemRoot 1 }
if ([IO.File]::Exists("$env:SystemRoot\tasksche.exe")) { $traces += Trace 'tasksche' $env:SystemRoot 1 }
$users = "$env:SystemDrive\Users"
if (-not [IO.Directory]::Exists($users)) { $users = "$env:SystemDrive\Documents and Settings" }
$folders = @("$env:SystemDrive\")
foreach ($parent in "$env:SystemDrive\Intel", $env:ALLUSERSPROFILE) { try { $folders += @(Subfolders $parent) } catch { $searched = $false } }
try {
    foreach ($user in @(Subfolders $users)) {
        $folders += $user
        try { $folders += @(Subfolders $user) } catch { $searched = $false }
    }
} catch { $searched = $false }
foreach ($folder in $folders) { try { $traces += @(Traces $folder) } catch { $searched = $false } }
$indicators = Ordered
$indicators['complete'] = $searched -and $traces.Count -le 200
$indicators['found'] = @($traces | Select-Object -First 200)
$machine['indicators'] = $indicators

# Parts of Windows that have updates of their own. "Not installed" is told only where the look itself succeeded.
$components = @()
function Component($name, $version, $installed) {
    $component = Ordered
    $component['name'] = $name
    $component['version'] = $version
    $component['installed'] = [bool] $installed
    return $component
}
function Setting($path, $name) {
    # A key that is missing is an answer; one that cannot be read is none.
    if (-not (Test-Path -LiteralPath $path)) { return $null }
    return (Get-ItemProperty -LiteralPath $path).$name
}
$ndp = 'HKLM:\SOFTWARE\Microsoft\NET Framework Setup\NDP'
$four = Look { $release = Setting "$ndp\v4\Full" 'Release'; $install = Setting "$ndp\v4\Full" 'Install'
    $component = Component '.NET Framework 4' $null ($null -ne $release -or $install -eq 1)
    if ($null -ne $release) { $component['release'] = [int] $release } elseif ($install -eq 1) { $component['version'] = '4' }
    $component }
if ($four) { $components += $four }
foreach ($old in @('3.5', 'v3.5'), @('3.0', 'v3.0'), @('2.0', 'v2.0.50727'), @('1.1', 'v1.1.4322')) {
    $part = Look { Component ('.NET Framework ' + $old[0]) $null ((Setting ($ndp + '\' + $old[1]) 'Install') -eq 1) }
    if ($part) { $components += $part }
}
$explorer = Look {
    $key = 'HKLM:\SOFTWARE\Microsoft\Internet Explorer'
    # From 10 on Version begins with 9: svcVersion has the true one.
    $version = Setting $key 'svcVersion'
    if (-not $version) { $version = Setting $key 'Version' }
    if ($version) { Component 'Internet Explorer' ([string] $version) $true }
}
if ($explorer) { $components += $explorer }
$iis = Look { Component 'Internet Information Services' $null ($null -ne (Setting 'HKLM:\SOFTWARE\Microsoft\InetStp' 'MajorVersion')) }
if ($iis) { $components += $iis }
$programs = if ($env:ProgramW6432) { $env:ProgramW6432 } else { $env:ProgramFiles }
foreach ($file in @('Windows Media Player', "$programs\Windows Media Player\wmplayer.exe"), @('Windows Journal', "$programs\Windows Journal\Journal.exe")) {
    $part = Look { if ([IO.Directory]::GetDirectories($programs).Count -gt 0) { Component $file[0] $null ([IO.File]::Exists($file[1])) } }
    if ($part) { $components += $part }
}
$flash = Look {
    $found = $false
    foreach ($system in "$env:SystemRoot\$folder", "$env:SystemRoot\SysWOW64") {
        if ([IO.Directory]::Exists("$system\Macromed\Flash")) {
            $found = $found -or @([IO.Directory]::GetFiles("$system\Macromed\Flash", 'Flash*.ocx')).Count -gt 0
        }
    }
    if ([IO.File]::Exists("$env:SystemRoot\$folder\ntdll.dll")) { Component 'Adobe Flash Player' $null $found }
}
if ($flash) { $components += $flash }
$machine['components'] = $components
if ($Site) { $machine['site'] = $Site }
if ($Segment) { $machine['segment'] = $Segment }
$adapters = Look { Get-WmiObject Win32_NetworkAdapterConfiguration -Filter 'IPEnabled=TRUE' }
if ($null -eq $adapters) { $adapters = Look { Get-CimInstance Win32_NetworkAdapterConfiguration -Filter 'IPEnabled=TRUE' } }
$machine['addresses'] = @($adapters | ForEach-Object { $_.IPAddress } | Where-Object { $_ -match '^\d+\.\d+\.\d+\.\d+$' })

$line = Json $machine
if ($Out) {
    # .NET's current folder is not PowerShell's.
    $to = Join-Path (Resolve-Path -LiteralPath $Out).ProviderPath ($env:COMPUTERNAME + '.ndjson')
    [IO.File]::WriteAllText($to, $line + "`r`n", (New-Object Text.UTF8Encoding $false))
}
elseif ($Host.Name -eq 'ConsoleHost') { [Console]::Out.Write($line + "`r`n") }  # past the formatting, which may break long lines
else { $line }  # through WinRM there is no console to write to
