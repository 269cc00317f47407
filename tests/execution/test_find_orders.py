"""Orders are found by texts that were read from a paper or a label."""


def test_an_order_is_found_by_what_was_read(gears, supervisor, operator) -> None:
    for order in ("PO-4483", "PO-4484.2"):
        supervisor.run("execution.receive_order", order=order, product="PG200", quantity=24,
                       due="2026-10-09T12:00:00Z", customer="nordvind", source="erp",
                       source_id=order)  # fmt: skip
    found = operator.ask("execution.find_orders", texts=["0RDER P0-4483", "PO-4484.2", "PG200"])
    assert [(each.order, each.how) for each in found] == [
        ("PO-4484.2", "exact"), ("PO-4483", "alike"),
    ]  # fmt: skip
    assert {each.product for each in found} == {"PG200"}
    assert operator.ask("execution.find_orders", texts=["PO-4999"]) == []
    assert operator.ask("execution.find_orders", texts=[]) == []
