' Firebreak: HTTP for client.cmd on Windows without curl.exe and PowerShell (XP to 7).
'
'   cscript //nologo client.vbs get  ADDRESS FILE        fetches into FILE
'   cscript //nologo client.vbs post ADDRESS FILE REPLY  sends FILE, keeps the answer in REPLY
'   cscript //nologo client.vbs name                     prints this machine's name as it stands in an address
'
' The token comes in the variable FB_BEARER of the process, never on the command line. Exit code: 0 for an answer of 200 to 299,
' 4 for 4xx, 5 for anything else. Nothing is executed here, and no redirect is followed: it would take the token to another server.
Option Explicit
Const WHOLE = 2
Dim shell, http, action, address, file, status
Set shell = CreateObject("WScript.Shell")
If WScript.Arguments.Count = 1 Then
    If WScript.Arguments(0) = "name" Then
        WScript.Echo Escaped(shell.ExpandEnvironmentStrings("%COMPUTERNAME%"))
        WScript.Quit 0
    End If
End If
If WScript.Arguments.Count < 3 Then WScript.Quit 2
action = WScript.Arguments(0)
address = WScript.Arguments(1)
file = WScript.Arguments(2)
Set http = CreateObject("WinHttp.WinHttpRequest.5.1")
status = Ask()
If status < 200 Or status > 299 Then
    If status >= 400 And status <= 499 Then WScript.Quit 4
    WScript.Quit 5
End If
If action = "get" Then
    If Not Keep(file) Then WScript.Quit 5
Else
    Keep WScript.Arguments(3)
End If
WScript.Quit 0

' A text as its bytes in UTF-8, each but letters, digits, "-" and "_" as %XX (RFC 3986). Names of machines hold no surrogates.
Function Escaped(text)
    Dim i, code, letter
    Escaped = ""
    For i = 1 To Len(text)
        letter = Mid(text, i, 1)
        code = AscW(letter)
        If code < 0 Then code = code + 65536
        If InStr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", letter) > 0 Then
            Escaped = Escaped & letter
        ElseIf code < 128 Then
            Escaped = Escaped & Percent(code)
        ElseIf code < 2048 Then
            Escaped = Escaped & Percent(192 + code \ 64) & Percent(128 + code Mod 64)
        Else
            Escaped = Escaped & Percent(224 + code \ 4096) & Percent(128 + (code \ 64) Mod 64) & Percent(128 + code Mod 64)
        End If
    Next
End Function

Function Percent(number)
    Percent = Hex(number)
    If Len(Percent) < 2 Then Percent = "0" & Percent
    Percent = "%" & Percent
End Function

Function Ask()
    On Error Resume Next
    http.SetTimeouts 15000, 15000, 60000, 600000
    http.Option(6) = False
    Err.Clear
    If action = "get" Then
        http.Open "GET", address, False
    Else
        http.Open "POST", address, False
        http.SetRequestHeader "Content-Type", "text/plain"
    End If
    http.SetRequestHeader "Authorization", "Bearer " & shell.Environment("PROCESS")("FB_BEARER")
    http.SetRequestHeader "Accept", "text/plain, application/octet-stream"
    http.SetRequestHeader "User-Agent", "firebreak-client"
    If action = "get" Then
        http.Send
    Else
        http.Send Body(file)
    End If
    If Err.Number <> 0 Then
        Ask = 0
    Else
        Ask = http.Status
    End If
End Function

' The bytes of a file; where ADODB is missing, its text.
Function Body(path)
    On Error Resume Next
    Dim stream
    Set stream = CreateObject("ADODB.Stream")
    stream.Type = 1
    stream.Open
    stream.LoadFromFile path
    Body = stream.Read
    If Err.Number = 0 And Not IsEmpty(Body) And Not IsNull(Body) Then Exit Function
    Err.Clear
    Body = CreateObject("Scripting.FileSystemObject").OpenTextFile(path, 1).ReadAll
End Function

' Keeps an answer; text where ADODB is missing. What was fetched is compared by size and hash afterwards, whatever way it came.
Function Keep(path)
    On Error Resume Next
    Dim stream, text
    Keep = True
    Set stream = CreateObject("ADODB.Stream")
    stream.Type = 1
    stream.Open
    stream.Write http.ResponseBody
    stream.SaveToFile path, WHOLE
    If Err.Number = 0 Then Exit Function
    Err.Clear
    Set text = CreateObject("Scripting.FileSystemObject").CreateTextFile(path, True)
    text.Write http.ResponseText
    text.Close
    Keep = (Err.Number = 0)
End Function
