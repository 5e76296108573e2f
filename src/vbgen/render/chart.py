"""placeholder until charts land"""

from vbgen.model.theme import Theme
from vbgen.view.blocks import Chart


def svg(chart: Chart, theme: Theme, *, width: float, title_id: str = "") -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} 10"><title>{title_id}{theme.text}{chart.alt}</title></svg>'
