"""How texts tell a change: patterns over the skeleton of a sentence, in which each amount is one letter, the rest in small letters.

Groups: `x` the value before, `y` the value after, `d` by how much; `noun`, `than` the word of direction.
"""

from __future__ import annotations

import re

_MOVES = "ökning|minskning|höjning|sänkning|uppgång|nedgång|uppräkning"
_NOUNS = f"{_MOVES}|förbättring|försämring"
_NOUN = rf"(?P<noun>{_NOUNS})(?:en)?"
A = "\ue000"  # an amount
_NO = f"[^{A}.;]"
_LEAD = r"(?:en |alltså |vilket (?:är|var|motsvarar|innebär) |det vill säga |dvs\.? |det är |motsvarande )*"
_NOT_TO = "(?<!förhållande )(?<!relation )(?<!hänsyn )(?<!anslutning )"  # "i förhållande till" leads to no new value
FROM_TO = re.compile(
    rf"(?:med (?P<before_by>{A}){_NO}{{0,12}})?från (?P<x>{A}){_NO}{{0,30}}\b{_NOT_TO}till (?:hela |bara |endast )?(?P<y>{A})"
)
TO_FROM = re.compile(rf"(?:med (?P<before_by>{A}){_NO}{{0,12}}\b)?{_NOT_TO}till (?P<y>{A}){_NO}{{0,30}}från (?P<x>{A})")
COMPARED_BY = re.compile(
    rf"(?P<y>{A}){_NO}{{0,40}} (?:jämfört med|mot) (?P<x>{A}){_NO}{{0,40}}, {_LEAD}{_NOUN} (?:med|på|om) (?P<d>{A})"
)
SIZE_AND_BY = re.compile(rf"(?P<y>{A}){_NO}{{0,50}}, {_LEAD}{_NOUN} (?:med|på|om) (?P<d>{A})")
BY_TO = re.compile(
    rf"(?:med|på) (?P<d>{A})(?: ?\((?P<inner>{A})(?: [a-zåäö]+)?\))?{_NO}{{0,20}}\b{_NOT_TO}till {_NO}{{0,20}}?(?P<y>{A})"
)
AGAINST = re.compile(rf"(?P<y>{A}){_NO}{{0,80}}, (?:mot|jämfört med|att jämföra med) (?P<x>{A}){_NO}{{0,30}}$")
NEXT = re.compile(
    rf"^(?:(?:det|detta)(?: [a-zåäö]+){{1,4}} )?{_NOUN} (?:är|var|blev|motsvarar|på|med|om|uppgår till|uppgick till) (?P<d>{A})"
)
# what may stand behind each of them; in a pattern of its own, since patterns take long to build
BEHIND = re.compile(
    rf"(?:(?: [a-zåäö]+){{0,2}}(?: \d{{4}})?(?: ?\((?:med )?(?P<aside>{A})(?: [a-zåäö]+)?\)"
    rf"|,? (?:eller|motsvarande|dvs\.?|det vill säga|vilket motsvarar) (?P<or>{A})"
    rf"|, (?:alltså|dvs\.?|det vill säga) med (?P<so>{A})"
    rf"|(?: \(\d{{4}}\))?(?:,| –| -)? {_LEAD}(?:{_MOVES})(?:en)? (?:med|på|om) (?P<then>{A})))?"
)
# Those that follow are compiled where a text has their words: together they take as long as a short document.
_THANS = ("fler", "färre", "högre", "lägre", "mer", "mindre", "större", "bättre", "sämre")
MORE_THAN = tuple(f"{word} än " for word in _THANS)
_THAN = rf"(?:något |klart |betydligt |väsentligt |marginellt )?(?P<than>{'|'.join(_THANS)})"
_AND = rf"(?:, {_LEAD}| (?:och|vilket) (?:är|var|motsvarar|innebär) )"
_WHEN = r"(?:(?:[a-zåäö]+|\d{4}),? ){0,5}?"  # which value is the earlier one: "föregående år", "samma period 2020"
_THAN_BEFORE = rf"än (?:{_WHEN}(?:\(|då (?:[a-zåäö]+ ){{1,2}}var |som var )|(?:de |det )?(?:budget|plan|prognos)[a-zåäö]*e )(?P<x>{A})"
BY_THAN = rf"(?P<y>{A}){_NO}{{0,60}}?{_AND}(?P<d>{A})(?: [a-zåäö]+)? {_THAN} {_THAN_BEFORE}"
IS_THAN = rf"(?P<y>{A}){_NO}{{0,60}}?{_AND}{_THAN} {_THAN_BEFORE}"
NEXT_THAN = rf"^(?:det|detta) (?:är|var|blev|motsvarar) (?P<d>{A})(?: [a-zåäö]+)? {_THAN} {_THAN_BEFORE}"
AGAINST_BY = (
    rf"(?P<y>{A}){_NO}{{0,60}} (?:jämfört med|mot) {_NO}{{0,30}}?(?P<x>{A}){_NO}{{0,30}}{_AND}(?P<d>{A})(?: [a-zåäö]+)? {_THAN} än"
    " (?!20)"
)
SINCE = (
    rf"(?P<y>{A}){_NO}{{0,50}}, {_LEAD}{_NOUN} (?:(?:med|på|om) (?P<d>{A})(?: [a-zåäö]+)??(?: \((?P<inner>{A})\))?,? )?"
    rf"(?:jämfört med|i jämförelse med|från|mot|sedan) (?:{_WHEN}\(|(?:de |det )?(?:[a-zåäö]+ade )?)(?P<x>{A})"
)
COMPARED_NOUN = (
    rf"(?P<y>{A}){_NO}{{0,40}} (?:jämfört med|mot) (?P<x>{A}){_NO}{{0,40}}, {_LEAD}{_NOUN}\b(?! (?:med|på|om) )"
)
LAST_YEAR_BY = (
    rf"(?P<y>{A})(?: (?P<what>[a-zåäö]+))? \((?P<x>{A})(?: (?P=what))?(?: (?:år )?\d{{4}})?\){_NO}{{0,30}}, {_LEAD}{_NOUN}"
    rf" (?:med|på|om) (?P<d>{A})"
)
YEARS = (
    rf"(?P<y>{A}) (?:[a-zåäö]+ ){{0,2}}(?P<year>\d{{4}}) och (?P<x>{A}) (?:[a-zåäö]+ ){{0,2}}(?P<earlier>\d{{4}}), {_LEAD}{_NOUN}"
    rf" (?:med|på|om) (?P<d>{A})"
)
_OUTCOME = rf"(?:utfall|redovis|förbruka|uppg|blev|kosta){_NO}*?"
_BUDGETED = r"budget[a-zåäö]*(?: (?:på|om|var|är|till))? "
VARIANCE = (
    rf"(?:budget{_NO}{{0,40}}?(?P<x>{A}){_NO}{{0,60}}?{_OUTCOME}(?P<y>{A})"
    rf"|{_OUTCOME}(?P<y2>{A}){_NO}{{0,40}}?(?:{_BUDGETED}(?P<x2>{A})|mot (?P<x3>{A}) i budgeten))"
    rf"{_NO}{{0,30}}, (?:{_LEAD}|vilket ger |det ger )"
    r"(?:ett )?(?:positiv |negativ )?(?:(?:budget)?avvikelse|differens|skillnad|överskott|underskott)(?: mot budget(?:en)?)?"
    rf" (?:på|om|med) (?P<d>{A})"
)
# these tell both values: of one unit, or they are others
ALL_SAID = frozenset((BY_THAN, IS_THAN, AGAINST_BY, SINCE, COMPARED_NOUN, LAST_YEAR_BY, YEARS, VARIANCE))
# how many times as much: at least and at most, as people say it
TIMES = {
    **dict.fromkeys(("fördubbl", "dubbelt så"), ("1.7", "2.3")),
    **dict.fromkeys(("halver", "hälften"), ("0.43", "0.59")),
    **dict.fromkeys(("tredubbl", "tre gånger så"), ("2.6", "3.5")),
    **dict.fromkeys(("fyrdubbl", "fyra gånger så"), ("3.5", "4.6")),
}
MAY_TELL_TIMES = ("dubbl", "dubbelt så", "alvera", "älften", "gånger så")  # a paragraph without these tells none
_HEDGED = r"\b(?P<hedge>mer än |nästan |närmare )?"
_FROM_X_TO_Y = rf"(?:från (?P<x>{A}){_NO}{{0,30}}\btill (?P<y>{A})|till (?P<y2>{A}){_NO}{{0,30}}\bfrån (?P<x2>{A}))"
TIMES_FROM = (
    rf"{_HEDGED}(?P<times>fördubbl|halver|tredubbl|fyrdubbl)[a-zåäö]+,?(?: [a-zåäö]+){{0,3}},? {_FROM_X_TO_Y}",
    rf"\bmed {_HEDGED}(?P<times>hälften),? {_FROM_X_TO_Y}",
    rf"{_FROM_X_TO_Y}, {_LEAD}{_HEDGED}(?P<times>fördubbl|halver|tredubbl|fyrdubbl)ing",
    (
        rf"(?P<y>{A}){_NO}{{0,40}}, {_LEAD}{_HEDGED}(?P<times>(?:dubbelt|tre gånger|fyra gånger) så|hälften(?= så)) [a-zåäö ]+ som"
        rf" {_WHEN}\((?P<x>{A})"
    ),
)
