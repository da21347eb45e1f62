"""The phrases by which engineers say what a fix did, in English and briefly in five other languages.

All patterns read one sentence with straight apostrophes, whose usual contractions are spelt with one.
"""

from __future__ import annotations

import re

from prompts.chat_reply.results import Outcome


def any_of(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives), re.IGNORECASE)


# "didnt work": the apostrophe that people leave out.
CONTRACTION = re.compile(r"\b(did|does|do|has|have|is|was|are|ca|could|would|wo|had)nt\b", re.IGNORECASE)

DOUBT = any_of(
    r"\?\s*$",
    r"^\s*(?:if|when|will|would|should|could|does|did it|shall)\b",
    r"\b(?:whether|(?:if|unless|once|as soon as) (?:that|it|this))\b",
    r"\b(?:not sure|unsure|don't know|no idea|hope|hopefully|let me know|let's see|going to|will try|before)\b",
    r"\b(?:can't|can not|cannot|couldn't|could not|won't|wouldn't|hard to|too (?:early|soon) to) "
    r"(?:really |yet |honestly )?(?:say|tell|confirm|promise|claim|swear|judge|call)\b",
    r"\b(?:don't|do not|doesn't|didn't) (?:really )?(?:think|believe|know|expect|notice)\b|\bdoubt\b",
    r"\b(?:haven't|have not|not yet|didn't|did not) (?:tried|try)\b",
    r"\b(?:ob|wenn|falls|hoffentlich|vielleicht|noch nicht (?:probiert|versucht|getestet))\b",
)
# It worked, and then it did not.
RELAPSED = any_of(
    r"\b(?:worked|works|ran|was (?:fine|ok|okay|good|up|online)|held|lasted|connected|printed)\b.{0,60}"
    r"\b(?:then|until|till|before|but)\b.{0,40}\b(?:died|dies|stopped|stops|failed|fails|broke|crashed|dropped|drops|froze|hung|quit|"
    r"(?:came|comes|is|was) back(?! (?:to normal|online|up)\b)|returned|went (?:down|dead|offline|away)|again)\b",
    r"\bfor (?:about |only |just )?(?:a|an|one|two|three|four|five|ten|\d{1,3}|some|few|half an?)(?: few)? "
    r"(?:seconds?|minutes?|mins?|hours?|moment|while|bit|days?)\b.{0,40}\b(?:died|stopped|failed|broke|crashed|dropped|"
    r"froze|hung|quit|came back|returned)\b",
)
PARTIALLY = any_of(
    r"\b(?:partly|partially|half(?:way)?|only (?:works|helped|fixed)|(?:a bit |somewhat |much |little )better)\b",
    r"\bbetter,? but\b",
    r"\bworks? (?:for|on) (?:some|one|two|most)\b",
    r"\bhelped (?:a bit|a little|some(?:what)?)\b",
    r"\b(?:worked|works|fixed|fine)\b.{0,60}\bbut\b",
    r"\bteilweise\b|\ben partie\b|\ben parte\b|\bgedeeltelijk\b|\bin parte\b",
)
DID_NOT_WORK = any_of(
    r"\b(?:did|does|do|has|have|is|was)(?:n't| not)(?: really| actually)? (?:work|help|fix|solv|resolv)\w*",
    # "No, we did not change anything" answers a question.
    r"(?<!\bwe )(?<!\bi )(?<!\bhe )(?<!they )(?<!you )(?<!users )(?<!user )(?<!client )(?<!body )"
    r"\b(?:did|does|has)(?:n't| not) (?:changed? anything|ma[kd]e (?:a|any) difference)\b",
    r"\bno (?:luck|change|difference|effect|joy|improvement|dice)\b",
    r"\bnothing (?:changed|happened|helped)\b|\bmade no difference\b",
    r"\bnot (?:work|fix|solv|resolv|help)\w*",
    r"\bstill (?:fail|broken|not|the same|happen|get|ask|prompt|slow|offline|no|can't|cannot|dead)\w*",
    r"\bstill (?:there|stuck|see|down|doesn't|does not|error|crash|disconnect|drop|freez|hang)\w*",
    r"\bsame (?:error|problem|issue|message|result|thing)\b",
    r"\b(?:that|it|this|F\d{1,3}) failed\b|\bfailed again\b",
    r"\b(?:persists|remains|came back|comes back|is back(?! (?:to normal|online|up\b))|to no avail)\b",
    r"\b(?:funktioniert|geht|klappt|l\u00e4uft)(?: \w+){0,3} nicht\b|\bnicht (?:geholfen|funktioniert|geklappt)\b",
    r"\b(?:immer noch|nach wie vor) (?:nicht|kaputt|defekt|da|derselbe|dasselbe|der gleiche)\b",
    r"\b(?:marche|fonctionne)(?: \w+){0,2} (?:pas|plus)\b|\bn'a pas (?:march\u00e9|fonctionn\u00e9|aid\u00e9)\b",
    r"\bno (?:funciona|funcion\u00f3|sirvi\u00f3)\b|\bsigue (?:fallando|igual|sin funcionar)\b",
    r"\bwerkt(?: \w+){0,3} niet\b|\bniet geholpen\b|\bnon (?:funziona|ha funzionato)\b",
)
WORKED = any_of(
    r"\b(?:that|it|this|which) (?:has |have )?(?:worked|works)\b",
    r"\b(?:did the trick|fixed it|solved it|that did it)\b",
    r"\b(?:is|are|it's|all|now|was|got) (?:now )?(?:fixed|resolved|solved|sorted)\b",
    r"\b(?:it's|it is|all|everything(?: is|'s)?) (?:now )?(?:works|working|good|fine|okay|ok)\b",
    r"\b(?:works|working|good|fine|prints|printing|connects|connected|syncs|syncing|online) (?:again|now)\b",
    r"\bnow (?:(?:it|he|she|everything|all|that) )?"
    r"(?:works|prints|connects|syncs|opens|starts|boots|loads|runs|scans)\b",
    r"\b(?:is|are) now (?:working|good|fine|printing|connected|syncing|online)\b",
    r"\bup and running\b|\bback (?:online|up|to normal)\b|\b(?:problem|issue|error) (?:is |has )?gone\b",
    r"\b(?:can|able to) \w+(?: \w+){0,3} (?:again|now)\b",
    r"^\s*(?:yes,? )?(?:worked|works|fixed|solved|resolved|sorted)"
    r"(?=\s*(?:$|[,.!;:)]|(?:now|again|fine|great|well|like|perfectly|thanks?|cheers|after|as|it|that)\b"
    r"|for (?!me\b)|the (?:problem|issue|error)\b|on (?:all|both|every)\b))",
    r"\b(?:funktioniert|geht|l\u00e4uft|klappt) (?:es |alles )?(?:jetzt|nun|wieder)\b",
    r"\bhat (?:geholfen|funktioniert|geklappt)\b",
    r"\b(?:\u00e7a|\u00e7a y est,? \u00e7a) (?:marche|fonctionne)\b",
    r"\bya funciona\b|\bwerkt (?:nu|weer)\b|\bora funziona\b",
)
PATTERNS: tuple[tuple[Outcome, re.Pattern[str]], ...] = (
    ("did_not_work", RELAPSED),
    ("partially", PARTIALLY),
    ("did_not_work", DID_NOT_WORK),
    ("worked", WORKED),
)
# It works in another place or worked at another time, which says nothing about a fix: "it works in OWA".
ELSEWHERE = any_of(
    r"\b(?:works|worked|working)(?: (?:fine|ok|okay|well|perfectly|only|just|but only)){0,2} "
    r"(?:(?:in(?! the end)|via|over|through|from|at|without)\b"
    r"|with\b(?! (?:the |that |this )?(?:new|fix|script|update|driver|change|setting))"
    r"|on\b(?! (?:(?:her|his|their|the user's) |all\b|both\b|every|each\b|[a-z]{2,10}-\d)))",
    r"\bworked\b(?!.{0,80}\b(?:now|again)\b).{0,80}(?<!since )"
    r"\b(?:yesterday|earlier|last (?:night|week|month|year|time)|ago)\b",
)
# As the whole message about a fix that was applied.
STILL_THE_SAME = any_of(
    r"^\W*(?:nope|nah)\W*$",
    r"^\W*(?:(?:no(?:pe)?|nah)\W+)?(?:still |exactly )?(?:the )?same(?: (?:again|here|as before))?\W*$",
    r"^\W*(?:(?:non|nan)\W+)?(?:\u00e7a |ca )?(?:ne )?va (?:toujours|encore) pas\W*$",
)
# For a fix that is not marked as applied, an outcome counts only in a sentence that names it, or about a try.
ABOUT_A_TRY = any_of(
    r"\b(?:tried(?! to\b)|did (?:that|it|this|all|everything|the)|ran (?:it|that|this|the)|followed"
    r"|went through|applied)\b",
    r"\bno (?:luck|joy|dice|effect|difference|improvement)\b",
    r"\b(?:that|this|fix|F\d{1,3}) (?:has )?(?:worked|helped|fixed|solved|failed|did|didn't|hasn't)\b",
    r"^\W*(?:(?:yes|sorry|no(?:pe)?)\W+)?it (?:has )?(?:worked|helped)\b",
    r"\bit (?:has )?(?:fixed|solved) it\b",
    r"^\W*(?:(?:sorry|no(?:pe)?)\W+)?(?:it |that |this )?did(?:n't| not) "
    r"(?:work|help|fix (?:it|that)|solve (?:it|that))\W*$",
    r"^\W*(?:worked|it ran|that ran)\b.{0,60}\bthen\b",
)
# Reports in a word or two, which are about what was last proposed if they are the whole message.
SHORT_REPORT = any_of(
    r"^\W*(?:it's |it is |that's |is |sorry,? |no(?:pe)?,? )?still (?:broken|not working|failing|down|dead)\W*$",
    r"^\W*(?:das |es |leider )?(?:funktioniert|geht|klappt)(?: (?:immer|noch|leider|auch|weiterhin)){0,2} nicht\W*$",
)
# What engineers say they did before it was proposed.
DONE = any_of(
    r"\b(?:tried|already|have (?:been )?(?:re)?\w+ed|i(?:'ve| have)? \w+ed|we(?:'ve| have)? \w+ed)\b",
    r"^\s*(?:re(?:started|booted|installed|set|paired|moved|newed|created)|cleared|deleted|flushed|updated|replaced|ran)\b",
)
# "The coffee machine is fixed": the words between an article and the verb name what the sentence is about.
SUBJECT = re.compile(
    r"\b(?:the|her|his|my|our|their|an?|der|die|das)\s+(?P<subject>[\w'-]+(?:\s+[\w'-]+){0,2}?)\s+"
    r"(?:is|are|was|were|has|have|had|works?|worked|does|did|doesn't|didn't|isn't|aren't|wasn't|still|now|failed|fails|"
    r"ist|funktioniert|geht|l\u00e4uft)\b",
    re.IGNORECASE,
)
