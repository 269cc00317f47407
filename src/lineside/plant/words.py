"""The plant's vocabulary, made from the names that things bear in both languages."""

from collections.abc import Iterable, Iterator

from lineside.plant.model import Equipment, Material, Product, Reason, Term
from lineside.plant.reasons import STATE_WORDS


def words_of_equipment(nodes: Iterable[Equipment]) -> Iterator[Term]:
    """A unit is known by its short name, its label and the label without its number's gap."""
    for node in nodes:
        short = node.id.split("/")[-1]
        for locale, key in (("en", "label"), ("de", "label_de")):
            label = str(node.facts.get(key, node.name))
            others = _others(label, (short, short.replace("-", ""), label.replace(" ", "")))
            yield Term(label, "equipment", node.id, others, locale)


def words_of_products(products: Iterable[Product]) -> Iterator[Term]:
    for product in products:
        yield Term(product.name, "product", product.id, _others(product.name, (product.id,)), "en")
        others = _others(product.name_de, (product.id,))
        yield Term(product.name_de, "product", product.id, others, "de")


def words_of_materials(materials: Iterable[Material]) -> Iterator[Term]:
    for material in materials:
        if material.kind != "made":
            others = _others(material.name, (material.id,))
            yield Term(material.name, "material", material.id, others, "en")
            german = str(material.facts.get("name_de", ""))
            if german:
                yield Term(german, "material", material.id, _others(german, (material.id,)), "de")


def words_of_reasons(reasons: Iterable[Reason]) -> Iterator[Term]:
    for reason in reasons:
        code = reason.code.replace("_", " ")
        yield Term(reason.label, "reason", reason.code, _others(reason.label, (code,)), "en")
        yield Term(reason.label_de, "reason", reason.code, _others(reason.label_de, (code,)), "de")


def words_of_states() -> Iterator[Term]:
    for state, english, others, german, anders in STATE_WORDS:
        yield Term(english, "state", state, list(others), "en")
        yield Term(german, "state", state, list(anders), "de")


def _others(term: str, candidates: Iterable[str]) -> list[str]:
    return sorted({word for word in candidates if word and word != term})
