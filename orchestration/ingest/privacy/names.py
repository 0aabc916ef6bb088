"""Rules on headers: what a column's name says it holds, in Chinese, pinyin initials and English.

Names alone decide here; what the cells hold belongs in `cells` and `columns`.
"""

import re
import unicodedata

from orchestration.ingest.privacy.kinds import Kind

# A type, a code or a number of persons is nothing about one of them: 报警人类型, 报警人数, CALLERTYPE.
_CLASS_ZH = re.compile(
    r"(?:类型|类别|分类|种类|(?<!地址)(?:代码|编码)|级别|等级|(?<!联系)方式|状态|标志|来源|渠道|[人次户总]数|数量?|比例|[比频]?率)$"
)
_CLASS_EN = re.compile(
    r".*type|.*code|.*count|types|categor(?:y|ies)|class|codes|counts|calls|flag|status|totals?|rate|kind|mode|method|"
    r"source|channel|group|level"
)
_ROLES_ZH = (
    "报警|报案|当事|受害|被害|嫌疑|联系|举报|投诉|信访|上访|上报|处置|处理|处警|接警|出警|经办|审核|申请|反映|来电|报告|"
    "监护|代表|驾驶|责任|被告|原告|被拘留|被调查|求助|诉求"
)
_ZH: tuple[tuple[Kind, str], ...] = (
    (Kind.BIRTH, r"出生|生日"),
    (Kind.PHONE, r"电话|手机(?!串号|品牌|型号)|联系方式|传真|微信号|QQ号"),
    (Kind.IDENTITY_NUMBER, r"身份证|证件号|公民身份|护照|居住证号|驾驶证号|社保卡?号|户口(?:本|簿)"),
    (Kind.PLATE, r"车牌|号牌|车架号|发动机号"),
    (Kind.EMAIL, r"邮箱|邮件地址"),
    (Kind.DEVICE, r"手机串号|设备识别码|终端标识"),
    (
        Kind.ADDRESS,
        r"地址|住址|住所|门牌|户籍地|籍贯|居住地|楼栋号|房号|(?:案发|事发|发案|发生|事件|现场)(?:地点|位置)",
    ),
    (Kind.COORDINATES, r"经度|纬度|经纬|坐标"),
    (
        Kind.PERSON,
        rf"姓名|(?:{_ROLES_ZH})(?:人|者)(?!口|次|数)|[户业事失车]主(?!体|要)|(?:死|伤|患)者|民警|辅警|警员|"
        r"(?:接警|网格|采集|操作|值班)员",
    ),
    (
        Kind.FREE_TEXT,
        r"简要|案情|警情内容|报警内容|内容$|描述|备注|摘要|经过|说明$|事由|详情|(?:处警|处置|反馈|处理|核查)情况|诉求$",
    ),
)
# Initials of the Chinese names, as headers of police systems have them.
_PINYIN: dict[str, Kind] = (
    dict.fromkeys(("xm", "bjr", "bjrxm", "dsr", "dsrxm", "lxr", "lxrxm", "xyr", "xyrxm", "shr", "shrxm"), Kind.PERSON)
    | dict.fromkeys(("lxdh", "bjdh", "bjrdh", "sjh", "sjhm", "dhhm", "lxfs", "zjhm_dh"), Kind.PHONE)
    | dict.fromkeys(("sfzh", "sfzhm", "gmsfhm", "zjhm", "sfz", "zjh"), Kind.IDENTITY_NUMBER)
    | dict.fromkeys(("cph", "cphm", "hphm"), Kind.PLATE)
    | dict.fromkeys(("xxdz", "hjdz", "xzz", "jzdz", "fadz", "afdz", "sfdz", "dzmc"), Kind.ADDRESS)
    | dict.fromkeys(("csrq", "csny"), Kind.BIRTH)
    | dict.fromkeys(("jyaq", "jyjq", "bjnr", "jqnr", "bz"), Kind.FREE_TEXT)
)
# Words of a header, in order; each alternative is a run of words that stand side by side.
_EN: tuple[tuple[Kind, str], ...] = (
    (Kind.BIRTH, r"birth|birthdate|birthday|birthdates|dob|date of birth"),
    (Kind.EMAIL, r"email|emails|e mail|mail"),
    (Kind.DEVICE, r"imei|imsi|mac|mac address|idfa|device id|device identifier|serial number"),
    (
        Kind.PHONE,
        r"phone|phones|telephone|mobile|tel|fax|cellphone|cell (?:phone|no|number)|msisdn|phoneno|phonenumber|"
        r"contact (?:no|number)",
    ),
    (
        Kind.IDENTITY_NUMBER,
        r"passport|ssn|nric|social security|national id|id card|idcard|id no|identity (?:no|number|card)|citizen id|"
        r"person id|driver s? ?licen[cs]e|licen[cs]e (?:no|number)",
    ),
    (Kind.PLATE, r"plate|plates|licenseplate|numberplate|vin|vrm|vehicle registration"),
    (
        Kind.COORDINATES,
        r"lat|latitude|lon|lng|long|longitude|[xy] ?coord|coordinates?|coords?|geometry|geom|wkt|sr[xy]",
    ),
    (
        Kind.ADDRESS,
        r"address|addresses|addr|street|house (?:no|number)|housenumber|apartment|apt|location|intersection",
    ),
    (
        Kind.PERSON,
        r"caller|victim|suspect|complainant|offender|arrestee|witness|informant|petitioner|claimant|defendant|"
        r"perpetrator|deceased|driver|surname|forename|firstname|lastname|fullname|nickname|"
        r"(?:first|last|middle|given|family|full|maiden|contact|user|customer|officer|staff|person|citizen|employee|"
        r"operator|resident|owner|applicant|reporter|handler|patient|guardian|dispatcher) names?",
    ),
    (
        Kind.FREE_TEXT,
        r"descriptions?|comments?|remarks?|notes?|narrative|details?|summary|explanation|memo|free ?text|synopsis",
    ),
)
_EN_COMPILED = tuple((kind, re.compile(rf"(?:^| )(?:{words})(?: |$)")) for kind, words in _EN)
_ZH_COMPILED = tuple((kind, re.compile(words, re.IGNORECASE)) for kind, words in _ZH)
_WORD = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")
# Headers in one case run words together (PROBADDRESS, CALLERPHONE); these are part of no other word.
_WITHIN: dict[str, Kind] = {
    "address": Kind.ADDRESS,
    "telephone": Kind.PHONE,
    "phone": Kind.PHONE,
    "passport": Kind.IDENTITY_NUMBER,
    "birthdate": Kind.BIRTH,
    "dateofbirth": Kind.BIRTH,
    "surname": Kind.PERSON,
    "caller": Kind.PERSON,
    "victim": Kind.PERSON,
    "suspect": Kind.PERSON,
}


def kind_of_header(header: str) -> Kind | None:
    """What a column of this name holds about persons; None where the name is harmless."""
    text = unicodedata.normalize("NFKC", header).strip()
    return _chinese(text) or _english(text)


def _chinese(text: str) -> Kind | None:
    plain = re.sub(r"[\s()\[\]_/-]", "", text)
    if _CLASS_ZH.search(plain):
        return None
    return next((kind for kind, words in _ZH_COMPILED if words.search(plain)), None)


def _english(text: str) -> Kind | None:
    if kind := _PINYIN.get(text.lower()):
        return kind
    words = [word.lower() for word in _WORD.findall(text)]
    if not words or _CLASS_EN.fullmatch(words[-1]):
        return None
    joined = " ".join(words)
    if joined in {"name", "names"}:
        return Kind.PERSON
    if kind := next((kind for kind, pattern in _EN_COMPILED if pattern.search(joined)), None):
        return kind
    together = "".join(words)
    return next((kind for part, kind in _WITHIN.items() if part in together), None)
