"""Tokens that their issuer made recognisable by a prefix or a shape.

Sources: the issuers' documentation, and the published rules of gitleaks and of GitHub's secret scanning.
"""

from __future__ import annotations

import re

from models.core.redaction.rule import Rule, rule

_PREFIXED = (
    # language models
    r"sk-ant-[\w-]{16,}",
    r"sk-(?:proj|svcacct|admin)-[\w-]{20,}|sk-[A-Za-z0-9]{20,}",
    r"hf_[A-Za-z0-9]{30,}",
    # code and packages
    r"gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}",
    r"gl(?:pat|dt|rt|ptt|cbt|ft|imt|agent|soat)-[\w.-]{16,}|GR1348941[\w-]{20,}",
    r"npm_[A-Za-z0-9]{30,}|pypi-[\w-]{50,}|rubygems_[0-9a-f]{40,}|oy2[a-z0-9]{43}",
    r"dckr_(?:pat|oat)_[\w-]{20,}",
    r"ATATT3[\w=-]{50,}|ATCTT3[\w=-]{50,}|ATBB[A-Za-z0-9]{28,}",
    r"[A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4}",
    # clouds
    r"(?:AKIA|ASIA|ABIA)[A-Z0-9]{16}",
    r"AIza[\w-]{30,}|GOCSPX-[\w-]{20,}|ya29\.[\w.-]{20,}|1//0[\w-]{30,}",
    r"do[opr]_v1_[0-9a-f]{40,}|dp\.(?:pt|st|ct)\.[\w.-]{30,}|tskey-(?:auth|api|client)-[\w-]{16,}",
    r"FlyV1\x20[\w=+/,.-]{40,}",
    r"hv[sbr]\.[\w-]{20,}|[A-Za-z0-9]{14}\.atlasv1\.[\w-]{40,}|dapi[0-9a-f]{32}|pul-[0-9a-f]{40}",
    r"AGE-SECRET-KEY-1[A-Z0-9]{40,}|ops_eyJ[\w-]{60,}|A3-[A-Z0-9]{6}-[A-Z0-9]{6}(?:-[A-Z0-9]{5}){4}",
    # payments and mail
    r"[sr]k_(?:live|test)_[A-Za-z0-9]{10,}|whsec_[\w+/=]{16,}|sq0csp-[\w-]{30,}|shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}",
    r"SG\.[\w-]{16,99}+\.[\w-]{16,}|xkeysib-[\w-]{40,}|key-[0-9a-f]{32}|[0-9a-f]{32}-us\d{1,2}",
    # chat, telephony, monitoring
    r"xox[abeoprs]-[\w-]{10,}|xapp-\d-[\w-]{20,}",
    r"SK[0-9a-f]{32}|\d{8,10}:AA[\w-]{32,}",
    r"SSWS\x2000[\w-]{40}|NRAK-[A-Z0-9]{20,}|gl(?:sa|c)_[\w+/=]{30,}|PMAK-[0-9a-f]{24}-[0-9a-f]{20,}",
    r"lin_api_\w{30,}|ntn_[A-Za-z0-9]{40,}|sntry[su]_[\w=+/-]{40,}|AKCp[A-Za-z0-9]{60,}",
)
_STARTS = (
    "sk- hf_ ghp_ gho_ ghu_ ghs_ ghr_ github_pat_ glpat- gldt- glrt- glptt- glcbt- glft- glimt- glagent- "
    "glsoat- gr1348941 npm_ pypi- rubygems_ oy2 dckr_ atatt3 atctt3 atbb azdo akia asia abia aiza gocspx- "
    "ya29. 1//0 doo_v1_ dop_v1_ dor_v1_ dp.pt. dp.st. dp.ct. tskey- flyv1 hvs. hvb. hvr. .atlasv1. dapi pul- "
    "age-secret-key ops_eyj a3- sk_live_ sk_test_ rk_live_ rk_test_ whsec_ sq0csp- shpat_ shpca_ shppa_ shpss_ "
    "sg. xkeysib- key- -us xox xapp- sk :aa ssws nrak- glsa_ glc_ pmak- lin_api_ ntn_ sntrys_ sntryu_ akcp"
)


def _has_all_cases(value: str) -> bool:
    """Letters of both cases and a digit, as random text has and names, hashes and serial numbers do not."""
    return all(re.search(characters, value) for characters in ("[a-z]", "[A-Z]", r"\d"))


def _is_no_word(value: str) -> bool:
    return any(map(str.isdigit, value)) or value.endswith("=") or (value.isalpha() and len(value) >= 20)


RULES: tuple[Rule, ...] = (
    rule("jwt", "eyj", r"(?<![\w-])eyJ[\w-]{8,4000}+\.[\w-]{8,9999}+(?:\.[\w-]{0,9999}+){0,3}+", flags=0, wraps=True),
    rule("api-key", _STARTS, rf"(?<![A-Za-z0-9])(?:{'|'.join(_PREFIXED)})", flags=0, wraps=True),
    # Client secrets of Microsoft Entra ID: three characters, a digit, "Q~" and 31 to 34 more.
    rule("api-key", "q~", r"(?<![\w~.])[\w~.-]{3}\dQ~[\w~.-]{31,34}(?![\w~])", flags=0),
    # Okta's tokens, and Vault's before version 1.10.
    rule("api-key", "00", r"(?<![\w-])00[\w-]{40}(?![\w-])", flags=0, is_secret=_has_all_cases),
    rule("api-key", "s.", r"(?<![\w./-])s\.[A-Za-z0-9]{24}(?![\w.])", flags=0, is_secret=_has_all_cases),
    rule(
        "token",
        "bearer basic",
        r"\b(?:bearer|basic)[\x20\t:]{1,4}+([\w.~+/=-]{16,})",
        is_secret=_is_no_word,
        wraps=True,
    ),
    rule("cookie", "cookie:", r"\b(?:set-)?cookie: ?([\w.-]{1,64}=[^\r\n]{8,})"),
)
