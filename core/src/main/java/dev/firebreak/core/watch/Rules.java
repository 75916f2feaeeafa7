package dev.firebreak.core.watch;

/** The ids of the rules that ship. Scripts rely on them, so they never change. */
public final class Rules {

    public static final String ETERNALBLUE = "eternalblue";
    public static final String ETERNALSYNERGY_ROMANCE = "eternalsynergy_romance";
    public static final String ETERNALCHAMPION = "eternalchampion";
    public static final String DOUBLEPULSAR = "doublepulsar";
    public static final String SMB1_UNUSED_TRANS2 = "smb1_unused_trans2";
    public static final String MS17_010_PROBE_VULNERABLE = "ms17_010_probe_vulnerable";
    public static final String SMB_SCAN = "smb_scan";
    public static final String KILLSWITCH_LOOKUP = "killswitch_lookup";
    public static final String KILLSWITCH_CONTACT = "killswitch_contact";
    public static final String RANSOMWARE_FILE_BURST = "ransomware_file_burst";
    public static final String INDICATOR = "indicator";

    private Rules() {}
}
