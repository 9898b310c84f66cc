"""What a line on supervision says, in Chinese and English."""

from creditsvc.law.domain import Texts
from creditsvc.law.duties import WEIGHTS, Duty

_PER = {
    "year": ("每年", "a year"),
    "half_year": ("每半年", "every half-year"),
    "quarter": ("每季度", "a quarter"),
    "month": ("每月", "a month"),
}
_DRAW = {
    "lower": ("双随机抽查比例较低", "a lower weight in the random draw"),
    "normal": ("双随机抽查比例正常", "the normal weight in the random draw"),
    "higher": ("双随机抽查比例较高", "a higher weight in the random draw"),
    "highest": ("双随机抽查比例最高", "the highest weight in the random draw"),
}


def duty_text(duty: Duty, figure: int) -> Texts:
    """What *duty* says with *figure*, without a full stop."""
    if duty.says == "draw":
        zh, en = _DRAW[WEIGHTS[figure]]
        return {"zh": zh, "en": en}
    per = _PER[duty.per]
    who = duty.authority or {"zh": "", "en": ""}
    by = f" by {who['en']}" if who["en"] else ""
    texts = {
        "floor": (
            f"{who['zh']}{per[0]}检查不少于{figure}次",
            f"at least {_several(figure, 'inspection')} {per[1]}{by}",
        ),
        "ceiling": (
            f"执法检查{per[0]}不超过{figure}次",
            f"at most {_several(figure, 'enforcement inspection')} {per[1]}",
        ),
        "oversight_ceiling": (
            f"督导检查{per[0]}不超过{figure}次",
            f"at most {_several(figure, 'oversight visit')} {per[1]}",
        ),
        "interview": (
            f"{per[0]}约谈主要负责人不少于{figure}次",
            f"at least {_several(figure, 'interview')} of the principal {per[1]}",
        ),
    }
    zh, en = texts[duty.says]
    return {"zh": zh, "en": en}


def _several(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
