<#
Firebreak: approves the updates of a distribution list in WSUS for a group of machines. Run it on the WSUS server as a member of
WSUS Administrators. Windows PowerShell 3.0 or later.

    .\Import-FirebreakUpdates.ps1 -List updates.csv -TargetGroup "Firebreak" -WhatIf
    .\Import-FirebreakUpdates.ps1 -List updates.csv -TargetGroup "Firebreak"

It looks for each KB number, architecture and product among the updates that WSUS has, and approves it for installation. An update that WSUS
does not have is told with the address where it is imported from: the Microsoft Update Catalog, by its "Import Updates" command. It
declines nothing and deletes nothing. An approval is no success: only fresh evidence proves that machines are fixed.
#>
[CmdletBinding(SupportsShouldProcess = $true)]
param(
    [Parameter(Mandatory = $true)] [string] $List,
    [Parameter(Mandatory = $true)] [string] $TargetGroup
)
$ErrorActionPreference = 'Stop'

[void] [Reflection.Assembly]::LoadWithPartialName('Microsoft.UpdateServices.Administration')
$wsus = [Microsoft.UpdateServices.Administration.AdminProxy]::GetUpdateServer()
$group = $wsus.GetComputerTargetGroups() | Where-Object { $_.Name -eq $TargetGroup }
if (-not $group) { throw "WSUS has no group named $TargetGroup" }

$missing = 0
foreach ($row in Import-Csv -LiteralPath $List -Encoding UTF8) {
    if ($row.kb -notmatch '^KB\d{5,8}$') { Write-Warning "Not a KB number: $($row.kb)"; continue }
    $number = $row.kb.Substring(2)
    $found = @($wsus.SearchUpdates($number) | Where-Object {
        -not $_.IsDeclined -and @($_.KnowledgebaseArticles) -contains $number -and
        ($row.architecture -ne 'x64' -or $_.Title -match 'x64') -and
        ($row.architecture -ne 'x86' -or $_.Title -notmatch 'x64|Itanium|ARM')
    })
    if ($found.Count -eq 0) {
        $missing++
        Write-Warning "$($row.kb) $($row.product) $($row.architecture): not in WSUS. Import it from $($row.search)"
        continue
    }
    foreach ($update in $found) {
        if ($PSCmdlet.ShouldProcess($update.Title, "approve for $TargetGroup")) {
            if ($update.RequiresLicenseAgreementAcceptance) { $update.AcceptLicenseAgreement() }
            [void] $update.Approve([Microsoft.UpdateServices.Administration.UpdateApprovalAction]::Install, $group)
        }
        Write-Output "$($row.kb) $($update.Title)"
    }
}
if ($missing -gt 0) { exit 1 }
