/* Stands for curl.exe in the tests under Wine: the options that client.cmd uses, by WinHTTP, http only. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include <windows.h>
#include <winhttp.h>

static wchar_t url[2048], output[1024], data[1024], headers[1024];
static int resume, print;
static long long most = -1;

static char *whole(const wchar_t *path, DWORD *length) {
    FILE *in = _wfopen(path, L"rb");
    char *bytes = calloc(1, 1 << 22);
    *length = in ? (DWORD) fread(bytes, 1, (1 << 22) - 1, in) : 0;
    if (in) fclose(in);
    return bytes;
}

static int ended(DWORD status, int code) {
    if (print) printf("%03lu", status);
    return code;
}

int wmain(int count, wchar_t **words) {
    for (int i = 1; i < count; i++) {
        const wchar_t *word = words[i];
        if (!wcscmp(word, L"--silent") || !wcscmp(word, L"--fail") || !wcscmp(word, L"--tlsv1.2")) continue;
        if (word[0] != L'-') { wcscpy(url, word); continue; }
        const wchar_t *value = words[++i];
        if (!wcscmp(word, L"--output")) wcscpy(output, value);
        else if (!wcscmp(word, L"--data-binary")) wcscpy(data, value + 1);
        else if (!wcscmp(word, L"--header")) wcscpy(headers, value + 1);
        else if (!wcscmp(word, L"--continue-at")) resume = 1;
        else if (!wcscmp(word, L"--write-out")) print = !wcscmp(value, L"%{http_code}");
        else if (!wcscmp(word, L"--max-filesize")) most = _wtoi64(value);
        else if (wcsncmp(word, L"--max-", 6) && wcscmp(word, L"--connect-timeout") && wcscmp(word, L"--retry")) return ended(0, 2);
    }
    wchar_t host[256] = {0}, path[2048] = {0};
    URL_COMPONENTS parts = {sizeof parts};
    parts.lpszHostName = host; parts.dwHostNameLength = 255;
    parts.lpszUrlPath = path; parts.dwUrlPathLength = 2047;
    if (!WinHttpCrackUrl(url, 0, 0, &parts)) return ended(0, 3);
    HINTERNET session = WinHttpOpen(L"curl", WINHTTP_ACCESS_TYPE_NO_PROXY, NULL, NULL, 0);
    HINTERNET server = WinHttpConnect(session, host, parts.nPort, 0);
    HINTERNET request = WinHttpOpenRequest(server, data[0] ? L"POST" : L"GET", path, NULL, NULL, NULL, 0);
    DWORD off = WINHTTP_DISABLE_REDIRECTS, length = 0;
    WinHttpSetOption(request, WINHTTP_OPTION_DISABLE_FEATURE, &off, sizeof off);
    char *text = whole(headers, &length);
    wchar_t *wide = calloc(length + 1, sizeof(wchar_t));
    for (DWORD i = 0; i < length; i++) wide[i] = (unsigned char) text[i];
    WinHttpAddRequestHeaders(request, wide, -1, WINHTTP_ADDREQ_FLAG_ADD | WINHTTP_ADDREQ_FLAG_REPLACE);
    long long from = 0;
    if (resume) {
        FILE *part = _wfopen(output, L"rb");
        if (part) { _fseeki64(part, 0, SEEK_END); from = _ftelli64(part); fclose(part); }
        if (from > 0) {
            wchar_t range[64];
            swprintf(range, 64, L"Range: bytes=%lld-", from);
            WinHttpAddRequestHeaders(request, range, -1, WINHTTP_ADDREQ_FLAG_ADD);
        }
    }
    char *body = NULL;
    DWORD bytes = 0;
    if (data[0]) body = whole(data, &bytes);
    if (!WinHttpSendRequest(request, NULL, 0, body, bytes, bytes, 0) || !WinHttpReceiveResponse(request, NULL)) return ended(0, 7);
    DWORD status = 0, size = sizeof status;
    WinHttpQueryHeaders(request, WINHTTP_QUERY_STATUS_CODE | WINHTTP_QUERY_FLAG_NUMBER, NULL, &status, &size, NULL);
    if (status >= 400) return ended(status, 22);
    if (from > 0 && status != 206) return ended(status, 33);
    FILE *out = _wfopen(output, from > 0 ? L"ab" : L"wb");
    if (!out) return ended(status, 23);
    static char block[65536];
    DWORD read = 0;
    long long all = from;
    while (WinHttpReadData(request, block, sizeof block, &read) && read > 0) {
        all += read;
        if (most >= 0 && all > most) { fclose(out); return ended(status, 63); }
        fwrite(block, 1, read, out);
    }
    fclose(out);
    return ended(status, 0);
}
