"""The parts of an instrument's file that say how a listing ends, as they are read."""

from creditsvc.law.doubts import Remark
from creditsvc.law.principles import read_remark
from creditsvc.law.reading import Text
from creditsvc.law.rulebook import Exit, Requirement, Restoration

ENDS = ("ex_officio", "on_application")
AUTOMATIC = ("minimum", "no_new_conduct", "ban_running")  # what the register checks by itself


def read_exit(entry: Text) -> Exit:
    """How a listing ends, and when and how it may end early. Raises RulebookError."""
    entry.only("ends", "article", "apply_days_before", "early", "conditions", "returns", "lost_by")
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
        returns=_remarks(entry.get("returns")),
        lost_by=_remarks(entry.get("lost_by")),
    )


def _remarks(entry: Text | None) -> tuple[Remark, ...]:
    return tuple(_cited(each) for each in entry.items) if entry is not None else ()


def _cited(entry: Text) -> Remark:
    entry.only("id", "article", "zh", "en", "provenance")
    entry.need("article")
    return read_remark(entry.need("id").text, entry)


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
    automatic, name = entry.get("automatic"), entry.need("id")
    if automatic is not None and automatic.flag and name.text not in AUTOMATIC:
        raise name.error(
            f"系统不会核对“{name.text}”；能核对的：{'、'.join(AUTOMATIC)}",
            f"the register can't check “{name.text}”; it checks: {', '.join(AUTOMATIC)}",
        )
    return Requirement(
        id=name.text,
        article=entry.need("article").text,
        text={"zh": entry.need("zh").text, "en": entry.need("en").text},
        automatic=automatic is not None and automatic.flag,
    )
