"""A backup is restored whole, and a damaged or hostile one restores nothing."""

import json
import shutil
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from lineside.app.cli import main
from lineside.app.cli.opening import acting
from lineside.app.house import open_house
from lineside.app.keeping import archive
from lineside.app.keeping.errors import ArchiveDamaged
from lineside.kernel.settings import load_settings
from lineside.telemetry.ports import Historian
from lineside.telemetry.samples import samples

AT = datetime(2026, 10, 5, 6, 0, tzinfo=UTC)


def called(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, Any, str]:
    code = main([*map(str, words), "--json"])
    told = capsys.readouterr()
    return code, json.loads(told.out) if told.out.strip() else None, told.err


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """An archive that was written beside a running house, and the hash of a file in it."""
    folder = tmp_path_factory.mktemp("kept")
    settings = load_settings(folder / "data")
    with open_house(settings, writer=True) as house:
        given = {
            "login": "ada",
            "name": "Ada",
            "password": "a long enough one",
            "roles": ["manager"],
        }
        house.door.run("identity.add_user", given, acting(house, ""))
        digest = house.world.files.put(b"a drawing")
        at_us = int(AT.timestamp() * 1e6)
        house.world.the(Historian).append(samples(["GR-04.power_kw"], [at_us], [7.5]))
        (settings.data / "opcua").mkdir()
        (settings.data / "opcua" / "own.key.pem").write_text("a key")
        target = folder / "whole.zip"
        assert main(["backup", str(target), "--data", str(settings.data)]) == 0
    return target, digest


def test_what_was_backed_up_comes_back_and_the_trail_is_whole(
    written: tuple[Path, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target, digest = written
    assert target.stat().st_mode & 0o077 == 0
    code, answer, told = called(capsys, "restore", target, "--data", tmp_path / "new")
    assert code == 0, told
    assert answer["audit_ok"]
    assert answer["audit_lines"] >= 1
    with open_house(load_settings(tmp_path / "new"), writer=True) as house:
        users = house.door.ask("identity.users", {}, acting(house, ""))
        assert [each.login for each in users] == ["ada"]
        assert house.world.files.get(digest) == b"a drawing"
        rows = house.world.the(Historian).range(["GR-04.power_kw"], AT, AT + timedelta(hours=1))
        assert rows.column("value").to_pylist() == [7.5]
    assert (tmp_path / "new" / "opcua" / "own.key.pem").read_text() == "a key"


def test_a_flipped_byte_is_found_and_nothing_is_restored(
    written: tuple[Path, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target, digest = written
    name = f"files/{digest[:2]}/{digest[2:]}"
    damaged = tmp_path / "damaged.zip"
    with zipfile.ZipFile(target) as old, zipfile.ZipFile(damaged, "w") as new:
        for part in old.namelist():
            new.writestr(part, b"b drawing" if part == name else old.read(part))
    code, _, told = called(capsys, "restore", damaged, "--data", tmp_path / "new")
    assert (code, json.loads(told)["facts"]["part"]) == (3, name)
    assert not (tmp_path / "new").exists()

    raw = bytearray(target.read_bytes())
    with zipfile.ZipFile(target) as whole:
        raw[whole.getinfo("database.dump").header_offset + 200] ^= 1
    damaged.write_bytes(raw)
    code, _, told = called(capsys, "restore", damaged, "--data", tmp_path / "new")
    assert (code, json.loads(told)["facts"]["part"]) == (3, "database.dump")


def test_a_folder_that_holds_something_is_refused(
    written: tuple[Path, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    code, _, told = called(capsys, "restore", written[0], "--data", tmp_path)
    assert (code, json.loads(told)["code"]) == (5, "app.TargetNotEmpty")
    assert [each.name for each in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize("name", ["../out.txt", "/out.txt", "files\\..\\out.txt", "C:out.txt"])
def test_a_part_that_leads_outside_is_refused(name: str, tmp_path: Path) -> None:
    content = tmp_path / "content"
    content.write_text("x")
    hostile = tmp_path / "hostile.zip"
    archive.write(hostile, {name: content}, {})
    with pytest.raises(ArchiveDamaged):
        archive.checked(hostile)


def test_a_part_that_is_not_in_the_manifest_is_refused(tmp_path: Path) -> None:
    content = tmp_path / "content"
    content.write_text("x")
    whole = tmp_path / "whole.zip"
    archive.write(whole, {"files/a": content}, {})
    more = shutil.copyfile(whole, tmp_path / "more.zip")
    with zipfile.ZipFile(more, "a") as file:
        file.writestr("files/b", "y")
    with pytest.raises(ArchiveDamaged) as refused:
        archive.checked(Path(more))
    assert refused.value.facts["part"] == "files/b"
