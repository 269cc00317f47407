"""``lineside backup`` and ``lineside restore``."""

import argparse
import sys

from lineside.app.cli.opening import acting, opened, say, settings_of
from lineside.kernel.errors import Invalid


class TargetNotNamed(Invalid):
    """Restoring needs a folder that was named on purpose."""

    code = "app.TargetNotNamed"
    advice = "Say where to restore to: lineside restore FILE --data NEWFOLDER."


def backup(arguments: argparse.Namespace) -> int:
    """Write one archive of the data folder."""
    from lineside.app.keeping.copying import backup as write

    manifest = write(settings_of(arguments), arguments.file)
    size = sum(each["bytes"] for each in manifest["parts"].values())
    facts = {"file": str(arguments.file), "parts": len(manifest["parts"]), "bytes": size}
    if arguments.json:
        say(facts | {"at": manifest["at"]})
    else:
        print(f"{arguments.file}: {facts['parts']} parts, {size} bytes before compression")
    return 0


def restore(arguments: argparse.Namespace) -> int:
    """Restore into an empty folder and check the audit trail there."""
    from lineside.app.keeping.copying import restore as fill

    if arguments.data is None:
        raise TargetNotNamed()
    manifest = fill(arguments.file, arguments.data)
    with opened(arguments) as house:
        verdict = house.door.ask("identity.verify_audit", {}, acting(house, ""))
    facts = {"parts": len(manifest["parts"]), "at": manifest["at"], "audit_ok": verdict.ok}
    if arguments.json:
        say(facts | {"audit_lines": verdict.lines})
    else:
        print(f"restored {facts['parts']} parts of {manifest['at']}")
        told = "whole" if verdict.ok else f"broken at line {verdict.first_bad}"
        print(f"audit trail {told}: {verdict.lines} lines", file=sys.stderr)
    return 0 if verdict.ok else 1
