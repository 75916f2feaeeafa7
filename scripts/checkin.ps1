<#
Firebreak: collects with collect.ps1 and sends it to the control room. PowerShell 2.0 (Windows 7) to 7; for a scheduled task.

    powershell -NoProfile -ExecutionPolicy Bypass -File checkin.ps1 -Server https://firebreak.example.jp

The token of the site is read from firebreak.token beside this script (or -TokenFile), else from the variable FIREBREAK_TOKEN;
never from the command line, where every user of the machine could read it.
Exit codes: 0 kept; 1 not sent, try again later; 2 wrong use; 3 refused by the server.
#>
param(
    [string] $Server,
    [string] $TokenFile,
    # Waits up to so many seconds first, so that ten thousand machines do not come in the same second.
    [int] $Spread = 0,
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
if ($token -notmatch '^[\x21-\x7e]{8,512}$') { Quit 2 "no token: put it into $TokenFile, or into the variable FIREBREAK_TOKEN" }

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

$address = $Server.TrimEnd('/') + '/api/v1/machines/' + [Uri]::EscapeDataString($env:COMPUTERNAME) + '/evidence'
$said = ''
foreach ($pause in 0, 5, 30, 120) {
    Start-Sleep -Seconds $pause
    $response = $null
    try {
        $request = [Net.WebRequest]::Create($address)
        $request.Method = 'POST'
        # A redirect would take the token to another server.
        $request.AllowAutoRedirect = $false
        $request.Timeout = 60000
        $request.ContentType = 'application/x-ndjson'
        $request.UserAgent = 'firebreak-checkin'
        $request.Headers.Add('Authorization', 'Bearer ' + $token)
        $request.ContentLength = $body.Length
        $stream = $request.GetRequestStream()
        try { $stream.Write($body, 0, $body.Length) } finally { $stream.Close() }
        $response = $request.GetResponse()
    } catch {
        # PowerShell wraps what .NET throws; an answer of 4xx or 5xx is within.
        $fault = $_.Exception
        $said = $fault.Message
        while ($fault -and -not ($fault -is [Net.WebException])) { $fault = $fault.InnerException }
        if ($fault) { $response = $fault.Response }
    }
    if ($response) {
        $status = [int] $response.StatusCode
        $response.Close()
        if ($status -ge 200 -and $status -lt 300) { exit 0 }
        $said = "the server answered $status"
        # Too many at once, or a fault of the server's, may pass. The rest would be refused again.
        if ($status -ne 408 -and $status -ne 429 -and $status -lt 500) { Quit 3 $said }
    }
}
Quit 1 $said
