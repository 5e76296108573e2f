"""The rules: a line each, with the facts needed before a rule is imported. Its module holds its page and its check."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from importlib import import_module
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from vbgen.findings import Finding
    from vbgen.reportset.context import Context


class Rule(NamedTuple):
    """A code that vbgen can report, and the conditions on it.

    `found`: when the loaded data are checked; or while files are read or a document is rendered, then its module is the page only.
    `warns_only`: it never gives an error, so nothing stops for it. `on_request`: it is tried only when it is selected. `across`: it
    compares documents that are not always loaded together, so that its silence says nothing of some of them.
    """

    code: str
    stage: Literal["checking", "reading", "rendering"] = "checking"
    warns_only: bool = False
    on_request: bool = False
    across: bool = False

    @property
    def module(self) -> str:
        """The name of its module: a check, or a page alone."""
        return f"vbgen.rules.{'' if self.stage == 'checking' else 'pages.'}{self.code.lower()}"

    @property
    def page(self) -> str:
        """The page that `vbgen explain` prints."""
        return (import_module(self.module).__doc__ or "").strip()

    @property
    def title(self) -> str:
        """The first line of the page."""
        return self.page.split("\n", 1)[0]

    def check(self, context: Context) -> Iterator[Finding]:
        """Yield the findings of the rule in the data; it is imported for that."""
        findings: Iterator[Finding] = import_module(self.module).check(context)
        return findings

    def is_tried(self, asked: Collection[str], *, errors_only: bool) -> bool:
        """Tell whether it is tried in a run with the rules on request that `asked` names."""
        is_waiting = self.on_request and self.code not in asked
        return self.stage == "checking" and not is_waiting and not (errors_only and self.warns_only)


RULES = (
    # how files are written
    Rule("VB101", stage="reading"),
    Rule("VB102", stage="reading"),
    Rule("VB103", stage="reading"),
    Rule("VB104", stage="reading"),
    Rule("VB105", stage="reading"),
    Rule("VB106", stage="reading"),
    Rule("VB107", stage="reading"),
    Rule("VB108", stage="reading"),
    Rule("VB109", stage="reading"),
    Rule("VB110", stage="reading"),
    Rule("VB111", stage="reading"),
    Rule("VB112", stage="reading"),
    Rule("VB113", stage="reading"),
    Rule("VB114", stage="reading"),
    Rule("VB115", stage="reading"),
    Rule("VB116", stage="reading"),
    Rule("VB117", stage="reading"),
    Rule("VB119", stage="rendering"),
    Rule("VB120", stage="reading"),
    Rule("VB122", stage="reading"),
    Rule("VB123", stage="rendering"),
    # references and words
    Rule("VB201"),
    Rule("VB202"),
    Rule("VB203"),
    Rule("VB204"),
    Rule("VB205", stage="reading"),
    Rule("VB206"),
    Rule("VB207"),
    Rule("VB208"),
    Rule("VB210"),
    # figures
    Rule("VB301"),
    Rule("VB302"),
    Rule("VB303"),
    Rule("VB304"),
    Rule("VB305"),
    Rule("VB306"),
    Rule("VB307"),
    Rule("VB308"),
    Rule("VB309"),
    Rule("VB310"),
    # from plan to follow-up
    Rule("VB401", warns_only=True),
    Rule("VB402", warns_only=True),
    Rule("VB403", warns_only=True),
    Rule("VB404", warns_only=True, across=True),
    Rule("VB405", warns_only=True, across=True),
    Rule("VB406", warns_only=True, across=True),
    Rule("VB407", warns_only=True, across=True),
    Rule("VB408"),
    Rule("VB409", across=True),
    # judgements
    Rule("VB501", warns_only=True),
    Rule("VB502", warns_only=True),
    Rule("VB503", warns_only=True),
    Rule("VB504", warns_only=True),
    Rule("VB505", warns_only=True),
    Rule("VB506", warns_only=True),
    Rule("VB507", warns_only=True),
    # texts
    Rule("VB601"),
    Rule("VB602", warns_only=True),
    Rule("VB603", warns_only=True),
    Rule("VB604", warns_only=True),
    Rule("VB605", warns_only=True),
    Rule("VB606", warns_only=True),
    Rule("VB607", warns_only=True),
    Rule("VB608", warns_only=True),
    Rule("VB609", warns_only=True),
    Rule("VB610", warns_only=True, across=True),
    Rule("VB611"),
    Rule("VB691", warns_only=True, on_request=True),
    # what is missing
    Rule("VB701", warns_only=True),
    Rule("VB702", warns_only=True),
    Rule("VB703", warns_only=True),
    Rule("VB704"),
    Rule("VB705", warns_only=True),
)
CODES = tuple(rule.code for rule in RULES)
# codes before it: faults of form and references, without which nothing else can be trusted
FIRST_OF_CONTENT = "VB3"


def is_known_prefix(prefix: str) -> bool:
    """Tell whether some code begins so: `VB301`, `VB3`."""
    return len(prefix) > 2 and any(code.startswith(prefix) for code in CODES)


def list_untried_rules(asked: Collection[str], *, partial: bool, errors_only: bool) -> frozenset[str]:
    """Return the rules of which silence says nothing: not asked for, not run, or with only some of the documents."""
    return frozenset(
        rule.code
        for rule in RULES
        if (rule.on_request and rule.code not in asked)
        or (partial and rule.across)
        or (errors_only and rule.warns_only)
    )


def list_requested_rules(select: Iterable[str]) -> tuple[str, ...]:
    """Return the rules on request that a selection names: `VB69` does, `VB6` does not."""
    return tuple(
        rule.code
        for rule in RULES
        if rule.on_request and any(rule.code.startswith(prefix) and len(prefix) > 3 for prefix in select)
    )
