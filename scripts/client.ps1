<#
Firebreak: asks the management server what this machine is to do, does it, and comes back with fresh evidence. PowerShell 2.0 (Windows 7) to
7; run it as SYSTEM or administrator, for example by a scheduled task.

    powershell -NoProfile -ExecutionPolicy Bypass -File client.ps1 -Server https://firebreak.example.jp

The token is that of checkin.ps1: the machine's own, else the site's from firebreak.token beside this script or FIREBREAK_TOKEN. A package
is installed only if its size and SHA-256 are those of the order and Windows does not find its signature broken. Nothing here runs a
command line that a server sends. It works in the folder Firebreak of Windows itself, where only administrators may write: elsewhere a user
could put a file beside an installer. Needs beside it: mitigate.cmd, collect.ps1, checkin.ps1.
Exit codes: 0 done, or nothing to do; 10 a restart is needed, run it again afterwards; 1 something failed, 2 wrong use, 3 refused.
#>
param(
    [string] $Server,
    # Folder or share with the packages, tried before the server.
    [string] $Packages,
    # Minutes that an installer may take.
    [int] $Minutes = 60,
    # Allows http:. Token and orders then cross the network in clear text.
    [switch] $Plain
)
$ErrorActionPreference = 'Stop'
$here = Split-Path -Parent $MyInvocation.MyCommand.Path

function Quit([int] $code, [string] $said) { [Console]::Error.WriteLine("client: $said"); exit $code }

$uri = $null
if (-not [Uri]::TryCreate($Server, [UriKind]::Absolute, [ref] $uri)) { Quit 2 'name the server: -Server https://..' }
if ($uri.Scheme -ne 'https' -and -not ($Plain -and $uri.Scheme -eq 'http')) { Quit 2 'https only; -Plain allows http' }
try { [Net.ServicePointManager]::SecurityProtocol = [Net.SecurityProtocolType] 3072 }
catch { if ($uri.Scheme -eq 'https') { Quit 1 'this .NET has no TLS 1.2: install .NET 4.5 or later' } }
[Net.ServicePointManager]::Expect100Continue = $false

$common = if ($env:ProgramData) { $env:ProgramData } else { $env:ALLUSERSPROFILE }
$bearer = ''
foreach ($place in (Join-Path $common 'Firebreak\enrolled\machine.token'), (Join-Path $here 'firebreak.token')) {
    if (-not $bearer -and (Test-Path -LiteralPath $place)) { $bearer = ([IO.File]::ReadAllText($place)).Trim() }
}
if (-not $bearer -and $env:FIREBREAK_TOKEN) { $bearer = $env:FIREBREAK_TOKEN.Trim() }
if ($bearer -notmatch '^[\x21-\x7e]{8,512}$') { Quit 2 'no token: put it into firebreak.token, or into the variable FIREBREAK_TOKEN' }

foreach ($needed in 'mitigate.cmd', 'collect.ps1', 'checkin.ps1') {
    if (-not (Test-Path -LiteralPath (Join-Path $here $needed))) { Quit 2 "$needed must stand beside client.ps1: nothing was done" }
}
# Without administrator's rights nothing is asked: an order that cannot be carried out would count as failed.
$folder = Join-Path $env:SystemRoot 'Firebreak'
$work = Join-Path $folder ('work-' + [Guid]::NewGuid().ToString('N'))
try { [void] (New-Item -ItemType Directory -Force -Path $work); [IO.File]::WriteAllText((Join-Path $work 'probe.txt'), '1') }
catch { Quit 2 "cannot write to ${home0}: run it as administrator, or free space on the disk. Nothing was asked or done" }
# One copy at a time; Windows itself lets go of it when a copy ends in whatever way.
$mine = $false
$one = New-Object Threading.Mutex $false, 'Global\FirebreakClient'
try { $mine = $one.WaitOne(0) } catch [Threading.AbandonedMutexException] { $mine = $true }
if (-not $mine) {
    Remove-Item -LiteralPath $work -Recurse -Force -ErrorAction SilentlyContinue
    Quit 1 'another copy is running: nothing was done'
}
function Leave([int] $code, [string] $said) {
    Remove-Item -LiteralPath $work -Recurse -Force -ErrorAction SilentlyContinue
    $one.ReleaseMutex()
    if ($said) { Quit $code $said }
    exit $code
}

$base = $Server.TrimEnd('/')
$machine = $base + '/api/v1/machines/' + [Uri]::EscapeDataString($env:COMPUTERNAME)

function Request([string] $method, [string] $address) {
    $request = [Net.WebRequest]::Create($address)
    $request.Method = $method
    # A redirect would take the token to another server.
    $request.AllowAutoRedirect = $false
    $request.Timeout = 60000
    $request.ReadWriteTimeout = 120000
    $request.UserAgent = 'firebreak-client'
    $request.Accept = 'text/plain, application/octet-stream'
    $request.Headers.Add('Authorization', 'Bearer ' + $bearer)
    return $request
}

function GetText([string] $address) {
    $response = (Request 'GET' $address).GetResponse()
    try { return (New-Object IO.StreamReader ($response.GetResponseStream(), [Text.Encoding]::ASCII)).ReadToEnd() }
    finally { $response.Close() }
}

# No more than was announced is written: a server, or who stands between, could send without end.
function GetFile([string] $address, [string] $file, [long] $bytes) {
    $response = (Request 'GET' $address).GetResponse()
    try {
        $in = $response.GetResponseStream()
        $out = [IO.File]::Create($file)
        try {
            $buffer = New-Object byte[] 65536
            $all = [long] 0
            while (($read = $in.Read($buffer, 0, $buffer.Length)) -gt 0) {
                $all += $read
                if ($all -gt $bytes) { throw 'longer than announced' }
                $out.Write($buffer, 0, $read)
            }
        } finally { $out.Close() }
    } finally { $response.Close() }
}

function Report([string] $order, [string] $line) {
    $text = $line + "`r`n"
    if ($line -like 'exit=*' -and $script:boot) { $text += 'boot=' + $script:boot + "`r`n" }
    $body = [Text.Encoding]::ASCII.GetBytes($text)
    foreach ($pause in 0, 5, 30) {
        Start-Sleep -Seconds $pause
        try {
            $request = Request 'POST' ($machine + '/orders/' + $order)
            $request.ContentType = 'text/plain'
            $request.ContentLength = $body.Length
            $stream = $request.GetRequestStream()
            try { $stream.Write($body, 0, $body.Length) } finally { $stream.Close() }
            $response = $request.GetResponse()
            $status = [int] $response.StatusCode
            $response.Close()
            if ($status -ge 200 -and $status -lt 300) { return }
            [Console]::Error.WriteLine("client: the server answered $status")
        } catch { [Console]::Error.WriteLine('client: ' + $_.Exception.Message) }
    }
    $script:failed = $true
}

function Sha256([string] $file) {
    $stream = [IO.File]::OpenRead($file)
    try { $bytes = ([Security.Cryptography.SHA256]::Create()).ComputeHash($stream) } finally { $stream.Close() }
    return ([BitConverter]::ToString($bytes)).Replace('-', '').ToLowerInvariant()
}

# Runs an installer of the closed list; its exit code, or a word of ours.
function Install([string] $kind, [string] $file) {
    $system = Join-Path $env:SystemRoot 'System32'
    if (Test-Path (Join-Path $env:SystemRoot 'Sysnative\ntdll.dll')) { $system = Join-Path $env:SystemRoot 'Sysnative' }
    $start = New-Object Diagnostics.ProcessStartInfo
    $start.UseShellExecute = $false
    switch ($kind) {
        'exe' { $start.FileName = $file; $start.Arguments = '/quiet /norestart' }
        'msu' { $start.FileName = Join-Path $system 'wusa.exe'; $start.Arguments = '"' + $file + '" /quiet /norestart' }
        'cab' { $start.FileName = Join-Path $system 'dism.exe'; $start.Arguments = '/online /add-package "/packagepath:' + $file + '" /quiet /norestart' }
        'msi' { $start.FileName = Join-Path $system 'msiexec.exe'; $start.Arguments = '/i "' + $file + '" /quiet /norestart' }
        default { return 'failed' }
    }
    try { $process = [Diagnostics.Process]::Start($start) } catch { return 'failed' }
    # Ending an installer halfway could damage Windows: it is reported and left alone.
    if (-not $process.WaitForExit($Minutes * 60000)) { return 'timeout' }
    return [string] $process.ExitCode
}

$boot = $null
try {
    $os = Get-WmiObject Win32_OperatingSystem
    $boot = [Management.ManagementDateTimeConverter]::ToDateTime($os.LastBootUpTime).ToString('yyyy/MM/dd HH:mm:ss', [Globalization.CultureInfo]::InvariantCulture)
} catch {
    try { $boot = (Get-CimInstance Win32_OperatingSystem).LastBootUpTime.ToString('yyyy/MM/dd HH:mm:ss', [Globalization.CultureInfo]::InvariantCulture) } catch { }
}

try { $text = GetText ($machine + '/orders') }
catch {
    $fault = $_.Exception
    while ($fault -and -not ($fault -is [Net.WebException])) { $fault = $fault.InnerException }
    if ($fault -and $fault.Response -and [int] $fault.Response.StatusCode -ge 400 -and [int] $fault.Response.StatusCode -lt 500) { Leave 3 'the server refused' }
    Leave 1 'the server did not answer'
}
$lines = @($text -split "`r?`n" | Where-Object { $_ })
if ($lines.Count -lt 2 -or $lines[0] -ne 'firebreak-orders 1' -or $lines[$lines.Count - 1] -ne 'end') {
    Leave 1 "the orders are cut short or none of Firebreak's: nothing was done"
}

$steps = Join-Path $folder 'steps'
$afterwards = @()
$done = $false
$failed = $false
$restart = $false
$counts = @{}
$stopped = @{}
try {
    foreach ($line in $lines) {
        if ($line -match '^confirm=([0-9a-f]{32})$') {
            # This machine said that it is done; the server wants fresh evidence of it.
            $done = $true
            $afterwards += $matches[1]
        }
        elseif ($line -match '^install=([0-9a-f]{32}) (KB\d{5,8}) (\d{1,2})$') { $counts[$matches[1]] = [int] $matches[3] }
        elseif ($line -match '^package=([0-9a-f]{32}) (\d{1,2}) (exe|msu|cab|msi) (\d{1,12}) ([0-9a-f]{64}) ([A-Za-z0-9][A-Za-z0-9._+()-]{0,199})$') {
            $order = $matches[1]; $step = [int] $matches[2]; $kind = $matches[3]; $bytes = [long] $matches[4]; $sha256 = $matches[5]; $name = $matches[6]
            if ($restart -or $stopped[$order]) { continue }
            $done = $true
            $mark = Join-Path $steps "$order.$step"
            if (Test-Path -LiteralPath $mark) { continue }
            $file = Join-Path $work $name
            $exited = 'fetch'
            try {
                # As firebreak mirror export writes it, or the file alone.
                $near = @()
                if ($Packages) { $near = @((Join-Path $Packages "targets\$sha256.$name"), (Join-Path $Packages $name) | Where-Object { Test-Path -LiteralPath $_ }) }
                if ($near.Count -gt 0) { Copy-Item -LiteralPath $near[0] -Destination $file }
                else { GetFile "$base/api/v1/packages/$sha256/$name" $file $bytes }
                $exited = ''
            } catch { [Console]::Error.WriteLine('client: ' + $_.Exception.Message) }
            if (-not $exited) {
                Report $order 'state=fetched'
                if ((Get-Item -LiteralPath $file).Length -ne $bytes) { $exited = 'size' }
                elseif ((Sha256 $file) -ne $sha256) { $exited = 'hash' }
                else {
                    # Besides the hash: what Windows itself thinks of the signature, where it can read one of this kind.
                    $signature = $null
                    if ($kind -ne 'cab') { try { $signature = Get-AuthenticodeSignature -LiteralPath $file } catch { } }
                    if ($signature -and $signature.Status -eq 'HashMismatch') { $exited = 'signature' }
                    else { $exited = Install $kind $file }
                }
            }
            Remove-Item -LiteralPath $file -Force -ErrorAction SilentlyContinue
            Write-Output "client: ${name}: exit $exited"
            $claim = @('0', '3010', '1641', '2359301', '2359302') -contains $exited
            if (@('3010', '1641', '2359301') -contains $exited) { $restart = $true }
            if ($claim -and $step -ne $counts[$order]) {
                # A step that is done is not done again after a restart. Only the last one, or one that failed, is reported.
                [void] (New-Item -ItemType Directory -Force -Path $steps)
                [IO.File]::WriteAllText($mark, $exited)
                continue
            }
            $stopped[$order] = $true
            if ($claim) { $afterwards += $order } else { $failed = $true }
            Report $order "exit=$exited"
        }
        elseif ($line -match '^(apply|undo)=([0-9a-f]{32}) ([a-z0-9]+(-[a-z0-9]+){0,8})$') {
            $done = $true
            $action = $matches[1]; $order = $matches[2]; $id = $matches[3]
            $result = Join-Path $work 'result.txt'
            & (Join-Path $here 'mitigate.cmd') $action $id $result | Out-Null
            $exited = 'failed'
            if (Test-Path -LiteralPath $result) {
                foreach ($row in [IO.File]::ReadAllLines($result)) { if ($row -match '^exit=(-?\d+|[a-z]+)$') { $exited = $matches[1] } }
            }
            if ($exited -eq '3010') { $restart = $true }
            if (@('0', '3010') -contains $exited) { $afterwards += $order } else { $failed = $true }
            Write-Output "client: $action ${id}: exit $exited"
            Report $order "exit=$exited"
        }
    }
} finally { Remove-Item -LiteralPath $work -Recurse -Force -ErrorAction SilentlyContinue }

if (-not $done) { Write-Output 'client: nothing to do'; Leave 0 '' }
$sent = @{ Server = $Server; Orders = ($afterwards -join ',') }
if ($Plain) { $sent['Plain'] = $true }
& (Join-Path $here 'checkin.ps1') @sent
if ($LASTEXITCODE -ne 0) { $failed = $true }
if ($failed) { Leave 1 '' }
if ($restart) { Leave 10 '' }
Leave 0 ''
