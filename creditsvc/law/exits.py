"""The parts of an instrument's file that say how a listing ends, as they are read."""

from creditsvc.law.reading import Text
from creditsvc.law.rulebook import Exit, Requirement, Restoration

ENDS = ("ex_officio", "on_application")


def read_exit(entry: Text) -> Exit:
    """How a listing ends, and when and how it may end early. Raises RulebookError."""
    entry.only("ends", "article", "apply_days_before", "early", "conditions")
    ends, early = entry.need("ends"), entry.get("early")
    if ends.text not in ENDS:
        raise ends.error(f"ends 应为：{'、'.join(ENDS)}", f"ends is one of: {', '.join(ENDS)}")
    if early is not None:
        early.only("after_months", "article", "conditions", "bars", "restoration")
    apply_before = entry.get("apply_days_before")
    return Exit(
        ends=ends.text,
        article=entry.need("article").text,
        early_after=early.need("after_months").positive if early is not None else None,
        early_article=early.need("article").text if early is not None else None,
        apply_days_before=apply_before.positive if apply_before is not None else None,
        conditions=read_requirements((early or entry).get("conditions")),
        bars=read_requirements(early.get("bars") if early is not None else None),
        restoration=_restoration(early.get("restoration")) if early is not None else None,
    )


def read_requirements(entry: Text | None) -> tuple[Requirement, ...]:
    """Conditions with id, article and text in both languages, each id once."""
    found: list[Requirement] = []
    for each in entry.items if entry is not None else []:
        requirement = _requirement(each)
        if any(requirement.id == other.id for other in found):
            raise each.error(
                f"条件“{requirement.id}”写了两次，请改一处",
                f"condition “{requirement.id}” stands twice: change one",
            )
        found.append(requirement)
    return tuple(found)


def _restoration(entry: Text | None) -> Restoration | None:
    """What follows when the early removal is revoked for fraud; None where nothing is said."""
    if entry is None:
        return None
    entry.only("months", "article")
    return Restoration(months=entry.need("months").positive, article=entry.need("article").text)


def _requirement(entry: Text) -> Requirement:
    entry.only("id", "article", "zh", "en", "automatic")
    automatic = entry.get("automatic")
    return Requirement(
        id=entry.need("id").text,
        article=entry.need("article").text,
        text={"zh": entry.need("zh").text, "en": entry.need("en").text},
        automatic=automatic is not None and automatic.flag,
    )
