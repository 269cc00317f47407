"""What one may do with the copilot."""

from lineside.copilot import store
from lineside.copilot.events import GuideWritten
from lineside.copilot.guiding import sections_for
from lineside.copilot.model import Guide
from lineside.kernel.catalogue import Risk, action
from lineside.kernel.work import Work


@action(permission="copilot.write", risk=Risk.SUPPORT, scope="equipment")
def write_guide(
    work: Work,
    *,
    work_order: str,
    equipment: str,
    component: str,
    recommendation: str = "",
) -> str:
    """Write the technician's guide for a work order from correlation, manual and past repairs."""
    guide = Guide(
        id=work.new_id(),
        work_order=work_order,
        equipment=equipment,
        component=component,
        recommendation=recommendation,
        at=work.at,
        sections=sections_for(
            work, equipment=equipment, component=component, recommendation=recommendation
        ),
    )
    store.save(work, guide)
    sources = guide.citations()
    kinds = tuple(sorted({each.kind for each in sources}))
    work.tell(GuideWritten(guide.id, work_order, equipment, len(sources), kinds))
    return guide.id
