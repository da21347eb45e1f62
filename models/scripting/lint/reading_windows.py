"""Cmdlets, methods of .NET and programs of Windows that only read."""

from __future__ import annotations

from models.scripting.lint.known import Known
from models.scripting.lint.powershell import METHOD

CMDLETS = Known(
    always=(
        "where foreach select sort group measure compare format % ? ft fl fw gc gm gp gps ps gsv gwmi gcim gal sls "
        "foreach-object import-module import-csv import-clixml import-powershelldatafile new-object new-timespan "
        "new-pssession new-cimsession new-cimsessionoption new-pssessionoption remove-pssession remove-cimsession "
        "set-strictmode set-location push-location pop-location set-variable new-variable remove-variable clear-host "
        "clear-variable start-sleep start-job wait-job receive-job remove-job add-member read-host tee-variable "
        "confirm-securebootuefi use-module write-host write-output write-verbose write-warning write-error "
        "write-debug write-information write-progress out-string out-null out-host out-default out-gridview "
        "format-table format-list format-wide format-custom format-hex select-object select-string cd pwd exit return"
    ),
    only={
        # Behind a block it calls nothing; a name is a method or a property of each object.
        "foreach-object foreach %": r"^(?:-(?:process|begin|end|parallel)\s+)?\{|^(?:-repeated)?$",
    },
    unless={
        "invoke-command": r"-filepath\b",
        "invoke-webrequest invoke-restmethod": r"-(?:outfile|infile|body|form)\b|-method\s+(?!get\b|head\b)",
        "test-computersecurechannel": r"-repair\b",
        "search-mailbox": r"-deletecontent\b",
        "get-windowsupdate": r"-(?:install|download|hide)",
    },
    pattern=(
        r"(?:get|test|measure|where|sort|group|compare|resolve|find|search|show|join|split|convertfrom|convertto|select)"
        r"-[a-z]\w*"
        r"|(?:connect|disconnect)-(?:mggraph|exchangeonline|azaccount|msolservice|azuread|spo\w+|pnponline"
        r"|microsoftteams|ippssession|viserver)"
    ),
)

_OF_DOTNET = (
    "round floor ceiling abs max min pow sqrt truncate tostring toxml tolower toupper trim trimstart trimend split "
    "substring replace contains startswith endswith indexof lastindexof padleft padright insert join concat format "
    "parse tryparse parseexact compare compareto equals gettype gethashcode isnullorempty isnullorwhitespace match "
    "matches ismatch adddays addhours addminutes addmonths addseconds addyears addmilliseconds subtract "
    "touniversaltime tolocaltime tofiletime fromfiletime fromfiletimeutc now daysinmonth getenumerator containskey "
    "containsvalue getvalue getvaluenames getsubkeynames new frombase64string tobase64string getbytes getstring "
    "getenvironmentvariable getfolderpath exists combine getfilename getfilenamewithoutextension getextension "
    "getdirectoryname getfullpath gethostname gethostentry gethostaddresses readalltext readalllines readtoend "
    "getfiles getdirectories where foreach selectnodes selectsinglenode getattribute translate getcurrent isinrole "
    "toarray sort reverse toint32 toint64 tochararray"
)
METHODS = Known(
    always=" ".join(METHOD + name for name in _OF_DOTNET.split(" ")),
    only={METHOD + "format": r"^\[(?:system\.)?string\]"},
    unless={},
)

WINDOWS = Known(
    always=(
        "ping tracert pathping nslookup hostname whoami systeminfo netstat tasklist getmac ver where dir type more "
        "find findstr echo timeout tree fc comp quser qwinsta qprocess query set setlocal endlocal cd chdir pushd popd "
        "goto exit pause shift rem cls title color chcp driverquery nbtstat if for else call tasklist openfiles "
        "sort winver"
    ),
    only={
        "arp": r"^(?:-[agvn]+\b.*)?$",
        "dsregcmd": r"/(?:status|debug)",
        "w32tm": r"/(?:query|stripchart|monitor|tz)",
        "repadmin": r"^/(?:replsummary|showrepl|queue|showobjmeta|showattr|bridgeheads|istg|showbackup|failcache)",
        "vssadmin wbadmin": r"^(?:list|get)\b",
        "cmdkey": r"/list",
        "netsh": r"\bshow\b",
        "manage-bde": r"^-(?:status|protectors\s+-get)",
        "setspn": r"^-[qlxt]\b",
        "certutil": r"(?:^|\s)-(?:verify|ping|dump|viewstore|cainfo|catemplates|template|hashfile|scinfo|store|ca)\b",
        "sc": r"^(?:\\\\\S+\s+)?(?:query|queryex|qc|qfailure|qdescription|sdshow|enumdepend|getdisplayname)\b",
        "reg": r"^(?:query|compare)\b",
        "schtasks": r"/query",
        "bcdedit": r"^$|^[/-]enum",
        "dism": r"/(?:get-\w+|checkhealth|scanhealth|analyzecomponentstore)",
        "sfc": r"/verifyonly",
        "fsutil": r"\b(?:query|queryinfo|info|list|drives|fsinfo)\b",
        "wevtutil": r"^(?:qe|gl|el|gli|ep|gp|query-events)\b",
        "route": r"^print",
        "auditpol": r"/(?:get|list)",
        "powercfg": r"^[/-](?:l|list|q|query|a|requests|lastwake|waketimers|devicequery|getactivescheme)\b",
        "pnputil": r"/enum",
        "defrag": r"/a\b",
        "mountvol": r"^$|/l\b",
        "eseutil esentutl": r"^/(?:mh|ml|mk|ms)\b",
        "net net1": (
            r"^(?:use|view|user|group|localgroup|share|session|accounts|statistics|config|start|time)$"
            r"|^(?:view|statistics|config)\b|^user(?:\s+[^\s/]+)?(?:\s+/domain)?$|^(?:group|localgroup)\s+[^/]*?(?:/domain)?$"
        ),
        "openssl": r"^(?:s_client|x509|verify|version|ciphers)\b(?!.*-out\b)",
        "cscript": r"(?:slmgr\.vbs\S*\s+/(?:dl|xpr)|ospp\.vbs\S*\s+/dstatus)",
        "slmgr": r"/(?:dl|xpr)",
    },
    unless={
        "ipconfig": r"/(?:release|renew|flushdns|registerdns|setclassid)",
        "nltest": r"/(?:sc_reset|sc_change_pwd|dsregdns|dsderegdns|repl|sync|user)\b",
        "dcdiag": r"/fix\b",
        "klist": r"\bpurge",
        "gpresult": r"/[hx]\b",
        "chkdsk": r"/(?:f|r|x|b|spotfix|offlinescanandfix|sdcleanup|markclean)\b",
        "wmic": r"\b(?:call|delete|set|create|assoc)\b",
        "icacls": r"\s/",
        "curl": r"(?:^|\s)(?:-o|--output|-d|--data\S*|-t|--upload-file|-f|--form|-x|--request)\b",
    },
)
