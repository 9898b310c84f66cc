"""Shapes that the schemas of rulebook files share, and the words' meaning in Chinese and English."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from creditsvc.law.reading import MARKS
from creditsvc.law.rulebook import Law

Schema: TypeAlias = dict[str, object]

WORDS = {
    "absent": ("此前若干期间内没有", "none in the time before the day of assessment"),
    "absent_means": ("没有写明即为", "what absence means"),
    "after_days": ("若干日后视为送达", "counts as served so many days later"),
    "after_months": ("满若干个月", "after so many months"),
    "all": ("全部", "all"),
    "any": ("任一", "any"),
    "apply_days_before": ("期满前若干日内申请", "may be applied for so many days before the end"),
    "again": ("骗取修复后恢复公示", "shown again after fraud"),
    "article": ("条文", "article"),
    "at": ("在规则书中的位置", "where it stands"),
    "at_least": ("至少", "at least"),
    "at_most": ("至多", "at most"),
    "authority": ("机关", "authority"),
    "automatic": ("系统自行核对", "checked by the register itself"),
    "ban": ("禁入", "ban"),
    "arises": ("怎样发生", "how it arises"),
    "bars": ("排除情形", "bars"),
    "basis": ("依据", "basis"),
    "before": ("事先已有", "there beforehand"),
    "binds": ("约束机关，还是当事人的期限", "whom it binds"),
    "by": ("按行为日或者处罚日", "by the day of the conduct or of the penalty"),
    "cap": ("上限", "the most it may be"),
    "certificate": ("达标证书", "certificate of standardisation"),
    "channels": ("公布渠道", "channels of publication"),
    "class": ("类别", "class"),
    "classes": ("各类别", "classes"),
    "conditions": ("条件", "conditions"),
    "contents": ("文书须写明", "what its paper must say"),
    "count": ("计数", "a count"),
    "counted_by": ("人数变动的计算期", "days within which changes of casualties count"),
    "counting": ("人数变动的计算期", "days within which changes of casualties count"),
    "counts": ("计数", "counts"),
    "counts_earlier": ("早于文件的事件照常计入", "older events count"),
    "counts_from": ("期限自何时起算", "what a term counts from"),
    "days": ("日", "days"),
    "determines": ("由谁认定", "who determines"),
    "discretion": ("须裁量，只提出建议", "only proposes"),
    "display": ("记录的公示", "display of records"),
    "documents": ("条件以外的材料", "papers besides the conditions"),
    "domain": ("领域：事件类型的第一段", "domain: the first word of a kind"),
    "doubts": ("交由人判断的理由", "why people must decide"),
    "earliest": ("最短公示月数", "months to the earliest repair"),
    "early": ("提前移出", "early removal"),
    "editions": ("版次", "editions"),
    "effect": ("如何补充", "what it does to the one below"),
    "en": ("英文", "English"),
    "ends": ("如何结束", "how it ends"),
    "ends_by_record": ("记录中有即失去", "a breach on the record ends the honour"),
    "entries": ("项目", "entries"),
    "entry": ("基础清单的项目", "entries of the basic list"),
    "event": ("有这样的事件", "there is such an event"),
    "except": ("除外的事件类型", "kinds excepted"),
    "exceptions": ("不计入的情形", "what is not counted"),
    "executor": ("由谁执行", "who takes it"),
    "executors": ("执行机关", "executors"),
    "exits": ("名单如何结束", "how listings end"),
    "fact": ("事实", "fact"),
    "facts": ("事实", "facts"),
    "field": ("领域", "area"),
    "fields": ("项目或者领域", "items that may be public; areas"),
    "figures": ("数字事实", "figures"),
    "floors": ("各等级的门槛，由低到高", "floors of the grades, lowest first"),
    "follows_penalty": ("行为可在处罚之后", "the conduct may come after the penalty"),
    "for": ("此前期间", "the time before"),
    "formerly": ("原名", "its former name"),
    "from": ("自", "from"),
    "from_conduct": ("自行为日起即为记录", "a record from the day of the conduct"),
    "general": ("一般", "general"),
    "graded_by": ("等级表", "table of grades"),
    "grades": ("等级表", "tables of grades"),
    "grants": ("守信名单如何授予", "how honours are granted"),
    "grave": ("情节严重的", "in a grave case"),
    "id": ("编号", "id"),
    "in_force": ("施行期，首尾两日计入", "days in force, both included"),
    "includes": ("包含其一", "includes one of"),
    "instrument": ("文件", "instrument"),
    "issuer": ("制定机关", "issuer"),
    "kind": ("事件类型", "kind of event"),
    "kinds": ("事件类型", "kinds of events"),
    "latest": ("只看最近一天的", "only the newest day's"),
    "least": ("至少须经过", "so much time must pass"),
    "level": ("级别的事实", "the fact of the level"),
    "levels": ("按达标级别；审核的层级", "by level of standardisation; levels of review"),
    "life": ("终身", "for life"),
    "limits": ("须另查的期限", "limits to be looked at"),
    "lines": ("各条监管规定", "lines on supervision"),
    "list": ("名单", "list"),
    "lists": ("名单", "lists"),
    "longest": ("最长公示月数", "months to the end"),
    "lost_by": ("何种情形提前失去", "what would end an honour early"),
    "maps": ("对应的方案", "the scheme it maps"),
    "measures": ("措施", "measures"),
    "minor": ("轻微", "minor"),
    "mixed": ("轻重不一", "not all one way"),
    "months": ("月", "months"),
    "must": ("何时必经", "when it is due"),
    "needs": ("须有的凭证", "papers it needs"),
    "needs_act": (
        "要求另有法律、行政法规的条文",
        "the article that asks for a law or an administrative regulation",
    ),
    "no_transition": ("没有过渡条款", "no transition clause"),
    "not": ("不是", "not"),
    "not_before": ("不早于查询日", "not before the day of assessment"),
    "note": ("说明", "note"),
    "number": ("文号", "number"),
    "of": ("对应的等级", "the tiers it stands for"),
    "off": ("停用及其理由", "switched off, and why"),
    "one_of": ("其一", "one of"),
    "only": ("仅限于", "nothing but"),
    "ordered": ("取值由低到高", "values in order, lowest first"),
    "otherwise": ("其余", "all others"),
    "overlays": ("所补充的文件", "the instrument below"),
    "own_facts": ("自有的事实", "facts of its own"),
    "paper": ("由人核对的材料", "the paper that people judge"),
    "penalty_like": ("名单是否比照处罚", "whether a listing is like a penalty"),
    "per": ("周期", "period"),
    "percent": ("百分之", "per cent"),
    "persons": ("连同列入的人员", "persons listed with the unit"),
    "periods": ("期间", "periods"),
    "polarity": ("不利或者有利", "adverse or favourable"),
    "principle": ("比较的原则", "the principle of comparing"),
    "provenance": ("来源和把握", "how well it is known"),
    "public": ("是否公开", "whether public"),
    "rank": ("效力位阶", "rank"),
    "records": ("记录类别", "classes of records"),
    "referral": ("移送", "referral"),
    "region": ("行政区划代码的前两位、四位或六位", "first digits of region codes"),
    "regions": ("行政区划", "regions"),
    "repealed": ("较轻的规则已废止", "the milder rule is repealed"),
    "renewal": ("期满前若干月起可再申请", "a new grant may be applied for before the end"),
    "repeat_months": ("再次列入的月数", "months of a second listing"),
    "requires": ("对处罚的要求", "what is asked of the penalty"),
    "restoration": ("骗取移出后恢复列入", "listed anew after fraud"),
    "returns": ("何种情形再次列入", "what would bring it back"),
    "rules": ("规则", "rules"),
    "says": ("规定什么", "what it says"),
    "scheme": ("等级方案", "tier scheme"),
    "sectors": ("行业", "sectors"),
    "settled": ("无须选择的情形", "where there is nothing to choose"),
    "severe": ("严重", "severe"),
    "shield": ("重整期间的屏蔽", "out of sight during a reorganisation"),
    "shorter": ("较短的日数", "fewer days"),
    "shown": ("各类别的公示期", "how long each class is shown"),
    "source": ("出处", "source"),
    "steps": ("步骤", "steps"),
    "subject": ("及于谁", "about whom"),
    "subjects": ("对象", "subjects"),
    "sum": ("合计", "a sum"),
    "term": ("期限", "term"),
    "terms": ("期限", "terms"),
    "text": ("文本的编号", "id of a text"),
    "texts": ("文本", "texts"),
    "then": ("后果", "what follows"),
    "tiers": ("等级，最好的在前", "tiers, best first"),
    "title": ("名称", "title"),
    "titles": ("类别名称", "titles of the classes"),
    "to": ("至", "to"),
    "type": ("类型", "type"),
    "unlisted": ("不在不利名单之列", "on no adverse list"),
    "valid_until": ("有效期止的事实", "the fact of the last valid day"),
    "values": ("取值", "values"),
    "verb": ("可以或者应当", "may or shall"),
    "weight": ("轻重，只用于不利名单", "how heavy, adverse lists only"),
    "when": ("条件", "condition"),
    "where": ("事实须符合", "what its facts must be"),
    "who": ("对象", "who"),
    "within": ("窗口", "window"),
    "working_days": ("工作日", "working days"),
    "years": ("年", "years"),
    "zh": ("中文", "Chinese"),
}

TEXT: Schema = {"type": "string", "pattern": "\\S"}
POSITIVE: Schema = {"type": "integer", "minimum": 1}
NATURAL: Schema = {"type": "integer", "minimum": 0}
FLAG: Schema = {"type": "boolean"}
DAY: Schema = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
REGION: Schema = {"type": "string", "pattern": "^[0-9]{2}([0-9]{2}){0,2}$"}


def mapping(need: Iterable[str], props: Mapping[str, Schema]) -> Schema:
    """A mapping with these keys and no other, each with its meaning."""
    properties = {
        name: {"title": " / ".join(WORDS[name]), **schema} for name, schema in props.items()
    }
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(need),
        "properties": properties,
    }


def by_name(value: Schema, names: Iterable[str] | None = None) -> Schema:
    """A mapping of names to values of one shape."""
    schema: Schema = {"type": "object", "additionalProperties": value}
    return schema if names is None else {**schema, "propertyNames": one_of(names)}


def listed(value: Schema, *, least: int = 0) -> Schema:
    """A list of values of one shape."""
    return {"type": "array", "items": value, "minItems": least}


def one_of(words: Iterable[str | None]) -> Schema:
    """One of the *words*."""
    return {"enum": list(words)}


def texts(value: Schema) -> Schema:
    """One of them, or a list of at least one, each once."""
    return {"anyOf": [value, {**listed(value, least=1), "uniqueItems": True}]}


def either(schema: Schema, *words: str) -> Schema:
    """*schema* with exactly one of the *words*."""
    return {**schema, "oneOf": [{"required": [word]} for word in words]}


BILINGUAL = mapping(("zh", "en"), {"zh": TEXT, "en": TEXT})
TITLED: dict[str, Schema] = {"zh": TEXT, "en": TEXT}
SPAN = mapping(("from",), {"from": DAY, "to": DAY})
MARK = one_of(MARKS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What one rulebook calls its things, as schemas speak of them."""

    kinds: tuple[str, ...]
    facts: tuple[str, ...]
    lists: tuple[str, ...]
    sectors: tuple[str, ...]
    groups: tuple[str, ...]
    schemes: tuple[str, ...]

    @classmethod
    def of(cls, law: Law) -> "Names":
        """The names of *law*."""
        kinds = law.kinds
        return cls(
            kinds=tuple(kinds.kinds),
            facts=tuple(sorted({name for kind in kinds.kinds.values() for name in kind.facts})),
            lists=tuple(law.lists),
            sectors=tuple(kinds.sectors),
            groups=tuple(sorted(kinds.groups)),
            schemes=tuple(law.schemes),
        )

    @property
    def kind(self) -> Schema:
        """A kind of event, or all whose names begin so (`ws.*`)."""
        return {"anyOf": [one_of(self.kinds), {"type": "string", "pattern": "\\*$"}]}

    @property
    def where(self) -> Schema:
        """What facts must be, by name."""
        return by_name({"$ref": "#/$defs/asked"}, self.facts)
