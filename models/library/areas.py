"""The areas of the trade that the guides cover."""

from __future__ import annotations

from enum import StrEnum


class Area(StrEnum):
    """The folder of a guide.  `label` is what people read."""

    MAIL_OUTLOOK = "mail_outlook"
    EXCHANGE = "exchange"
    IDENTITY = "identity"
    ACTIVE_DIRECTORY = "active_directory"
    FILE_SHARES = "file_shares"
    NETWORK = "network"
    WIFI = "wifi"
    VPN = "vpn"
    FIREWALL = "firewall"
    PRINTING = "printing"
    REMOTE_DESKTOP = "remote_desktop"
    VIRTUALISATION = "virtualisation"
    BACKUP = "backup"
    WINDOWS_CLIENT = "windows_client"
    WINDOWS_SERVER = "windows_server"
    MICROSOFT_365 = "microsoft_365"
    MDM = "mdm"
    MACOS = "macos"
    CERTIFICATES = "certificates"
    SECURITY = "security"
    BROWSERS = "browsers"
    TELEPHONY = "telephony"
    HARDWARE = "hardware"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Area.MAIL_OUTLOOK: "mail and Outlook",
    Area.EXCHANGE: "Exchange and mail delivery",
    Area.IDENTITY: "Entra sign-in and MFA",
    Area.ACTIVE_DIRECTORY: "Active Directory",
    Area.FILE_SHARES: "file shares and permissions",
    Area.NETWORK: "DNS, DHCP and the network",
    Area.WIFI: "Wi-Fi",
    Area.VPN: "VPN",
    Area.FIREWALL: "firewalls and web filters",
    Area.PRINTING: "printing and scanning",
    Area.REMOTE_DESKTOP: "Remote Desktop and virtual desktops",
    Area.VIRTUALISATION: "virtualisation and storage",
    Area.BACKUP: "backup and restore",
    Area.WINDOWS_CLIENT: "Windows on a PC",
    Area.WINDOWS_SERVER: "Windows Server and its applications",
    Area.MICROSOFT_365: "Microsoft 365 applications",
    Area.MDM: "Intune and mobile devices",
    Area.MACOS: "macOS",
    Area.CERTIFICATES: "certificates, TLS and time",
    Area.SECURITY: "security",
    Area.BROWSERS: "browsers",
    Area.TELEPHONY: "phones and fax",
    Area.HARDWARE: "hardware and power",
}
