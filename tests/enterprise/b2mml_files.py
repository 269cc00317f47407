"""Schedules as an enterprise system would write them."""

from lineside.enterprise.adapters.b2mml import V0600


def schedule(
    *, order="4711", product="PG200", quantity="24", unit="pcs", family="Production",
    namespace=V0600, end="2026-10-09T12:00:00Z", customer="nordvind",
):  # fmt: skip
    """A schedule with one request, in a dialect of the production or the operations family."""
    parameter = f"""<ID>Customer</ID><Value><ValueString>{customer}</ValueString>
        <DataType>string</DataType><UnitOfMeasure/></Value>"""
    segment, parameters = (
        "<ID>10</ID>",
        (f"<ProductionParameter><Parameter>{parameter}</Parameter></ProductionParameter>"),
    )
    if family == "Operations":
        segment += "<ProcessSegmentID>turn</ProcessSegmentID><OperationsDefinitionID>turn"
        segment += "</OperationsDefinitionID><OperationsSegmentID>turn</OperationsSegmentID>"
        parameters = f"<SegmentParameter>{parameter}</SegmentParameter>"
    first, second = ("<ID>1</ID>", "<ID>2</ID>") if family == "Operations" else ("", "")
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<{family}Schedule xmlns="{namespace}"><ID>S-1</ID>
  <{family}Request><ID>{order}</ID><EndTime>{end}</EndTime><Priority>2</Priority>
    <SegmentRequirement>{segment}{parameters}
      <MaterialRequirement>{first}<MaterialDefinitionID>{product}</MaterialDefinitionID>
        <MaterialUse>Produced</MaterialUse>
        <Quantity><QuantityString>{quantity}</QuantityString><DataType>decimal</DataType>
          <UnitOfMeasure>{unit}</UnitOfMeasure></Quantity></MaterialRequirement>
      <MaterialRequirement>{second}<MaterialDefinitionID>STEEL</MaterialDefinitionID>
        <MaterialUse>Consumed</MaterialUse></MaterialRequirement>
    </SegmentRequirement></{family}Request></{family}Schedule>""".encode()
