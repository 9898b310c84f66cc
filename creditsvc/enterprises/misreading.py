"""Where a slip moves the seams of a name: a wrong sign in its region, legal form or branch mark.

Pure. Such a name is taken apart elsewhere than the one on record, so the two share no key. Here is
what it would be if it were read past the slip; one of these stems is the stem on record, or but for
the slip itself.
"""

from collections.abc import Iterator

from rapidfuzz.distance import OSA

from creditsvc.enterprises.naming import Parts, Reader

PREFIXES = (1, 2, 3, 4, 5)  # signs of a region that is misspelt
SUFFIXES = (2, 3, 4)  # signs of a branch's mark that is misspelt; the longest has three
ENDINGS = frozenset("省市县区州盟旗")
SWAPPED = 40  # signs at the beginning of a name that are swapped back, two at a time
REGIONS = 20  # signs at the beginning of a name among which its regions stand


def regrouped(parts: Parts) -> str:
    """The stem with the last region moved over the seam: into it, or out where it was kept in it.

    鸡西市中医院 keeps its region for lack of a name, 鸡西市中医医院 has one; empty: no region.
    """
    if not parts.regions:
        return ""
    region = parts.regions[-1]
    return parts.stem.removeprefix(region) if parts.stem.startswith(region) else region + parts.stem


def past_slips(reader: Reader, parts: Parts) -> Iterator[str]:
    """Stems that the name may have if a sign of its region, legal form or branch mark is wrong."""
    for length in PREFIXES:
        yield parts.stem[length:] if parts.regions else reader.read(parts.plain[length:]).stem
    for at in _seams(reader, parts.plain):
        rest = reader.read(parts.plain[at:]).stem
        yield rest
        if (
            parts.regions
        ):  # 道真仡佬族需族自治县物资供应: what was read of the region may be all of it
            yield parts.regions[-1] + rest
    for length in SUFFIXES:
        if len(parts.branch) > length:
            yield parts.stem[:-length]
    for form in _with_form_mended(reader, parts):
        yield reader.read(form).stem
        yield from (reader.read(form[:-mark]).stem for mark in SUFFIXES)
    for at in range(min(SWAPPED, len(parts.plain)) - 1):
        yield reader.read(_swapped(parts.plain, at)).stem


def with_slip_in_region(reader: Reader, parts: Parts) -> Iterator[str]:
    """Stems, each but for the slip, of a name that is its region and a trade: 湘品乡市人民医院."""
    for at in _seams(reader, parts.plain):
        rest = reader.read(parts.plain[at:])
        if parts.plain[at - 1] in ENDINGS and not rest.regions and reader.only_trades(rest.core):
            yield reader.read(parts.plain[: at - 1]).core + rest.stem


def _swapped(whole: str, at: int) -> str:
    return whole[:at] + whole[at + 1] + whole[at] + whole[at + 2 :]


def _seams(reader: Reader, whole: str) -> Iterator[int]:
    """Where a region may begin, or the name proper behind one."""
    for at in range(1, min(REGIONS, len(whole) - 1)):
        if whole[at - 1] in ENDINGS or reader.starts_with_place(whole[at:]):
            yield at


def _with_form_mended(reader: Reader, parts: Parts) -> Iterator[str]:
    """The name with a stretch put right that is a longer legal form than was read, but for one sign."""
    whole, read = parts.plain, parts.legal_form
    length = len(read.zh) if read else 0
    company = length if read and read.company else 0
    # with no company's form read it may stand anywhere: what follows it is then a branch
    anywhere: range | list[int] = range(2, len(whole) + 1)
    ends = anywhere if not company or parts.branch else [len(whole)]
    short = anywhere if not read and reader.mark(whole) else [len(whole)]
    for form in reader.words.legal_forms:
        if form.company and len(form.zh) > company:
            yield from _mended(whole, form.zh, ends)
        elif not form.company and len(form.zh) > length:
            yield from _mended(whole, form.zh, short)


def _mended(whole: str, form: str, ends: range | list[int]) -> Iterator[str]:
    for end in ends:
        for length in (len(form), len(form) - 1, len(form) + 1):
            at = end - length
            if at > 0 and _one_apart(whole[at:end], form):
                yield whole[:at] + form + whole[end:]


def _one_apart(written: str, form: str) -> bool:
    """Whether one sign of *form* is wrong. What has neither end of it right is another word."""
    if written[0] != form[0] and written[-1] != form[-1]:
        return False
    return OSA.distance(written, form, score_cutoff=1) == 1
