"""The families of signals: where a code comes from decides what it means."""

from __future__ import annotations

from enum import StrEnum


class Family(StrEnum):
    """The family of a signal.  `label` is what people read before the code."""

    WIN32 = "win32"
    MSI = "msi"
    HRESULT = "hresult"
    NTSTATUS = "ntstatus"
    STOP = "stop"
    WINDOWS_UPDATE = "windows_update"
    VSS = "vss"
    EVENT = "event"
    PRINT = "print"
    SMB = "smb"
    RAS = "ras"
    RDP = "rdp"
    KERBEROS = "kerberos"
    LDAP = "ldap"
    SMTP = "smtp"
    AADSTS = "aadsts"
    TLS = "tls"
    DNS = "dns"
    HTTP = "http"
    INTUNE = "intune"
    ONEDRIVE = "onedrive"
    TEAMS = "teams"
    SQL = "sql"
    OFFICE = "office"
    EXCHANGE = "exchange"
    APPLE = "apple"
    ANDROID = "android"
    SIP = "sip"
    VEEAM = "veeam"
    BACKUP = "backup"
    ENTRA = "entra"
    ACCOUNTING = "accounting"
    HARDWARE = "hardware"
    VPN_CLIENT = "vpn_client"

    @property
    def label(self) -> str:
        """The family for people; a `{source}` in it is filled by `label_of`."""
        return _LABELS[self]

    def label_of(self, source: str | None) -> str:
        """The label for a signal of that source: "event of Service Control Manager"."""
        if source is None:
            return self.label.replace(" of {source}", "")
        return self.label.format(source=source) if "{source}" in self.label else f"{self.label} ({source})"


_LABELS = {
    Family.WIN32: "Windows system error",
    Family.MSI: "Windows Installer error",
    Family.HRESULT: "Windows error (HRESULT)",
    Family.NTSTATUS: "Windows status (NTSTATUS)",
    Family.STOP: "Windows stop code",
    Family.WINDOWS_UPDATE: "Windows Update error",
    Family.VSS: "Volume Shadow Copy error",
    Family.EVENT: "event of {source}",
    Family.PRINT: "printing error",
    Family.SMB: "NET command and share error",
    Family.RAS: "VPN and dial-up error",
    Family.RDP: "Remote Desktop code",
    Family.KERBEROS: "Kerberos error",
    Family.LDAP: "LDAP code",
    Family.SMTP: "SMTP status",
    Family.AADSTS: "Entra sign-in error",
    Family.TLS: "TLS or certificate error",
    Family.DNS: "DNS error",
    Family.HTTP: "HTTP status or browser error",
    Family.INTUNE: "Intune error",
    Family.ONEDRIVE: "OneDrive error",
    Family.TEAMS: "Microsoft 365 sign-in error",
    Family.SQL: "SQL Server error",
    Family.OFFICE: "Office error",
    Family.EXCHANGE: "Exchange error",
    Family.APPLE: "Apple error",
    Family.ANDROID: "Android error",
    Family.SIP: "SIP response",
    Family.VEEAM: "Veeam message",
    Family.BACKUP: "backup program error",
    Family.ENTRA: "Entra directory error",
    Family.ACCOUNTING: "accounting program error",
    Family.HARDWARE: "server hardware message",
    Family.VPN_CLIENT: "VPN client message",
}
