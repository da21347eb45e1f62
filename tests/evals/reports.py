"""Plain reports in few words, as an engineer opens a session with, by the guide that fits.

The weights of matching are fitted to them too, so that short texts are not taken for strangers.
"""

from __future__ import annotations

REPORTS: dict[str, list[str]] = {
    "outlook-password-prompts": [
        "Outlook keeps asking for the password on one laptop, OWA is fine",
        "User gets a credential prompt in Outlook again and again after password change",
        "Outlook prompts for credentials every five minutes",
    ],
    "entra-mfa-prompt-fails": [
        "User can't get the MFA code to work, says code is wrong",
    ],
    "entra-mfa-new-phone": [
        "New phone, authenticator push never arrives",
        "He lost his phone and cannot approve the authenticator prompt",
    ],
    "ad-account-lockout": [
        "AD account locked out every 10 minutes",
        "jsmith keeps getting locked, unlocked it three times today",
        "Her domain account is locked again, fourth time this week",
    ],
    "entra-sso-app-saml": [
        "SSO to Salesforce fails with SAML error",
        "Nobody can log in to the HR application through single sign-on since the certificate was renewed",
    ],
    "outlook-mailbox-full": [
        "Mailbox full, user cannot send",
        "Exchange Online quota exceeded for the CEO's mailbox",
    ],
    "mail-ndr-rejected": [
        "Mails to one customer bounce with NDR 550 5.7.1",
    ],
    "mail-in-spam": ["Our mail lands in spam at gmail, SPF maybe"],
    "exchange-server-queue": [
        "Exchange 2019 queue is growing, nothing goes out",
        "mail stuck in transport queue on the Exchange server",
    ],
    "scan-to-email": [
        "Scan to email from the Ricoh copier fails",
    ],
    "scan-to-folder": ["Copier can no longer scan to folder"],
    "vpn-drops": [
        "VPN drops every hour for three users",
        "FortiClient VPN disconnects when working from home",
        "VPN tunnel disconnects all the time from home office",
    ],
    "vpn-l2tp-ikev2-windows": ["VPN not connecting error 809"],
    "dns-resolution-fails": [
        "Can't resolve internal hostnames, nslookup times out",
        "DNS lookup fails for our intranet",
    ],
    "wifi-slow-weak": [
        "Wi-Fi is slow in the meeting room",
        "Laptops drop off the wireless network on the second floor",
    ],
    "dhcp-no-address": [
        "PCs get 169.254 address",
        "No IP address from DHCP on the guest network",
        "New laptops get no IP address, DHCP scope looks full",
    ],
    "firewall-port-forward": [
        "Port 443 to our server is blocked, connection timed out",
        "Need to know why the firewall blocks port 8443 to the vendor",
    ],
    "browser-page-wont-load": [
        "Websites don't load in Chrome or Edge",
        "Browser says proxy server not responding",
    ],
    "printer-offline": [
        "Printer shows offline for everyone in accounting",
        "The HP printer on the second floor is offline since yesterday",
    ],
    "printer-queue-stuck": ["Nothing prints, jobs stuck in the print queue"],
    "pc-slow": [
        "PC is very slow since this morning",
        "Reception's computer takes forever and is really slow",
    ],
    "pc-blue-screen": [
        "Laptop blue screens with stop code IRQL_NOT_LESS_OR_EQUAL",
        "BSOD twice a day",
    ],
    "server-disk-full": [
        "C drive is full on the file server",
        "Server is out of disk space",
    ],
    "windows-update-fails": [
        "Windows update fails with 0x800f0922",
        "Cumulative update KB5034441 will not install",
    ],
    "office-activation": [
        "Office asks to activate",
        "Office says unlicensed product",
    ],
    "windows-activation": ["Windows is not activated after motherboard swap"],
    "ad-group-policy-not-applied": [
        "GPO not applying to new laptops",
    ],
    "ad-gpo-drive-printer-mapping": ["Mapped drives from group policy missing after logon"],
    "ad-replication-fails": [
        "Domain controllers not replicating, repadmin shows errors",
        "AD replication error 8606 between DC01 and DC02",
    ],
    "share-access-denied": [
        "User gets access denied on the finance shared folder",
        "Can't open the network drive, no permissions",
        "He cannot open the folder on the file server, access denied",
    ],
    "rdp-cannot-connect": [
        "Can't connect by remote desktop to the terminal server",
    ],
    "rdp-black-screen-freeze": ["RDP black screen after login"],
    "cert-expired-website": [
        "Our website certificate runs out tomorrow",
        "SSL certificate expired on our website",
    ],
    "backup-vss-writer-failed": [
        "Veeam backup failed with VSS error",
        "Nightly backup job fails, shadow copy writer timed out",
    ],
    "backup-job-failed-general": ["Last night's Datto backup failed"],
    "sql-cannot-connect": [
        "SQL Server service won't start after reboot",
    ],
    "lob-app-database-login": ["ERP can't connect to the database"],
    "hyperv-vm-wont-start": ["Hyper-V VM is paused-critical"],
    "vm-snapshots-disk-full": ["Old VMware snapshot will not consolidate"],
    "ups-power-event": [
        "Power outage last night, servers did not come back",
        "UPS battery warning and server shut down",
    ],
    "teams-audio-video": [
        "Nobody can hear her in Teams meetings",
        "Microphone not working in Teams",
        "Her headset has no audio in Teams calls",
    ],
    "onedrive-sync-stuck": [
        "OneDrive stuck on processing changes",
    ],
    "sharepoint-sync-library": ["SharePoint library won't sync, red X"],
    "voip-no-registration": [
        "Desk phones lose registration",
    ],
    "voip-one-way-audio": ["Phones have one-way audio since the router was replaced"],
    "security-phishing-report": [
        "User clicked a phishing link and entered his password",
        "Someone entered their password on a phishing page",
    ],
    "security-malware-found": [
        "SentinelOne reports a threat on one PC",
    ],
    "security-mailbox-compromised": ["CEO's mailbox sends spam, we think the account is hacked"],
    "security-ransomware": ["Ransomware note on a desktop, all files have another ending"],
    "security-edr-false-positive": ["Defender quarantined our accounting program"],
    "intune-autopilot-fails": [
        "Autopilot enrolment fails",
    ],
    "intune-device-not-compliant": ["Laptop not compliant in Intune"],
    "bitlocker-recovery": [
        "Laptop asks for the BitLocker recovery key after a BIOS update",
        "Blue BitLocker recovery screen on each boot",
        "The notebook wants a recovery key at boot",
    ],
}
