<#
Firebreak: collects with collect.ps1 and sends it to the control room. PowerShell 2.0 (Windows 7) to 7; for a scheduled task.

    powershell -NoProfile -ExecutionPolicy Bypass -File checkin.ps1 -Server https://firebreak.example.jp

The token of the site is read from firebreak.token beside this script (or -TokenFile), else from the variable FIREBREAK_TOKEN;
never from the command line, where every user of the machine could read it. At its first run as SYSTEM or administrator the machine
enrols: it gets a token of its own, kept in %ProgramData%\Firebreak\enrolled for SYSTEM and administrators only, and the server hears
this machine by that only.
Exit codes: 0 kept; 1 not sent, try again later; 2 wrong use; 3 refused by the server.
#>
param(
    [string] $Server,
    [string] $TokenFile,
    # Waits up to so many seconds first, so that ten thousand machines do not come in the same second.
    [int] $Spread = 0,
    # Ids of orders, with commas, that client.ps1 had done before.
    [string] $Orders = '',
    # Allows http:. Token and inventory then cross the network in clear text.
    [switch] $Plain
)
$ErrorActionPreference = 'Stop'
$here = Split-Path -Parent $MyInvocation.MyCommand.Path

function Quit([int] $code, [string] $said) { [Console]::Error.WriteLine("checkin: $said"); exit $code }

$uri = $null
if (-not [Uri]::TryCreate($Server, [UriKind]::Absolute, [ref] $uri)) { Quit 2 'name the server: -Server https://..' }
if ($uri.Scheme -ne 'https' -and -not ($Plain -and $uri.Scheme -eq 'http')) { Quit 2 'https only; -Plain allows http' }

if (-not $TokenFile) { $TokenFile = Join-Path $here 'firebreak.token' }
$token = ''
if (Test-Path -LiteralPath $TokenFile) { $token = ([IO.File]::ReadAllText($TokenFile)).Trim() }
elseif ($env:FIREBREAK_TOKEN) { $token = $env:FIREBREAK_TOKEN.Trim() }
if ($token -notmatch '^[\x21-\x7e]{8,512}$') { $token = '' }

$common = if ($env:ProgramData) { $env:ProgramData } else { $env:ALLUSERSPROFILE }
$state = Join-Path (Join-Path $common 'Firebreak') 'enrolled'
$ownFile = Join-Path $state 'machine.token'
$own = ''
try { if (Test-Path -LiteralPath $ownFile) { $own = ([IO.File]::ReadAllText($ownFile)).Trim() } } catch { }
if ($own -notmatch '^fb_[A-Za-z0-9_-]{43}$') { $own = '' }
if (-not $token -and -not $own) { Quit 2 "no token: put it into $TokenFile, or into the variable FIREBREAK_TOKEN" }

# 3072 is TLS 1.2, which .NET before 4.6 does not offer by itself. Windows 7 needs .NET 4.5, or KB3154518 for 3.5, and KB3140245.
try { [Net.ServicePointManager]::SecurityProtocol = [Net.SecurityProtocolType] 3072 }
catch { if ($uri.Scheme -eq 'https') { Quit 1 'this .NET has no TLS 1.2: install .NET 4.5 or later, or use the folder drop' } }
[Net.ServicePointManager]::Expect100Continue = $false

if ($Spread -gt 0) { Start-Sleep -Seconds (New-Object Random).Next(0, $Spread) }

$folder = Join-Path ([IO.Path]::GetTempPath()) ('firebreak-' + [Guid]::NewGuid().ToString('N'))
[void] (New-Item -ItemType Directory -Path $folder)
try {
    & (Join-Path $here 'collect.ps1') -Out $folder
    $file = Join-Path $folder ($env:COMPUTERNAME + '.ndjson')
    if (-not (Test-Path -LiteralPath $file)) { Quit 1 'collect.ps1 wrote nothing' }
    $body = [IO.File]::ReadAllBytes($file)
} finally { Remove-Item -LiteralPath $folder -Recurse -Force -ErrorAction SilentlyContinue }

$machine = $Server.TrimEnd('/') + '/api/v1/machines/' + [Uri]::EscapeDataString($env:COMPUTERNAME)
$query = if ($Orders -match '^[0-9a-f]{32}(,[0-9a-f]{32})*$') { '?order=' + $Orders } else { '' }
$said = ''

# Sends once; the status, or 0 where no answer came, and the first bytes of the answer's text.
function Send([string] $address, [byte[]] $bytes, [string] $bearer, [string] $type) {
    $response = $null
    try {
        $request = [Net.WebRequest]::Create($address)
        $request.Method = 'POST'
        # A redirect would take the token to another server.
        $request.AllowAutoRedirect = $false
        $request.Timeout = 60000
        $request.ContentType = $type
        $request.Accept = 'text/plain'
        $request.UserAgent = 'firebreak-checkin'
        $request.Headers.Add('Authorization', 'Bearer ' + $bearer)
        $request.ContentLength = $bytes.Length
        $stream = $request.GetRequestStream()
        try { $stream.Write($bytes, 0, $bytes.Length) } finally { $stream.Close() }
        $response = $request.GetResponse()
    } catch {
        # PowerShell wraps what .NET throws; an answer of 4xx or 5xx is within.
        $fault = $_.Exception
        $script:said = $fault.Message
        while ($fault -and -not ($fault -is [Net.WebException])) { $fault = $fault.InnerException }
        if ($fault) { $response = $fault.Response }
    }
    if (-not $response) { return @{ Status = 0; Text = '' } }
    $status = [int] $response.StatusCode
    $text = ''
    try {
        $reader = New-Object IO.StreamReader ($response.GetResponseStream())
        $buffer = New-Object char[] 4096
        $text = New-Object string ($buffer, 0, $reader.ReadBlock($buffer, 0, 4096))
    } catch { }
    $response.Close()
    $script:said = "the server answered $status"
    return @{ Status = $status; Text = $text }
}

# Too many at once, or a fault of the server's, may pass. The rest would be refused again.
function Passes([int] $status) { return $status -eq 0 -or $status -eq 408 -or $status -eq 429 -or $status -ge 500 }

# Makes and closes the place for the token: one that cannot be kept would leave the machine without a voice.
function Closed {
    try {
        [void] (New-Item -ItemType Directory -Force -Path $state)
        $icacls = Join-Path $env:SystemRoot 'System32\icacls.exe'
        & $icacls $state /setowner '*S-1-5-32-544' /q 2>&1 | Out-Null
        if ($LASTEXITCODE -ne 0) { return $false }
        & $icacls $state /reset /q 2>&1 | Out-Null
        if ($LASTEXITCODE -ne 0) { return $false }
        & $icacls $state /inheritance:r /grant:r '*S-1-5-18:(OI)(CI)F' '*S-1-5-32-544:(OI)(CI)F' /q 2>&1 | Out-Null
        if ($LASTEXITCODE -ne 0) { return $false }
        if (Test-Path -LiteralPath $ownFile) { Remove-Item -LiteralPath $ownFile -Force }
        [IO.File]::WriteAllText($ownFile, '')
        return $true
    } catch { return $false }
}

# A token of its own for this machine, kept; an empty text where it gets none.
function Enrol {
    if (-not $token -or -not (Closed)) { return '' }
    # Asked again with the same number, the server gives a token once more: the first answer may have been lost.
    $attempt = [Guid]::NewGuid().ToString('N')
    foreach ($pause in 0, 5, 30) {
        Start-Sleep -Seconds $pause
        $answer = Send "$machine/token?attempt=$attempt" (New-Object byte[] 0) $token 'text/plain'
        if ($answer.Status -eq 201 -and $answer.Text.Trim() -match '^fb_[A-Za-z0-9_-]{43}$') {
            $issued = $answer.Text.Trim()
            [IO.File]::WriteAllText($ownFile, $issued)
            return $issued
        }
        if (-not (Passes $answer.Status)) { break }
    }
    Remove-Item -LiteralPath $ownFile -Force -ErrorAction SilentlyContinue
    return ''
}

if (-not $own) { $own = Enrol }
foreach ($pause in 0, 5, 30, 120) {
    Start-Sleep -Seconds $pause
    $bearer = if ($own) { $own } else { $token }
    $answer = Send "$machine/evidence$query" $body $bearer 'application/x-ndjson'
    if ($answer.Status -ge 200 -and $answer.Status -lt 300) { exit 0 }
    if ($answer.Status -eq 401 -and $own -and $token) {
        # The token was revoked: somebody had this machine re-enrolled.
        $own = Enrol
        if ($own) { continue }
    }
    if (-not (Passes $answer.Status)) {
        if ($answer.Status -eq 403) { $said += '; if this machine was installed anew or lost its token, have it re-enrolled on its page of the server' }
        Quit 3 $said
    }
}
Quit 1 $said
