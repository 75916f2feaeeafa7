' Firebreak: what this machine observes of a kill switch, one JSON object a name (firebreak.killswitch/1). See killswitch.cmd.
' Nothing is judged here: an observation that fails is told as failed, and counts as unknown.
Option Explicit

Const HTTP_DIRECT = 1
Const ENABLE_REDIRECTS = 6
Const FOR_READING = 1
Const MOST_NAMES = 64
Const MOST_ADDRESSES = 16

Dim shell, files, names, servers, segment, port, timeoutSeconds
Set shell = CreateObject("WScript.Shell")
Set files = CreateObject("Scripting.FileSystemObject")
segment = ""
port = 80
timeoutSeconds = 5
names = Array()
servers = Array()
Randomize

ReadArguments
If UBound(names) < 0 Then
    names = Array("iuqerfsodp9ifjaposdfjhgosurijfaewrwergwea.com", _
        "ifferfsodp9ifjaposdfjhgosurijfaewrwergwea.com", _
        "ayylmaotjhsstasdfasdfasdfasdfasdfasdfasdf.com", _
        "iuqssfsodp9ifjaposdfjhgosurijfaewrwergwea.com", _
        "ifferfsodp9ifjaposdfjhgosurijfaewrwergwea.test", _
        "ifferfsodp9ifjaposdfjhgosurijfaewrwergwea.testing", _
        "iuqerfsodp9ifjaposdfjhgosurijfaewrwergwea.test", _
        "iuqerfsodp9ifjaposdfjhgosurijfaewrwergwea.testing")
End If

Dim own, i
If UBound(servers) < 0 Then servers = Configured("DNSServerSearchOrder")
own = Configured("IPAddress")
For i = 0 To UBound(names)
    Probe LCase(names(i))
Next
WScript.Quit 0

Sub ReadArguments()
    Dim argument, value, k
    For k = 0 To WScript.Arguments.Count - 1
        argument = WScript.Arguments.Item(k)
        value = Mid(argument, InStr(argument & ":", ":") + 1)
        If LCase(Left(argument, 9)) = "/segment:" Then
            segment = Left(value, 100)
        ElseIf LCase(Left(argument, 10)) = "/resolver:" And Matches(value, "^[0-9A-Fa-f:.]{2,45}$") Then
            AddOnce servers, value
        ElseIf LCase(Left(argument, 6)) = "/port:" And Matches(value, "^[0-9]{1,5}$") Then
            port = CLng(value)
        ElseIf LCase(Left(argument, 9)) = "/timeout:" And Matches(value, "^[0-9]{1,3}$") Then
            timeoutSeconds = CLng(value)
        ElseIf Matches(argument, "^[A-Za-z0-9_][A-Za-z0-9_.-]*\.[A-Za-z0-9_-]+$") And Len(argument) < 250 Then
            Add names, argument
        Else
            Refuse "not a domain name or option: " & argument
        End If
    Next
    If port < 1 Or port > 65535 Or timeoutSeconds < 1 Or timeoutSeconds > 120 Or UBound(names) >= MOST_NAMES Then
        Refuse "/port:1 to 65535, /timeout:1 to 120, at most 64 names"
    End If
End Sub

Sub Refuse(why)
    On Error Resume Next
    WScript.StdErr.WriteLine "killswitch: " & why
    WScript.Quit 2
End Sub

Sub Probe(name)
    Dim host, hosts, addresses, dns, web, nonce, k, m, answers, outcome
    host = name
    If Left(host, 4) <> "www." Then host = "www." & host
    nonce = MakeNonce()
    hosts = HostsFile(host)
    addresses = Array()
    For k = 0 To UBound(hosts)
        AddOnce addresses, hosts(k)
    Next
    dns = ""
    For k = 0 To UBound(servers)
        answers = Array()
        outcome = Ask(host, servers(k), answers)
        If dns <> "" Then dns = dns & ","
        dns = dns & "{""resolver"":" & Quoted(servers(k)) & ",""transport"":""UDP"",""type"":""A"",""outcome"":" & Quoted(outcome) _
            & ",""addresses"":" & List(answers) & "}"
        For m = 0 To UBound(answers)
            AddOnce addresses, answers(m)
        Next
    Next
    web = ""
    For k = 0 To UBound(addresses)
        If k < MOST_ADDRESSES Then
            If web <> "" Then web = web & ","
            web = web & Request(host, addresses(k), nonce)
        End If
    Next
    Dim locals
    locals = Array()
    For k = 0 To UBound(own)
        If own(k) <> "0.0.0.0" Then Add locals, own(k)
    Next
    ' A sinkhole on this very machine sees the loopback address.
    For k = 0 To UBound(addresses)
        If Left(addresses(k), 4) = "127." Then AddOnce locals, "127.0.0.1"
    Next
    WScript.Echo "{""schema"":""firebreak.killswitch/1"",""name"":" & Quoted(name) & ",""machine"":" & Quoted(Machine()) _
        & ",""segment"":" & Quoted(segment) & ",""time"":" & Quoted(UtcNow()) & ",""nonce"":" & Quoted(nonce) _
        & ",""hosts"":" & List(hosts) & ",""localAddresses"":" & List(locals) & ",""dns"":[" & dns & "],""web"":[" & web & "]" _
        & ",""collector"":""killswitch.vbs""}"
End Sub

' Asks one server. The words of nslookup after a name are English in every language of Windows; labels are not, so none is read:
' addresses of the answer stand after the first empty line.
Function Ask(host, server, answers)
    Dim output, stream, text, lines, line, isAnswer, found, lower, k, m
    Ask = "failed"
    On Error Resume Next
    output = Replace(shell.ExpandEnvironmentStrings("%TEMP%"), Chr(0), "") & "\firebreak-" & MakeNonce() & ".txt"
    shell.Run "cmd.exe /c nslookup -type=A -timeout=2 -retry=2 " & host & ". " & server & " > """ & output & """ 2>&1", 0, True
    text = ""
    Set stream = files.OpenTextFile(output, FOR_READING)
    If Err.Number = 0 Then
        text = stream.ReadAll()
        stream.Close
    End If
    files.DeleteFile output, True
    On Error GoTo 0
    lines = Split(Replace(text, vbCr, ""), vbLf)
    isAnswer = False
    Dim failure, sawServer
    failure = ""
    sawServer = False
    For k = 0 To UBound(lines)
        line = Trim(lines(k))
        lower = LCase(line)
        If line = "" Then
            If sawServer Then isAnswer = True
        ElseIf InStr(lower, "timed out") > 0 Or InStr(lower, "timed-out") > 0 Or InStr(lower, "no response from server") > 0 Then
            failure = "timeout"
        ElseIf InStr(lower, LCase(host)) > 0 And InStr(lower, "non-existent domain") > 0 Then
            failure = "nxdomain"
        ElseIf InStr(lower, LCase(host)) > 0 And InStr(lower, "query refused") > 0 Then
            failure = "refused"
        ElseIf InStr(lower, LCase(host)) > 0 And InStr(lower, "server failed") > 0 Then
            failure = "servfail"
        ElseIf InStr(lower, LCase(host)) > 0 And InStr(line, "***") > 0 And InStr(lower, "(a)") > 0 Then
            failure = "no_data"
        Else
            Set found = Addresses4(line)
            If found.Count > 0 And Not isAnswer Then sawServer = True
            If isAnswer Then
                For m = 0 To found.Count - 1
                    If UBound(answers) < MOST_ADDRESSES - 1 Then AddOnce answers, found.Item(m).SubMatches(0)
                Next
            End If
        End If
    Next
    If UBound(answers) >= 0 Then
        Ask = "address"
    ElseIf failure <> "" Then
        Ask = failure
    End If
End Function

Function Addresses4(line)
    Dim pattern
    Set pattern = New RegExp
    pattern.Global = True
    pattern.Pattern = "(?:^|[\s,:])((?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(?:\.(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])){3})(?=[\s,]|$)"
    Set Addresses4 = pattern.Execute(line)
End Function

' The worm's request at one address, without a proxy. The numbers are those of WinHTTP (winhttp.h).
Function Request(host, address, nonce)
    Dim web, status, code, connect, answer, receipt, traces, k, millis, target, hostHeader
    millis = timeoutSeconds * 1000
    connect = "failed"
    answer = "not_asked"
    status = 0
    receipt = ""
    traces = Array()
    target = address
    If InStr(address, ":") > 0 Then target = "[" & address & "]"
    hostHeader = host
    If port <> 80 Then
        target = target & ":" & port
        hostHeader = host & ":" & port
    End If
    On Error Resume Next
    Set web = CreateObject("WinHttp.WinHttpRequest.5.1")
    If Err.Number = 0 Then
        web.SetProxy HTTP_DIRECT
        If Err.Number = 0 Then
            web.SetTimeouts millis, millis, millis, millis
            web.Open "GET", "http://" & target & "/", False
            web.Option(ENABLE_REDIRECTS) = False
            web.SetRequestHeader "Host", hostHeader
            web.SetRequestHeader "User-Agent", "Firebreak-Probe/1 (nonce=" & nonce & ")"
            web.SetRequestHeader "Cache-Control", "no-cache"
            web.SetRequestHeader "Pragma", "no-cache"
            Err.Clear
            web.Send
            code = Err.Number And &HFFFF&
            If Err.Number = 0 Then
                status = web.Status
                If Err.Number = 0 And status > 0 Then
                    connect = "open"
                    answer = "http"
                    receipt = ReadReceipt(web)
                    ReadTraces web, traces
                End If
            ElseIf code = 12029 Then
                connect = "refused"
            ElseIf code = 12002 Then
                connect = "timeout"
            ElseIf code = 12030 Or code = 12031 Then
                connect = "open"
                answer = "closed"
            ElseIf code = 12152 Then
                connect = "open"
                answer = "not_http"
            End If
        End If
    End If
    On Error GoTo 0
    Request = "{""address"":" & Quoted(address) & ",""port"":" & port & ",""connect"":" & Quoted(connect) & ",""answer"":" & Quoted(answer) _
        & ",""status"":" & status & ",""traces"":" & List(traces) & receipt & "}"
End Function

Function ReadReceipt(web)
    Dim text, pattern, found, lines, k
    ReadReceipt = ""
    lines = HeaderLines(web)
    text = ""
    For k = 0 To UBound(lines)
        If LCase(Left(lines(k), 19)) = "firebreak-sinkhole:" Then text = Trim(Mid(lines(k), 20))
    Next
    Set pattern = New RegExp
    pattern.Pattern = "^nonce=([0-9a-f]{32}); source=([0-9A-Fa-f:.]{2,45})$"
    Set found = pattern.Execute(text)
    If found.Count = 1 Then
        ReadReceipt = ",""receipt"":{""nonce"":" & Quoted(found.Item(0).SubMatches(0)) & ",""source"":" & Quoted(found.Item(0).SubMatches(1)) & "}"
    End If
End Function

Function HeaderLines(web)
    Dim text
    text = ""
    On Error Resume Next
    text = web.GetAllResponseHeaders()
    On Error GoTo 0
    HeaderLines = Split(Replace(Replace(text, vbCr, ""), Chr(0), ""), vbLf)
End Function

Sub ReadTraces(web, traces)
    Dim lines, k, name
    lines = HeaderLines(web)
    For k = 0 To UBound(lines)
        name = LCase(Left(lines(k), InStr(lines(k) & ":", ":") - 1))
        If UBound(traces) < 5 Then
            If name = "via" Or name = "x-cache" Or name = "x-cache-lookup" Or name = "x-squid-error" Or name = "age" Or name = "location" Then
                Add traces, Left(LCase(name) & Mid(lines(k), Len(name) + 1), 200)
            End If
        End If
    Next
End Sub

' Values of all adapters that are in use.
Function Configured(field)
    Dim values, wmi, adapter, value, each1
    values = Array()
    On Error Resume Next
    Set wmi = GetObject("winmgmts:\\.\root\cimv2")
    If Err.Number = 0 Then
        For Each adapter In wmi.ExecQuery("SELECT * FROM Win32_NetworkAdapterConfiguration WHERE IPEnabled = True")
            Err.Clear
            If field = "IPAddress" Then
                value = adapter.IPAddress
            Else
                value = adapter.DNSServerSearchOrder
            End If
            If Err.Number = 0 And IsArray(value) Then
                For Each each1 In value
                    If Matches(each1, "^[0-9A-Fa-f:.]{2,45}$") Then AddOnce values, each1
                Next
            End If
        Next
    End If
    On Error GoTo 0
    Configured = values
End Function

Function HostsFile(host)
    Dim found, path, stream, line, words, k
    found = Array()
    path = Replace(shell.ExpandEnvironmentStrings("%SystemRoot%"), Chr(0), "") & "\System32\drivers\etc\hosts"
    If files.FileExists(path) Then
        Set stream = files.OpenTextFile(path, FOR_READING)
        Do Until stream.AtEndOfStream
            line = Replace(stream.ReadLine(), vbTab, " ")
            If InStr(line, "#") > 0 Then line = Left(line, InStr(line, "#") - 1)
            words = Split(Trim(line), " ")
            If UBound(words) >= 1 Then
                If Matches(words(0), "^[0-9A-Fa-f:.]{2,45}$") Then
                    For k = 1 To UBound(words)
                        If LCase(words(k)) = host Or LCase(words(k)) = host & "." Then
                            If UBound(found) < MOST_ADDRESSES - 1 Then AddOnce found, words(0)
                        End If
                    Next
                End If
            End If
        Loop
        stream.Close
    End If
    HostsFile = found
End Function

Function Machine()
    Machine = ""
    On Error Resume Next
    Machine = CreateObject("WScript.Network").ComputerName
    If Machine = "" Then Machine = shell.ExpandEnvironmentStrings("%COMPUTERNAME%")
    On Error GoTo 0
    Machine = Replace(Machine, Chr(0), "")
End Function

Function UtcNow()
    Dim bias, moment
    bias = 0
    On Error Resume Next
    bias = shell.RegRead("HKLM\SYSTEM\CurrentControlSet\Control\TimeZoneInformation\ActiveTimeBias")
    On Error GoTo 0
    If bias > 2147483647 Then bias = bias - 4294967296
    moment = DateAdd("n", bias, Now())
    UtcNow = Year(moment) & "-" & Two(Month(moment)) & "-" & Two(Day(moment)) & "T" & Two(Hour(moment)) & ":" & Two(Minute(moment)) _
        & ":" & Two(Second(moment)) & "Z"
End Function

Function Two(number)
    Two = Right("0" & number, 2)
End Function

Function MakeNonce()
    Dim k
    MakeNonce = ""
    For k = 1 To 32
        MakeNonce = MakeNonce & LCase(Hex(Int(Rnd * 16)))
    Next
End Function

Function Matches(text, form)
    Dim pattern
    Set pattern = New RegExp
    pattern.Pattern = form
    Matches = pattern.Test(CStr(text))
End Function

Sub Add(values, value)
    ReDim Preserve values(UBound(values) + 1)
    values(UBound(values)) = value
End Sub

Sub AddOnce(values, value)
    Dim k
    For k = 0 To UBound(values)
        If values(k) = value Then Exit Sub
    Next
    Add values, value
End Sub

Function List(values)
    Dim k
    List = ""
    For k = 0 To UBound(values)
        If k > 0 Then List = List & ","
        List = List & Quoted(values(k))
    Next
    List = "[" & List & "]"
End Function

' JSON in ASCII: whatever the code page of the console is, the file can be read.
Function Quoted(text)
    Dim k, letter
    Quoted = """"
    For k = 1 To Len(text)
        letter = Mid(text, k, 1)
        If letter = """" Or letter = "\" Then
            Quoted = Quoted & "\" & letter
        ElseIf Matches(letter, "^[ -~]$") Then
            Quoted = Quoted & letter
        Else
            Quoted = Quoted & Escaped(letter)
        End If
    Next
    Quoted = Quoted & """"
End Function

Function Escaped(letter)
    Escaped = "?"
    On Error Resume Next
    Escaped = "\u" & Right("000" & Hex(AscW(letter) And &HFFFF&), 4)
    On Error GoTo 0
End Function
