"""The furniture of a web page around a document: what to leave out, and what of it tells number, date and issuer."""

import re
from typing import Final

_LABELS: Final = (
    "发文字号|公文文号|文件编号|文号|发文机关|发文单位|发文机构|制发机关|发布机构|发布机关|发布单位|公开主体|公开机构|"
    "成文日期|成文时间|发文日期|发文时间|印发日期|发布日期|发布时间|公开日期|公开时间|生成日期|"
    "名称|标题|信息名称|文件名称|公文名称|公文标题"
)
_OTHER_LABELS: Final = (
    "索引号|索取号|信息索引号|主题分类|主题词|体裁分类|组配分类|公文种类|文种|有效性|公文时效|文件状态|内容概述|关键词|"
    "规范性文件登记号|规范性文件统一编号|统一编号|登记号|统一登记号|生效日期|实施日期|废止日期|失效日期|公开方式|公开形式|"
    "公开范围|公开程序|公开时限|公开目录|信息分类|服务对象|分类|主题|责任部门|审核人"
)
_SPACED = re.compile(r"[\s\u3000•·●■▪\[\]【】]+")
_DOCUMENT_LABEL = re.compile(rf"(?:{_LABELS})(?:[:：]|(?=[^\s:：]{{2}}))")
_ANY_LABEL = re.compile(rf"(?:{_LABELS}|{_OTHER_LABELS})[:：]?")
_OTHER_LABEL_LINE = re.compile(
    rf"(?:{_OTHER_LABELS})[:：].{{0,60}}|(?:索引号|索取号|主题分类|有效性|公文时效|规范性文件登记号).{{0,40}}"
)

_FURNITURE = re.compile(
    r"""(?:
      字[体号](?:大小)?[:：]?.{0,20} | [Aa][+-] | (?:大中小|放大|缩小|默认|打印|关闭|收藏|分享|复制链接|返回)+
    | (?:打印|关闭|收藏|下载|返回)(?:本页|窗口|正文|文字版|图片版|顶部|首页|列表)?(?:打印|关闭|收藏|本页|窗口|页面)*
    | 我要(?:打印|纠错|收藏|分享)+ | 分享(?:到|至)?[:：]?.{0,40} | .{0,12}扫一扫.{0,30} | 扫描?二维码.{0,20}
    | 来源[:：].{0,60} | (?:浏览|阅读|点击|访问)(?:次数|量|数|率)[:：]?\d*次? | (?:责任)?编辑[:：].{0,20}
    | [<>《]*(?:上一|下一)[篇条页].{0,80}
    | (?:您|你)?(?:现在|当前)?(?:的|所在)?位置[:：].{0,120} | (?:网站)?首页[>＞/»›].{0,120}
    | 相关(?:链接|文章|阅读|解读|报道|新闻|信息|稿件|文件|推荐|政策)[:：]?
    | (?:copyright|©|版权所有).{0,120} | .{0,40}(?:ICP备|公网安备|网站标识码).{0,80}
    | 无障碍(?:阅读|浏览)? | 长者模式 | 网站地图 | 联系我们 | 关于我们 | 设为首页 | 加入收藏
    | (?:主办|承办)(?:单位)?[:：].{0,40}(?:承办|技术支持|版权|联系电话|邮编).{0,80} | 技术支持[:：].{0,40}
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_RELATED = re.compile(
    r"相关(?:链接|文章|阅读|解读|报道|新闻|信息|稿件|文件|推荐|政策)[:：]?|推荐阅读[:：]?|延伸阅读[:：]?"
)
_NUMBER = re.compile(r"[\u4e00-\u9fff]{2,12}[〔\[（(【]20\d\d[〕\]）)】]第?\d{1,4}号")
_TITLE = re.compile(
    r".{6,120}(?:方案|通知|规划|纲要|意见|计划|办法|分工|决定)(?:》?的通知)?(?:[（(][^）)]{1,40}[）)])?"
)

BOX_NAMES: Final = re.compile(
    r"(?:^|[\s_-])(?:nav(?:bar|igation|i)?|menu|breadcrumbs?|crumbs?|mbx|dqwz|weizhi|location|position|foot(?:er)?|bottom"
    r"|share|bdsharebuttonbox|social-share|print|qrcode|qr|ewm|erweima|saoyisao|related|xgwz|xgyd|xglj|relevant|copyright"
    r"|sidebar|side-bar|pagination|pager|toolbar|login|search(?:box|bar)?|fontsize|font-size|prevnext|prev-next|sxp|shangxia"
    r"|friendlink|links?|yqlj|advert|floatwin|gotop|back-?to-?top|hotnews|recommend)(?:$|[\s_-]|\d)",
    re.IGNORECASE,
)


def _tight(line: str) -> str:
    return _SPACED.sub("", line)


def is_furniture(line: str) -> bool:
    """Whether a whole line is furniture: font size, print, share, scan, position, next article, copyright."""
    if len(line) > 200:
        return False
    tight = _tight(line)
    return bool(_FURNITURE.fullmatch(tight) or _OTHER_LABEL_LINE.fullmatch(tight))


def is_related(line: str) -> bool:
    """Whether a line heads a list of related pages."""
    return len(line) < 20 and bool(_RELATED.fullmatch(_tight(line)))


def tells_document(line: str) -> bool:
    """Whether a line outside the main content states the document's number, date, issuer or title."""
    tight = _tight(line)
    patterns = (_TITLE, _NUMBER)
    return len(tight) < 200 and bool(
        _DOCUMENT_LABEL.match(tight) or any(pattern.fullmatch(tight) for pattern in patterns)
    )


def is_label(text: str) -> bool:
    """Whether a cell or a field is only the label of the one after it."""
    return bool(_ANY_LABEL.fullmatch(_tight(text)))
