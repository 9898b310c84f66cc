"""Ways in which a name is written otherwise, drawn at random from a seed; and names alike that are others.

Each takes the name apart by the service's own reader only to know where region and legal form stand;
what it gives back is a plain text, as somebody would type it.
"""

import random
from collections.abc import Callable, Mapping

from opencc import OpenCC

from creditsvc.enterprises.naming import Parts, Reader, plain
from creditsvc.enterprises.sounds import syllables, table

COMMON = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经三之进着等部度家电力里如水化高自二理起小物现实量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装"
_ORDINARY = range(0x4E00, 0x9FA6)
_traditional = OpenCC("s2t")
Change = Callable[[random.Random, str, Parts], str | None]


def _brackets(draw: random.Random, name: str, parts: Parts) -> str | None:
    """Brackets of another kind, or around the region where there were none."""
    if any(sign in name for sign in "()（）"):
        return name.translate(str.maketrans("()（）", draw.choice(["（）()", "【】【】", "    "])))
    region = parts.regions[0] if parts.regions else ""
    return name.replace(region, f"（{region}）", 1) if region and region in name else None


def _width(draw: random.Random, name: str, parts: Parts) -> str | None:
    """Blanks between, and letters and digits in full width."""
    del parts
    at = draw.randrange(1, len(name)) if len(name) > 1 else 0
    wide = "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in name)
    return f"{wide[:at]} {wide[at:]}　"


def _script(draw: random.Random, name: str, parts: Parts) -> str | None:
    """In traditional characters."""
    del draw, parts
    changed = str(_traditional.convert(name))
    return changed if changed != name else None


def _region_less(draw: random.Random, name: str, parts: Parts) -> str | None:
    """Without the region at its beginning."""
    del draw
    at = parts.plain.find(parts.stem) if parts.regions and len(parts.core) > 2 else 0
    return parts.plain[at:] if at > 0 and not parts.core.startswith(parts.regions[-1]) else None


def _region_more(draw: random.Random, name: str, parts: Parts) -> str | None:
    """With 市 or 县 after the first region where there was none, or without it."""
    del draw
    if not parts.regions:
        return None
    region = parts.regions[0]
    rest = parts.plain[len(region) :]
    if not parts.plain.startswith(region) or len(rest) < 4:
        return None
    return region + rest[1:] if rest[0] in "省市县" else None


def _legal_form(draw: random.Random, name: str, parts: Parts) -> str | None:
    """With another legal form, or with none."""
    if parts.legal_form is None or parts.branch:
        return None
    others = [
        one
        for one in ("有限公司", "有限责任公司", "股份有限公司", "公司", "")
        if one != parts.legal_form.zh
    ]
    changed = parts.plain[: -len(parts.legal_form.zh)] + draw.choice(others)
    return changed if len(changed) > 3 else None


def _wrong(draw: random.Random, name: str, parts: Parts) -> str | None:
    """One sign is another."""
    at = draw.randrange(len(parts.plain))
    return parts.plain[:at] + draw.choice(COMMON) + parts.plain[at + 1 :]


def _missing(draw: random.Random, name: str, parts: Parts) -> str | None:
    """One sign is missing."""
    at = draw.randrange(len(parts.plain))
    return parts.plain[:at] + parts.plain[at + 1 :]


def _extra(draw: random.Random, name: str, parts: Parts) -> str | None:
    """One sign is too many."""
    at = draw.randrange(len(parts.plain))
    return parts.plain[:at] + draw.choice(COMMON) + parts.plain[at:]


def _swapped(draw: random.Random, name: str, parts: Parts) -> str | None:
    """Two signs in a row the other way round."""
    at = draw.randrange(len(parts.plain) - 1) if len(parts.plain) > 1 else 0
    two = parts.plain[at : at + 2]
    return parts.plain[:at] + two[::-1] + parts.plain[at + 2 :]


def _homophone(draw: random.Random, name: str, parts: Parts) -> str | None:
    """One or two signs of the core sound the same and are others."""
    core = list(parts.core)
    for at in draw.sample(range(len(core)), min(2, len(core))):
        alike = _sounding(core[at])
        if alike:
            core[at] = draw.choice(alike)
    changed = parts.plain.replace(parts.core, "".join(core), 1)
    return changed if changed != parts.plain else None


def _sounding(sign: str) -> list[str]:
    heard = syllables(sign)[0]
    return [one for one in _by_sound().get(heard, []) if one != sign]


_SOUNDS: dict[str, list[str]] = {}


def _by_sound() -> dict[str, list[str]]:
    if not _SOUNDS:
        for sign in (one for one in table() if one in _ORDINARY and chr(one) in COMMON):
            _SOUNDS.setdefault(syllables(chr(sign))[0], []).append(chr(sign))
    return _SOUNDS


SAME: Mapping[str, tuple[str, str, Change]] = {
    "brackets": ("括号", "brackets", _brackets),
    "width": ("全半角、空格", "width and blanks", _width),
    "script": ("繁体", "traditional characters", _script),
    "region_less": ("省略行政区划", "region left out", _region_less),
    "region_ending": ("省略省、市、县字", "ending of the region left out", _region_more),
    "legal_form": ("组织形式不同或省略", "legal form other or left out", _legal_form),
    "wrong_sign": ("错一字", "one wrong sign", _wrong),
    "missing_sign": ("漏一字", "one sign missing", _missing),
    "extra_sign": ("多一字", "one sign too many", _extra),
    "swapped": ("相邻两字颠倒", "two signs swapped", _swapped),
    "homophone": ("同音字", "homophones", _homophone),
}


def _branch(draw: random.Random, name: str, parts: Parts) -> str | None:
    if parts.legal_form is None or parts.branch:
        return None
    return f"{name}{draw.choice(['城东', '第一', '新区'])}分公司"


def _elsewhere(draw: random.Random, name: str, parts: Parts) -> str | None:
    others = [one for one in ("吉林", "海口", "拉萨", "银川") if one not in parts.plain]
    return draw.choice(others) + parts.core + (parts.legal_form.zh if parts.legal_form else "")


def _other_trade(draw: random.Random, name: str, parts: Parts) -> str | None:
    if len(parts.trade_name) < 2 or not parts.trade or not parts.regions:
        return None
    trade = draw.choice([one for one in ("眼镜", "茶叶", "出版传媒") if one != parts.trade])
    return parts.regions[0] + parts.trade_name + trade + "有限公司"


OTHERS: Mapping[str, tuple[str, str, Change]] = {
    "branch": ("分公司（另一企业）", "a branch (another enterprise)", _branch),
    "elsewhere": ("异地同名（另一企业）", "same name elsewhere (another)", _elsewhere),
    "other_trade": (
        "同字号异行业（另一企业）",
        "same trade name, other trade (another)",
        _other_trade,
    ),
}


def variant(reader: Reader, change: Change, seed: object, name: str) -> str | None:
    """*name* changed; None where that cannot be done to it, or leaves it the same text."""
    draw = random.Random(f"{seed}/{name}")
    changed = change(draw, name, reader.read(plain(name)))
    return changed if changed and changed != name and plain(changed) else None
