"""What a decision punishes, in the words of the text."""

from __future__ import annotations

import re

from ingest.language.analysis import Analysis
from ingest.language.lexicon import load_lexicon

_NAMED = re.compile(
    r"\b(?:(?:on|by|facing|faces|faced|of) (?:(?:a|an|the|\w+) ){0,3}charges? (?:of|that|including|such as)|"
    r"charge[sd]? with|guilty of|(?:convicted|acquitted|cleared|absolved|exonerated|suspected) of|convictions? of|"
    r"accus\w+ (?:\w+ ){0,2}(?:in \w+ \d{4} )?of|in(?= contempt\b)|"
    r"(?:counts?|charges?|offen[cs]es?|crimes?|suspicion|accusations?) of|"
    r"charges? (?:were|was|read|reads|being|are|is)|plead(?:ed|ing|s)? guilty to|"
    r"(?<!police )(?<!government )(?<!authorities )(?<!ministry )"
    r"(?:admitt(?:ed|ing)|confess(?:ed|ing))(?: to)?(?! that\b)"
    r"(?: (?:an?|the|two|three|several) (?:further )?(?:charges?|counts?) of)?|"
    r"answer for|"
    r"answerable for|trials?,? (?:which|that) (?:\w+ )?(?:dealt with|concerned)) ",
    re.IGNORECASE,
)
_JUDGED = re.compile(
    r"\b(?:tried|trial|prosecuted|indicted|dealt with|in court|in the dock|sentenced|jailed|fined|imprisoned|convicted|"
    r"punished|flogged|lashes|convictions?|sentences?|verdicts?|in absentia|each|apiece)\b",
    re.IGNORECASE,
)
"""Words that name the offence next, whether or not a punishment stands beside them."""
_BEHIND_LAW = re.compile(r",? (?:of|for) (?!the (?:[A-Z]|\w+ code\b))(?![A-Z])")
_OBJECT_FIRST = re.compile(r"\b(?:convict|acquitt|clear|absolv|exonerat|accus)(?:ed|ing) (?!of\b|due\b)")
_OF = re.compile(r" of ")
_NO_CHARGE = re.compile(r"[A-ZÀ-Þ\d]|(?:the|them|those|whom|us|these|his|her|their|all|any)\b")
_EVIDENCE = re.compile(r"\b(?:lack|want|absence|insufficiency|because)$")
_PEOPLE = load_lexicon().people | load_lexicon().roles
_FOR = re.compile(r"\b(?:for|over) ", re.IGNORECASE)
_NO_OFFENCE = re.compile(
    r"(?:under\b|\d|him\b|them\b|both\b|which\b|it\b|that\b|were\b|was\b|are\b|is\b|to\b|not\b|no\b|each\b|life\b|good\b|"
    r"want\b|lack\b|example\b|instance\b|now\b|more\b|less\b|fear\b|some\b|several\b|most\b|almost\b|nearly\b|"
    r"(?:a |the |his |her |their )?(?:further|total|trial|release|appeal|(?:\w+ )?hearing|sentenc\w+|retrial|"
    r"questioning|"
    r"verdict|second time|first time|third time|time being|benefit|sake|rest|remainder|whole|entire|past|last|next|"
    r"same|term|period|day|night|week|month|year|defence|defendants?|prosecution|others?|case|two|three|four|five|six|seven)\b|"
    r"(?:all|two|three|four|five|six) (?:\w+ )?(?:counts?|charges?|of)\b|"
    r"(?:\w+[ -]){0,3}(?:years?|months?|days?|weeks?|hours?|minutes?|semesters?|terms?)\b)",
    re.IGNORECASE,
)
_NO_FOR_BEFORE = re.compile(
    r"\b(?:suspended|banned|barred|expelled|probation|supervision|wanted|asked|asks|asking|called|calls|calling|waiting|"
    r"awaiting|responsible|lawyers?|counsel|ready|due|except|but|as|set|pressed|blamed|known|famous|need|demand\w*|"
    r"requested|applied|bill|law|code|held|kept|bail|support\w*|campaign\w*|concern|spokes\w+|"
    r"evidence|reasons?|grounds?|sought|wait|stay|compensation|looked|look|thank\w*|"
    r"paid|pay|spent|apolog\w+|searched|permission|applied|application|petition\w*|pardon\w*|appeal\w*|date) $",
    re.IGNORECASE,
)
_END = re.compile(
    r"[.;:]| in (?:the |a |an )?(?:[\w'’-]+ ){0,4}[Cc]ourt\b|,? \b(?:yesterday|"
    r"today|tonight|last (?:week|month|year|night))\b|,? (?:and|but) (?:was|"
    r"were|are|is|has|had|each|both|fined|sentenced|ordered|jailed|given|received|"
    r"got|handed|banned|released|taken|detained|placed|sent|could|may|would|acquitted|imposed|remanded|"
    r"they|he|she|the court|a court|his|her|their|face|faces)\b|"
    r"\b(?:under|by the|by a|by judge|in a verdict|in connection|according to|contrary to|over|citing|"
    r"after|before|when|while|during|at the|in (?:January|February|March|April|"
    r"May|June|July|August|September|October|November|December|\d{4})|on (?:Monday|"
    r"Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|(?:the )?\d+(?:st|nd|rd|th)?|January|February|"
    r"March|April|May|June|July|August|September|October|November|December))\b|"
    r",? (?:(?:by|for|of|in|to|from) (?:which|whom)|that (?:he|she|they|it|the|had|\w+s had)|"
    r"against (?=(?-i:[A-Z])|h(?:er|im)\b|them\b)|"
    r"(?:for|because of|owing to|due to) (?:a |the )?(?:lack|want|absence) of|had (?:the|his|her|their))\b|"
    r", (?:which|who|was|were|is|are|has|had|while|said|he|she|they|and (?:was|were|sentenced|fined|"
    r"ordered|jailed)|the|after|but|a court|in|on|under|for which|charges|crimes|not|"
    r"offences|carrying|to)\b| \(| [–—] | and sentenced| and to | to (?:\d|a |one|two|three|"
    r"four|five|six|seven|eight|nine|ten|life|death|pay)",
    re.IGNORECASE,
)
_SPLIT = re.compile(
    r"(?:, and |, | and )(?=(?:\w+ing\b|illegal|public|mass|participation|hooliganism|"
    r"incitement|extremism|treason|violation|organi[sz]ation|resisting|disobedience))"
)
_PUNISHED = re.compile(
    r"\b(?:charge\w*|accus\w*|convict\w*|guilty|sentenc\w*|punish\w*|fined|jailed|lashes|years?|months?|days)\b"
)
_HAVING = re.compile(r"(?:with )?having(?:,[^,;.]{3,70},)? ")
"""What stands before the deed in "charged with having, on Monday last, broken a window"."""
_ROLES = re.compile(
    r"(?:the|an?|his|her|their|all|both|two|three|four|five|six)\b(?: [\w-]+){0,4}?(?=,| of | and | who |$)"
)
_TOLD = re.compile(
    r"\b(?:phrase|words?|said|says|saying|call\w*|told|put it|according to \w+|remark\w*|describ\w+)[^\"“]{0,12}$"
)
Offence = tuple[str, tuple[int, int]]
"""An offence in the text's words, and where it stands in the clean text."""


def offences(analysis: Analysis, start: int, end: int, *, punished: int | None = None) -> list[Offence]:
    """The offences that a stretch names: quoted ones each, else the phrase.

    ``punished`` is where a punishment is imposed: a "for" behind it tells what for.
    """
    text = analysis.text
    found: list[Offence] = []
    for match in _NAMED.finditer(text, max(0, start), end):
        found += _phrase(analysis, match.end())
    if not found:
        found = _of_somebody(analysis, start, end)
    for a, b in analysis.provisions:
        if start <= a < end:
            found += _bracketed(analysis, b)
            behind = _BEHIND_LAW.match(text, b)
            if behind is not None:
                found += _phrase(analysis, behind.end())
    if not found:
        judged = _JUDGED.search(text, max(0, start), end) if punished is None else None
        begin = judged.end() if judged else punished
        for match in _FOR.finditer(text, begin, end) if begin is not None else ():
            if _is_reason(analysis, match.end()):
                found = _phrase(analysis, match.end())
                if found:
                    break
    if not found:
        found = _quoted(analysis, start, end)
    unique: dict[str, tuple[int, int]] = {}
    for phrase, span in found:
        unique.setdefault(phrase, span)
    return list(unique.items())


def _is_reason(analysis: Analysis, at: int) -> bool:
    """Whether "for" before ``at`` tells what was punished, and not how long, how much or for whom."""
    text = analysis.text
    begin = text.rfind(" ", 0, at - 1) + 1
    before = text[:begin]
    if text[begin:at].strip().lower() == "over" and not re.match(r"(?:a|an|the|his|her|their|its|\w+ing)\b", text[at:]):
        return False
    if _NO_FOR_BEFORE.search(before):
        return False
    if _NO_OFFENCE.match(text, at) or re.match(r"[A-ZÀ-Þ]\w", text[at:]):
        return False
    return not any(
        i.start == at and i.kind not in ("quote", "unknown", "organization", "demonym") for i in analysis.items
    )


def _phrase(analysis: Analysis, at: int) -> list[Offence]:
    """The offence or offences that begin at ``at``."""
    text = analysis.text
    quotes = [
        q for q in analysis.quotes if at - 2 <= q[0] <= at + 30 and re.fullmatch(r"(?:[a-z]+ )*", text[at : q[0]])
    ]
    if quotes:
        first = analysis.quotes.index(quotes[0])
        run = [quotes[0]]
        for following in analysis.quotes[first + 1 :]:
            if len(re.sub(r"[\s,]|and|or|of", "", text[run[-1][1] : following[0]])) == 0:
                run.append(following)
            else:
                break
        inner = [(text[a:b].strip("\"“”«»'‘’ ,.;"), (a, b)) for a, b in run]
        return [(words, span) for words, span in inner if words]
    having = _HAVING.match(text, at)
    at = having.end() if having is not None else at
    if any(i.start == at and i.names and i.kind != "demonym" for i in analysis.items):
        return []  # "the conviction of Ali Rezaei": whose it is
    stop = _END.search(text, at)
    close = _grammatical_end(analysis, at, stop.start() if stop else len(text))
    phrase = text[at:close].strip(' ,"“”')
    phrase = re.sub(r",? (?:and|but)$", "", phrase)
    bare = re.sub(
        r"^(?:(?:the|an?|two|three|both) )?(?:alleged |lesser )?(?:offen[cs]es?|crimes?|charges?|counts?) of ",
        "",
        phrase,
    )
    at += max(0, text[at:close].find(bare))
    if (
        not bare
        or _is_of_people(bare)
        or len(bare.split()) > 25
        or (_NO_OFFENCE.match(bare) and not re.match(r"(?:his|her|their) (?:part|role)\b", bare))
        or (
            any(i.kind in ("person", "people") and i.start - at <= 22 for i in analysis.items if at <= i.start < close)
            and not re.match(r"\w+ing\b|(?:the |an? )?\w+ (?:on|of|against|to)\b", bare)
        )
    ):
        return []
    out: list[Offence] = []
    for piece in _SPLIT.split(bare):
        words = piece.strip(" ,")
        position = text.find(words, at)
        if words and position >= 0:
            out.append((words, (position, position + len(words))))
            at = position + len(words)
    return out


def _is_of_people(phrase: str) -> bool:
    """Whether a phrase names people, and not a deed: "the conviction of the third speaker"."""
    first = _ROLES.match(phrase)
    return first is not None and first[0].split()[-1].lower() in _PEOPLE - load_lexicon().action_nouns


def _of_somebody(analysis: Analysis, start: int, end: int) -> list[Offence]:
    """ "convicted four of the students of unlawful assembly": the offence behind the object of the verb."""
    text = analysis.text
    verb = _OBJECT_FIRST.search(text, start, end)
    if verb is None:
        return []
    last: list[Offence] = []
    for match in _OF.finditer(text, verb.end(), min(end, verb.end() + 110)):
        if re.search(r"[.;:]", text[verb.end() : match.start()]):
            break
        if _EVIDENCE.search(text, 0, match.start()) or _NO_CHARGE.match(text, match.end()):
            continue
        last = _phrase(analysis, match.end())
        before = re.search(r"([\w'’-]+)$", text[: match.start()])
        if before is None or before[1].lower() not in _PEOPLE:
            break
    return last


def _bracketed(analysis: Analysis, at: int) -> list[Offence]:
    """ "Article 221.3 (hooliganism)": the offence in brackets behind the provision."""
    match = re.compile(r" ?\(([a-z][^()]{3,160})\)").match(analysis.text, at)
    if match is None:
        return []
    out: list[Offence] = []
    for piece in re.finditer(r"[^;]+", match[1]):
        words = piece.group(0).strip()
        begin = match.start(1) + piece.start() + piece.group(0).index(words)
        out.append((words, (begin, begin + len(words))))
    return out


def _grammatical_end(analysis: Analysis, at: int, close: int) -> int:
    """Cut a phrase where its grammar ends and "and …" goes on with another verb."""
    if analysis.doc is None:
        return close
    inside = [t for t in analysis.doc if at <= analysis.span(t)[0] < close]
    if not inside:
        return close
    first = inside[0].i
    for token in inside:
        if token.dep_ != "cc":
            continue
        head = token.head
        joined = [c for c in head.children if c.dep_ == "conj" and c.i > token.i]
        if head.i < first and joined and joined[0].pos_ in ("VERB", "AUX") and joined[0].tag_ in ("VBD", "VBN", "VBZ"):
            return analysis.span(token)[0]
    return close


def _quoted(analysis: Analysis, start: int, end: int) -> list[Offence]:
    """A quoted offence that no word introduces: "two years (“insulting the president”)"."""
    text = analysis.text
    if not _PUNISHED.search(text):
        return []
    found: list[Offence] = []
    for a, b in analysis.quotes:
        inner = text[a:b].strip("\"“”«»'‘’ ,.;")
        if (
            start <= a < end
            and len(inner.split()) >= 2
            and inner[:1].islower()
            and re.search(r"\b(?:for|of|being|with|and|read)\s?$|[,:]\s?$", text[max(0, a - 8) : a])
            and not _TOLD.search(text, 0, a)
        ):
            found.append((inner, (a, b)))
    return found
