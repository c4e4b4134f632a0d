"""Hiding personal names and phone numbers in what the public reads, and saying what a person should look at again.

Masking follows the language: a name is hidden where a post or a duty introduces it (联系人：王小明), never by looking
alike, so that places (张家口, 王府井) and units (成员单位：县科协) stay.
"""

import re
from dataclasses import dataclass

_IDENTITY = re.compile(r"(?<![\dXx])([1-9]\d{5})(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])\d{2}(\d{3}[\dXx])(?![\dXx])")
_MOBILE = re.compile(r"(?<!\d)(?:(?:\+|00)86[- ]?)?(1[3-9]\d)[- ]?\d{4}[- ]?(\d{4})(?!\d)")
_LANDLINE = re.compile(r"(?<![\dA-Za-z-])([(（]?0[1-9]\d{1,2}[)）]?[-－— ]?)\d{3,4}[- ]?(\d{4})(?!\d)(?![年条号人元])")
_LOCAL = re.compile(
    r"((?:电\s*话|手\s*机|联系方式|座\s*机|热\s*线|传\s*真|值班室|电话号码)(?:号码)?(?:为|是)?\s*+[:：]?\s*+)\d{3,4}[- ]?(\d{4})(?!\d)"
)
_EMAIL = re.compile(r"([A-Za-z0-9])[A-Za-z0-9._%+-]{0,64}@([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)")
_WECHAT = re.compile(r"((?:微\s*信|QQ)(?:号码|号)?\s*[:：]\s*)[A-Za-z0-9_-]{5,20}")

_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
    "鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝"
    "董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫经房裘缪干解应宗丁宣邓郁单杭洪包诸左石崔吉钮龚"
    "程嵇邢滑裴陆荣翁荀羊惠甄曲封储靳段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘厉戎祖武符刘景詹束龙叶幸司韶黎乔苍闻莘党翟"
    "谭贡劳姬申扶堵冉宰雍桑桂牛寿通边扈燕冀浦尚农温别庄晏柴瞿阎连习艾鱼容向古易慎戈廖庾终居衡步都耿满弘匡国文寇广东欧沃利蔚越夔隆师巩聂"
    "晁勾敖融冷辛阚那简饶曾毋沙乜养鞠须丰巢关相查荆红游竺权逯盖益桓公付肖覃代冼闫佟凡原涂仝苟练岳郜麦银楚晋门占佘刀来刑税裕岩白帅尧苑逄邸"
)
_DOUBLE = "欧阳|司马|上官|诸葛|司徒|东方|独孤|南宫|夏侯|皇甫|尉迟|公孙|慕容|令狐|宇文|长孙|端木|轩辕"
_POSTS = (
    "联系人|联络人|联络员|承办人|经办人|填报人|填表人|制表人|审核人|审签人|签发人|召集人|撰稿人|主讲人|主持人|责任人|负责人|负责同志|"
    "第一责任人|组长|副组长|成员|主任|副主任|局长|副局长|县长|副县长|区长|副区长|书记|副书记|部长|主席|副主席|院长|校长|会长|理事长|秘书长|"
    "所长|站长|馆长|队长|讲师|专家|志愿者|姓名|备岗人员|分管领导"
)
_END = r"(?=[，,、；;。.（()）\s　\d/|】\]]|同志|先生|女士|老师|联系|电话|手机|任|$)"
_GIVEN = r"[一-鿿](?:[ 　]?[一-鿿])?"
_NAMED = re.compile(
    rf"((?:{_POSTS})(?:[(（][^)）\n]{{0,12}}[)）])?\s*[:：]\s*)((?:{_DOUBLE})|[{_SURNAMES}])([ 　]{{0,2}}{_GIVEN}){_END}"
)
_NEXT = re.compile(rf"(\*[、，,]\s?)((?:{_DOUBLE})|[{_SURNAMES}])({_GIVEN}){_END}")
_COMRADE = re.compile(
    rf"(?<![一-鿿])((?:{_DOUBLE})|[{_SURNAMES}])({_GIVEN})(?<![员部委长级位名层年体门任记导])(?=同志(?![路街们])|先生|女士)"
)
_UNIT_END = re.compile(r"[县市区镇乡街村局委办会部厅院校馆站所队团社司厂组府科处室中]$")
HIDDEN = re.compile(r"[\dA-Za-z（(]{0,6}[)）]?[-－—]?(?:[一-鿿]{1,2})?\*{1,8}[\dXx]{0,4}(?:@[A-Za-z0-9.-]+)?")


def mask(text: str) -> str:
    """Return `text` with phones, identity numbers, addresses of mail and chat, and introduced names hidden.

    A name keeps its surname, a mobile phone its first three and last four digits. Masking twice changes nothing more.
    """
    text = _IDENTITY.sub(r"\1********\2", text)
    text = _MOBILE.sub(r"\1****\2", text)
    text = _LANDLINE.sub(r"\1****\2", text)
    text = _LOCAL.sub(r"\1****\2", text)
    text = _EMAIL.sub(r"\1***@\2", text)
    text = _WECHAT.sub(r"\1******", text)
    text = _NAMED.sub(_hide, text)
    for _ in range(40):
        text, more = _NEXT.subn(_hide, text)
        if not more:
            break
    return _COMRADE.sub(lambda m: f"{m[1]}{'*' * _letters(m[2])}", text)


def has_identity_number(text: str) -> bool:
    """Answer whether the text holds the number of an identity card."""
    return bool(_IDENTITY.search(text))


def _hide(match: re.Match[str]) -> str:
    """Hide a given name, unless the whole reads as the name of a unit (李庄村, 黄河路街)."""
    if _UNIT_END.search(match[3]):
        return match[0]
    return f"{match[1]}{match[2]}{'*' * _letters(match[3])}"


def _letters(text: str) -> int:
    return len("".join(text.split()))


@dataclass(frozen=True)
class Doubt:
    """A passage that may still be personal: why, and the words with a little around them."""

    why: str
    words: str


_DOUBTS = (
    ("像是电话或证件号码", re.compile(r"(?<![\d.〔“\"])\d{7,}(?![\d.]|[%％万亿元人名个次户家条所])")),
    ("像是人名", re.compile(rf"(?:由|请|聘请|邀请|聘任)((?:{_DOUBLE})|[{_SURNAMES}])[一-鿿]{{1,2}}(?:同志|老师|教授|研究员|院士|担任|主讲)")),
    ("像是住址", re.compile(r"[一-鿿\d]{1,8}(?:小区|花园|家属院)\d{1,3}[号栋幢]|\d{1,3}单元\d{2,4}[室号]")),
    ("像是车牌", re.compile(r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][·•]?[A-Z0-9]{5,6}(?![A-Z0-9])")),
)  # fmt: skip


def doubts(text: str, around: int = 12) -> list[Doubt]:
    """Return what mask() leaves and a person should look at: long numbers, persons named in a sentence, addresses."""
    found = []
    for why, pattern in _DOUBTS:
        for match in pattern.finditer(text):
            words = text[max(match.start() - around, 0) : match.end() + around]
            found.append(Doubt(why, words.replace("\n", " ")))
    return found
