"""A value of a rulebook with the file and line where it stands, so that errors can point at it."""

from dataclasses import dataclass
from datetime import date

from creditsvc.law.places import Place, RulebookError

__all__ = ["MARKS", "Place", "RulebookError", "Text"]
MARKS = ("seen", "known high", "known med", "known low", "design")  # how well a source is known


@dataclass(frozen=True, slots=True)
class Text:
    """One value of the rulebook and its place; accessors refuse what is not of the wanted shape."""

    value: object
    place: Place
    name: str = ""

    def error(self, zh: str, en: str) -> RulebookError:
        """The refusal that points at this value."""
        return self.place.error(zh, en)

    def _wanted(self, zh: str, en: str) -> RulebookError:
        what = self.name or "value"
        return self.error(f"“{what}”应为{zh}", f"“{what}” must be {en}")

    @property
    def fields(self) -> dict[str, "Text"]:
        """The mapping's entries by key."""
        if not isinstance(self.value, dict):
            raise self._wanted("键值对", "a mapping of keys to values")
        return self.value

    @property
    def items(self) -> list["Text"]:
        """The sequence's members."""
        if not isinstance(self.value, list):
            raise self._wanted("列表（以“- ”开头）", "a list (lines that begin with “- ”)")
        return self.value

    def only(self, *allowed: str) -> "Text":
        """Itself, if no key but the *allowed* ones is used."""
        for key, entry in self.fields.items():
            if key not in allowed:
                words = "、".join(allowed), ", ".join(allowed)
                raise entry.error(
                    f"不认识的词“{key}”；此处可用：{words[0]}",
                    f"unknown word “{key}”; use one of: {words[1]}",
                )
        return self

    def get(self, key: str) -> "Text | None":
        """The entry under *key*, or None."""
        return self.fields.get(key)

    def need(self, key: str) -> "Text":
        """The entry under *key*; its absence is an error."""
        entry = self.fields.get(key)
        if entry is None:
            raise self.error(f"缺少“{key}”，请补上", f"“{key}” is missing: add it")
        return entry

    @property
    def text(self) -> str:
        """A text that is not blank."""
        if not isinstance(self.value, str) or not self.value.strip():
            raise self._wanted("非空文字", "a text that is not blank")
        return self.value

    def one_of(self, allowed: tuple[str, ...]) -> str:
        """A word out of *allowed*."""
        if self.text not in allowed:
            words = "、".join(allowed), ", ".join(allowed)
            raise self.error(
                f"“{self.name}”应为：{words[0]}；而不是“{self.text}”",
                f"“{self.name}” is one of: {words[1]}; not “{self.text}”",
            )
        return self.text

    @property
    def number(self) -> int:
        """A whole number."""
        if not isinstance(self.value, int) or isinstance(self.value, bool):
            raise self._wanted("整数", "a whole number")
        return self.value

    @property
    def positive(self) -> int:
        """A whole number above zero."""
        if self.number < 1:
            raise self._wanted("大于零的整数", "a whole number above zero")
        return self.number

    @property
    def natural(self) -> int:
        """A whole number, not below zero."""
        if self.number < 0:
            raise self._wanted("不小于零的整数", "a whole number, not below zero")
        return self.number

    @property
    def flag(self) -> bool:
        """true or false."""
        if not isinstance(self.value, bool):
            raise self._wanted("true 或 false", "true or false")
        return self.value

    @property
    def day(self) -> date:
        """A day of the calendar, YYYY-MM-DD."""
        if not isinstance(self.value, date):
            raise self._wanted("真实存在的日期（如 2023-10-01）", "a real day, like 2023-10-01")
        return self.value

    @property
    def bilingual(self) -> dict[str, str]:
        """A text in Chinese and English."""
        self.only("zh", "en")
        return {"zh": self.need("zh").text, "en": self.need("en").text}

    @property
    def texts(self) -> tuple[str, ...]:
        """One text, or a list of at least one, each of them once."""
        if isinstance(self.value, str):
            return (self.text,)
        found: list[str] = []
        for each in self.items:
            if each.text in found:
                raise each.error(
                    f"“{each.text}”写了两次，请删去一处", f"“{each.text}” stands twice: remove one"
                )
            found.append(each.text)
        if not found:
            raise self._wanted("至少有一项的列表", "a list of at least one")
        return tuple(found)

    def plain(self) -> object:
        """The value without places, for digests."""
        if isinstance(self.value, dict):
            return {key: entry.plain() for key, entry in self.value.items()}
        if isinstance(self.value, list):
            return [entry.plain() for entry in self.value]
        return self.value
