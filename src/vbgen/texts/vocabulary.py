"""Swedish words that tell what a number is, and what they are collected with."""

from __future__ import annotations

# what Excel writes in a cell that it cannot compute, in Swedish and English: a pattern, to be matched without regard to case
EXCEL_ERROR = (
    r"#(?:DIV(?:ISION)?/0|REF(?:ERENS)?|VÄRDE(?:FEL)?|VALUE|SAKNAS|N/A|NAMN|NAME|NULL|SKÄRNING|NUM|OGILTIGT)[!?]?"
)


def words(*lines: str) -> frozenset[str]:
    """The words of some lines."""
    return frozenset(word for line in lines for word in line.split())


MONTHS = (
    *("januari", "februari", "mars", "april", "maj", "juni"),
    *("juli", "augusti", "september", "oktober", "november", "december"),
)
# a point after these ends no sentence
ABBREVIATIONS = words(
    "kap inkl exkl ex bl.a dvs ca nr jfr resp avd kl kv tel milj max min o.m s.k p.g.a f.d",
    "jan feb mar apr jun jul aug sep sept okt nov dec",
)
# before a number that is a name, not an amount
NUMBERED = words(
    "kapitel kap kap. punkt delår tertial kvartal årskurs åk nr nummer bilaga steg etapp fas våning plan sid sid. sida",
    "version artikel konto kl kl. tabell figur typ nivå avdelning enhet hus linje vecka väg riksväg länsväg spår zon plats",
)
# between a number and the noun that it counts
BETWEEN = words("st stycken nya fler färre olika stora egna ytterligare andra av de")
# what is no noun after a number
SMALL = words(
    "och eller i på till från med mot för av om år som har är var det den de en ett under över inom per vid men",
    "respektive medan varav kan ska dvs samt än inte innan efter före jämfört vilket där så att mellan sedan genom",
)
# what is measured, and so rounded; what is counted is exact
MEASURED = words(
    "kwh mwh gwh ton kg gram km mil meter kvm kvadratmeter hektar liter kubikmeter",
    "timmar timme dagar dygn veckor månader minuter sekunder",
)
# words of labels that tell no row from another
COMMON = words(
    "summa totalt total varav övriga övrigt övrig andel antal inkl exkl innevarande tidigare års årets överfört från",
    "till med för och inom samt per som budget utfall prognos resultat kostnader kostnad intäkter verksamhetens område",
)
# in the label of a row whose minus sign is no cost: it sinks where the figure without its sign grows
BOTH_WAYS = ("resultat", "saldo", "kassaflöde", "kapital", "netto", "skott")
# a sentence with these speaks of a part of a row, of other prices or of another comparison than last year
OTHERWISE = (
    *("exkl", "inkl", "rensa", "juster", "korriger", "bortse", "undanta", "utan ", "fasta priser", "löpande priser"),
    *(
        "budget",
        "prognos",
        "plan",
        "riket",
        "snitt",
        " per ",
        "kvartal",
        "tertial",
        "halvår",
        "månad",
        "våren",
        "hösten",
    ),
)
