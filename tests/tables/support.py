"""Tables of a YAML text, ready to compute."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources

from vbgen.analysis.equations import describe_deviation
from vbgen.findings import Finding, Place
from vbgen.model.tables import Counted, TableSource, TableType
from vbgen.source import SourceFile, parse
from vbgen.tables.build import build_table
from vbgen.tables.causes import Deviation
from vbgen.tables.comparison import Comparison, Equation, UntestedRelation, compare
from vbgen.tables.evaluation import Evaluation
from vbgen.tables.table import DeadReference, GridPlace, HomeId, Table

FILE = "tabeller.yaml"
HOME = HomeId(2021, "namnden", "plan")
PACKAGED = parse("tabelltyper.yaml", resources.files("vbgen").joinpath("tabelltyper.yaml").read_bytes()).root
TYPES = {name: TableType.model_validate(data) for name, data in (PACKAGED.data() if PACKAGED else {}).items()}


class Tables:
    """The tables of a YAML text, ready to compute; they can reach each other. `tallies`: how many items have which status, by kind."""

    def __init__(self, text: str, tallies: Mapping[str, Mapping[str, int]] | None = None) -> None:
        self.tallies = tallies or {}
        self.source: SourceFile = parse(FILE, text.encode())
        assert self.source.findings == []
        assert self.source.root is not None
        self.evaluations: dict[str, Evaluation] = {}
        self.findings: list[Finding] = []
        for name, data in self.source.root.data().items():
            source, place = TableSource.model_validate(data), Place(FILE, (name,))
            assert source.grid is not None
            grid = GridPlace(place.child("tabell"))
            table, findings = build_table(name, HOME, place, source, source.grid, grid, TYPES, frozenset({"sek"}))
            self.findings += findings
            self.evaluations[name] = Evaluation(table, self)

    def find(self, home: HomeId, prefix: str | None, name: str) -> Table | DeadReference:
        assert home == HOME
        if prefix is not None or name not in self.evaluations:
            return DeadReference(name, name)
        return self.evaluations[name].table

    def evaluation(self, table: Table) -> Evaluation:
        return self.evaluations[table.id]

    def tally(self, home: HomeId, counted: Counted) -> Mapping[str, int] | None:
        assert home == HOME
        return self.tallies.get(counted.kind)

    def comparisons(self, name: str) -> list[Comparison]:
        return list(compare(self.evaluations[name]))

    def equations(self, name: str) -> list[Equation]:
        return [comparison for comparison in self.comparisons(name) if isinstance(comparison, Equation)]

    def untested(self, name: str) -> set[str]:
        """Addresses of what could not be tried."""
        table = self.evaluations[name].table
        return {
            table.format_address(f.row, f.column) for f in self.comparisons(name) if isinstance(f, UntestedRelation)
        }

    def deviations(self, name: str) -> set[tuple[str, str, str | None, str | None]]:
        """Code, address, stated and computed of every equation that does not hold, as the rules report them."""
        evaluation = self.evaluations[name]
        found = [describe_deviation(evaluation, Deviation(e)) for e in self.equations(name) if not e.holds]
        return {(f.code, f.address or "", f.stated, f.computed) for f in found}

    def tried(self, name: str) -> dict[str, int]:
        """How many equations of each kind were tried."""
        kinds = [equation.kind for equation in self.equations(name)]
        return {kind: kinds.count(kind) for kind in dict.fromkeys(kinds)}

    def shown(self, name: str, row: str, column: str) -> str | None:
        """What a cell prints."""
        evaluation = self.evaluations[name]
        figure = evaluation.get_figure(evaluation.table.row_ids[row], evaluation.table.column_ids[column])
        return None if figure is None else figure.show().replace("\u00a0", " ")
