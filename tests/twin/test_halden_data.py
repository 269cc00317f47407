"""The demonstration plant's files agree with each other, and say what they are."""

import csv
from pathlib import Path
from typing import Any

import pytest
import yaml
from lxml import etree

HALDEN = Path(__file__).parents[2] / "plants" / "halden"


def read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((HALDEN / name).read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def equipment() -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in read("equipment.yaml")["equipment"]}


def test_everything_says_that_it_is_a_demonstration() -> None:
    for path in HALDEN.rglob("*"):
        if path.is_file():
            head = path.read_text(encoding="utf-8")[:1500].lower()
            assert "demonstration" in head, path.name


def test_the_plant_is_as_large_as_it_claims(equipment: dict[str, dict[str, Any]]) -> None:
    units = [row for row in equipment.values() if row["level"] == "unit"]
    assert len(units) == 27
    assert len([row for row in equipment.values() if row["level"] == "work_centre"]) == 5
    protocols = [row["protocol"] for row in units]
    assert {protocols.count("opcua"), protocols.count("sparkplug")} == {13, 14}


def test_references_lead_somewhere(equipment: dict[str, dict[str, Any]]) -> None:
    for row in equipment.values():
        assert row["parent"] is None or row["parent"] in equipment
    tags = {row["id"]: row for row in read("tags.yaml")["tags"]}
    assert all(row["equipment"] in equipment for row in tags.values())
    assert len({row["address"] for row in tags.values()}) == len(tags)
    parts = {row["id"] for row in read("parts.yaml")["parts"]}
    for row in equipment.values():
        if "spindle" in row:
            assert row["spindle"]["bearing_part"] in parts
            assert row["spindle"]["waveform_tag"] in tags


def test_routings_name_what_exists(equipment: dict[str, dict[str, Any]]) -> None:
    tags = {row["id"] for row in read("tags.yaml")["tags"]}
    products = {row["id"]: row for row in read("products.yaml")["products"]}
    materials = {row["id"] for row in read("materials.yaml")["materials"]} | set(products)
    skills = {row["id"] for row in read("people.yaml")["skills"]}
    documents = {
        path.stem.removesuffix("-A").removesuffix("-B") for path in (HALDEN / "documents").iterdir()
    }
    for operation in (op for row in products.values() for op in row["routing"]):
        assert operation["skill"] in skills
        assert operation["document"] in documents
        assert {need["material"] for need in operation["materials"]} <= materials
        for machine in operation["machines"]:
            assert equipment[machine]["parent"] == operation["work_centre"]
            for point in operation["set_points"]:
                assert f"{machine}.{point['signal']}" in tags
                assert point["low"] <= point["value"] <= point["high"]


def test_every_shift_has_people_for_every_skill() -> None:
    file = read("people.yaml")
    needed = {op["skill"] for row in read("products.yaml")["products"] for op in row["routing"]}
    for crew in "ABCD":
        people = [p for p in file["people"] if p["crew"] == crew]
        assert needed <= {skill for p in people for skill in p["skills"]}
        assert {"operator", "supervisor", "technician"} <= {p["role"] for p in people}
    assert file["demo_supervisor"] in {p["id"] for p in file["people"]}


def test_setups_cover_the_families() -> None:
    file = read("products.yaml")
    for matrix in file["setup_matrix"].values():
        assert all(set(row) == set(matrix) for row in matrix.values())
        assert all(matrix[family][family] == 0 for family in matrix)


def rows(name: str) -> list[dict[str, str]]:
    lines = (HALDEN / "history" / name).read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def test_history_is_in_the_past_and_refers_to_the_plant(
    equipment: dict[str, dict[str, Any]],
) -> None:
    orders = rows("workorders.csv")
    parts = {row["id"] for row in read("parts.yaml")["parts"]} | {""}
    people = {row["id"] for row in read("people.yaml")["people"]}
    alarms = {row["code"] for row in read("alarms.yaml")["alarms"]} | {0}
    for row in orders:
        assert int(row["days_ago"]) > 30
        assert row["equipment"] in equipment
        assert row["part"] in parts
        assert row["technician"] in people
        assert int(row["alarm"]) in alarms
    assert {"confirmed", "false"} <= {row["outcome"] for row in orders}
    numbers = {row["id"] for row in orders} | {""}
    reasons = {row["code"] for row in read("reasons.yaml")["reasons"]}
    for row in rows("nonconformances.csv"):
        assert row["equipment"] in equipment
        assert row["reason"] in reasons
        assert row["work_order"] in numbers


def test_order_files_are_for_products_of_the_plant() -> None:
    products = {row["id"] for row in read("products.yaml")["products"]}
    files = sorted((HALDEN / "orders").glob("*.xml"))
    assert files
    for path in files:
        document = etree.parse(str(path)).getroot()
        name = "{http://www.mesa.org/xml/B2MML-V0600}MaterialDefinitionID"
        asked = [each.text for each in document.iter(name)]
        assert asked
        assert set(asked) <= products
