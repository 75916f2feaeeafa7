/* Stands for a hotfix package of Server 2003 in the tests under Wine: leaves the trace by which such a hotfix is listed, and asks for a restart. */
#include <windows.h>

int main(void) {
    HKEY key;
    if (RegCreateKeyExA(HKEY_LOCAL_MACHINE, "SOFTWARE\\Microsoft\\Updates\\Windows Server 2003\\SP3\\KB4012598", 0, NULL, 0,
            KEY_WRITE | KEY_WOW64_64KEY, NULL, &key, NULL)) return 5;
    RegCloseKey(key);
    return 3010;
}
