"""The child process: file on standard input, sections as JSON on standard output."""

import json
import os
import sys
from typing import Any

from lineside.documents.parsing.archives import guarded
from lineside.documents.parsing.docx import read_docx
from lineside.documents.parsing.pdf import read_pdf
from lineside.documents.parsing.sections import Limits, Meter, Parsed
from lineside.documents.parsing.streams import measure_streams
from lineside.documents.parsing.xlsx import read_xlsx
from lineside.kernel.errors import Refusal


def main() -> None:
    """Read one file under the limits told in the environment."""
    limits = Limits(**json.loads(os.environ["LINESIDE_PARSING_LIMITS"]))
    _confine(limits)
    data = sys.stdin.buffer.read()
    sys.stdout.write(json.dumps(_told(data, sys.argv[1], limits)))


def _confine(limits: Limits) -> None:
    """Ceilings of the operating system, where it has them."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    processor_s = int(limits.time_s) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (processor_s, processor_s))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _told(data: bytes, kind: str, limits: Limits) -> dict[str, Any]:
    try:
        parsed = _read(data, kind, limits)
    except Refusal as refusal:
        return {"refused": refusal.code, "facts": refusal.facts}
    sections = [(each.page, each.heading, each.text) for each in parsed.sections]
    return {"kind": parsed.kind, "pages": parsed.pages, "sections": sections}


def _read(data: bytes, kind: str, limits: Limits) -> Parsed:
    meter = Meter(limits)
    if kind == "pdf":
        measure_streams(data, limits)
        return read_pdf(data, meter)
    guarded(data, limits)
    return read_docx(data, meter) if kind == "docx" else read_xlsx(data, meter)


if __name__ == "__main__":
    main()
