/* Stands for wmic.exe in the tests under Wine, which prints no lists: what "/value" prints of a machine that is started anew as often as C:\boot.txt has bytes. */
#include <stdio.h>
#include <string.h>
#include <wchar.h>
#include <windows.h>

int wmain(int count, wchar_t **words) {
    wchar_t line[4096] = {0};
    for (int i = 1; i < count; i++) { wcscat(line, words[i]); wcscat(line, L" "); }
    if (wcsncmp(line, L"os get", 6)) return 1;
    long starts = 0;
    FILE *boot = fopen("C:\\boot.txt", "rb");
    if (boot) { fseek(boot, 0, SEEK_END); starts = ftell(boot); fclose(boot); }
    SYSTEMTIME now;
    GetSystemTime(&now);
    printf("\r\r\n\r\r\n");
    if (wcsstr(line, L"Caption")) printf("Caption=Microsoft(R) Windows(R) Server 2003 Standard x64 Edition\r\r\n");
    if (wcsstr(line, L"LastBootUpTime")) printf("LastBootUpTime=201705140%ld0000.000000+540\r\r\n", starts % 10);
    if (wcsstr(line, L"LocalDateTime")) printf("LocalDateTime=%04d%02d%02d%02d%02d%02d.%03d000+000\r\r\n", now.wYear, now.wMonth, now.wDay, now.wHour, now.wMinute, now.wSecond, now.wMilliseconds);
    if (wcsstr(line, L"ServicePack")) printf("ServicePackMajorVersion=2\r\r\n");
    if (wcsstr(line, L"Version")) printf("Version=5.2.3790\r\r\n");
    printf("\r\r\n\r\r\n");
    return 0;
}
