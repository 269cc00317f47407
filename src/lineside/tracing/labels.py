"""A lot's or serial's label: one layout, written as SVG for a browser and as ZPL for a printer.

ZPL II is the language of label printers (Zebra's and those that speak it): positions in dots, texts
in the printer's own font, and codes that the printer draws itself.
"""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from html import escape
from typing import Any, Literal

WIDTH_MM, HEIGHT_MM = 100, 60
DOTS_PER_MM = 8
Symbol = Literal["data_matrix", "qr"]
Language = Literal["en", "de"]
# An average letter is so wide for its height; what would not fit is written smaller.
_LETTER, _SMALLEST_MM = 0.6, 1.8
_CODE_MM = 30
_NAMES: dict[str, tuple[str, str]] = {
    "lot": ("Lot", "Los"), "serial": ("Serial number", "Seriennummer"),
    "material": ("Material", "Material"), "quantity": ("Quantity", "Menge"),
    "source": ("Heat or lot of origin", "Schmelze oder Ursprungslos"),
    "supplier": ("Supplier", "Lieferant"), "order": ("Order", "Auftrag"), "date": ("Date", "Datum"),
}  # fmt: skip


@dataclass(frozen=True)
class LabelLine:
    """One thing that the label tells: its name in the label's language, and the value."""

    name: str
    value: str


@dataclass(frozen=True)
class Label:
    """A label as a picture (SVG) and in a printer's language (ZPL); ``lines`` are what it tells."""

    lot: str
    symbol: str
    width_mm: int
    height_mm: int
    lines: list[LabelLine]
    svg: str
    zpl: str


@dataclass(frozen=True)
class Facts:
    """What there is to write on a label."""

    lot: str
    serial: bool
    material: str
    material_name: str
    quantity: Decimal
    unit: str
    source: str
    supplier: str
    order: str
    made: datetime


@dataclass(frozen=True)
class _Text:
    """A text at a place, the height of its letters, and how wide it may be, in millimetres."""

    x: float
    y: float
    height: float
    width: float
    text: str
    bold: bool = False

    @property
    def fitting(self) -> float:
        """The height at which the text keeps within its width."""
        most = self.width / (_LETTER * max(len(self.text), 1))
        return max(min(self.height, most), _SMALLEST_MM)


@dataclass(frozen=True)
class _Layout:
    code: str
    symbol: Symbol
    modules: list[list[bool]]
    texts: list[_Text] = field(default_factory=list)


def draw(facts: Facts, symbol: Symbol, language: Language) -> Label:
    """The label of a lot or serial, 100 by 60 mm; the code says its id and nothing else."""
    lines = _lines(facts, language)
    modules = _modules(facts.lot, symbol)
    layout = _Layout(facts.lot, symbol, modules, _placed(facts, lines))
    return Label(
        facts.lot, symbol, WIDTH_MM, HEIGHT_MM, lines, _svg(layout), _zpl(layout)
    )  # fmt: skip


def _lines(facts: Facts, language: Language) -> list[LabelLine]:
    told = {
        "serial" if facts.serial else "lot": facts.lot,
        "material": f"{facts.material_name} ({facts.material})"
        if facts.material_name else facts.material,
        "quantity": f"{_number(facts.quantity, language)} {_unit(facts.unit, language)}",
        "source": facts.source,
        "supplier": facts.supplier,
        "order": facts.order,
        "date": f"{facts.made:%Y-%m-%d}" if language == "en" else f"{facts.made:%d.%m.%Y}",
    }  # fmt: skip
    place = 0 if language == "en" else 1
    return [LabelLine(_NAMES[key][place], value) for key, value in told.items() if value]


def _number(quantity: Decimal, language: Language) -> str:
    text = f"{quantity.normalize():f}"
    return text if language == "en" else text.replace(".", ",")


def _unit(unit: str, language: Language) -> str:
    return "Stk" if unit == "pcs" and language == "de" else unit


def _placed(facts: Facts, lines: list[LabelLine]) -> list[_Text]:
    """The id large beside the code, then what it is, and the rest in two columns below."""
    left, wide = _CODE_MM + 10.0, WIDTH_MM - _CODE_MM - 15.0
    heads = [
        _Text(left, 5, 2.6, wide, lines[0].name),
        _Text(left, 8.5, 7, wide, facts.lot, bold=True),
        _Text(left, 18, 2.6, wide, lines[1].name),
        _Text(left, 21.5, 4.4, wide, lines[1].value, bold=True),
        _Text(left, 28.5, 2.6, wide, lines[2].name),
        _Text(left, 32, 5, wide, lines[2].value, bold=True),
    ]
    return heads + [each for place, line in enumerate(lines[3:]) for each in _cell(line, place)]


def _cell(line: LabelLine, place: int) -> list[_Text]:
    x, y = 5.0 + 46 * (place % 2), 40.0 + 9.5 * (place // 2)
    return [_Text(x, y, 2.4, 44, line.name), _Text(x, y + 3.2, 3.8, 44, line.value)]


def _modules(text: str, symbol: Symbol) -> list[list[bool]]:
    """The dark modules of the code, row by row, without its quiet border."""
    import zxingcpp

    if symbol == "qr":
        code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    else:
        code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.DataMatrix, force_square=True)
    rows: Any = memoryview(code.to_image(scale=1, add_quiet_zones=False)).tolist()
    return [[shade == 0 for shade in row] for row in rows]


def _svg(layout: _Layout) -> str:
    """Black on white whatever the page's colours: it is a picture of paper."""
    side = _CODE_MM / len(layout.modules)
    dark = "".join(
        f"M{x} {y}h1v1h-1z"
        for y, row in enumerate(layout.modules) for x, here in enumerate(row) if here
    )  # fmt: skip
    texts = "".join(map(_svg_text, layout.texts))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH_MM}mm" height="{HEIGHT_MM}mm" '
        f'viewBox="0 0 {WIDTH_MM} {HEIGHT_MM}">'
        f'<rect width="{WIDTH_MM}" height="{HEIGHT_MM}" fill="#fff"/>'
        f'<path transform="translate(5 5) scale({side:.5f})" shape-rendering="crispEdges" '
        f'd="{dark}" fill="#000"/>'
        f'<g font-family="\'IBM Plex Sans\', Arial, sans-serif" fill="#000">{texts}</g></svg>'
    )


def _svg_text(each: _Text) -> str:
    size = each.fitting
    weight = ' font-weight="600"' if each.bold else ""
    return (
        f'<text x="{each.x:g}" y="{each.y + size * 0.8:.2f}" font-size="{size:.2f}"{weight}>'
        f"{escape(each.text)}</text>"
    )


def _zpl(layout: _Layout) -> str:
    """The same layout at 8 dots a millimetre (203 dpi), in UTF-8 (``^CI28``)."""
    width, height = WIDTH_MM * DOTS_PER_MM, HEIGHT_MM * DOTS_PER_MM
    lines = [f"^XA^CI28^PW{width}^LL{height}^LH0,0", _zpl_code(layout)]
    for each in layout.texts:
        dots = round(each.fitting * DOTS_PER_MM)
        lines.append(f"{_at(each.x, each.y)}^A0N,{dots},{round(dots * 0.9)}{_data(each.text)}")
    return "\n".join([*lines, "^XZ"]) + "\n"


def _zpl_code(layout: _Layout) -> str:
    """The largest whole number of dots for a module at which the code keeps its place."""
    dots = max(2, _CODE_MM * DOTS_PER_MM // len(layout.modules))
    if layout.symbol == "qr":
        return f"{_at(5, 5)}^BQN,2,{min(dots, 10)}{_data(f'MA,{layout.code}')}"
    return f"{_at(5, 5)}^BXN,{dots},200{_data(layout.code)}"


def _at(x: float, y: float) -> str:
    return f"^FO{round(x * DOTS_PER_MM)},{round(y * DOTS_PER_MM)}"


def _data(text: str) -> str:
    """A field's text; what the printer would take for a command goes as hexadecimal (``^FH``)."""
    safe = "".join(f"_{ord(c):02X}" if c in "^~_\\" or c < " " else c for c in text)
    return f"^FH^FD{safe}^FS"
