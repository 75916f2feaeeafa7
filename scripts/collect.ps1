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
