"""What kinds of alarms there are and how each behaves: share, season, hours, places, urgency, result.

Codes and names are those of the standard taxonomy. Only properties of categories belong here; how many alarms
they make where is in `alarm_volumes`.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class AlarmGroup:
    """First-level category.

    Attributes:
        amplitude, peak_month: yearly season (mean 1).
        weekend, festival: factors on Saturdays and Sundays, and in the week of Spring Festival.
        hours: relative weights of the 24 hours.
        is_hot_prone: whether hot spots have more of it.
        results: how alarms of the group end, with weights.
    """

    code: str
    name: str
    amplitude: float
    peak_month: float
    weekend: float
    festival: float
    hours: tuple[float, ...]
    is_hot_prone: bool
    results: dict[str, float]


@dataclass(frozen=True)
class AlarmCategory:
    """Second-level category: per mille of all valid alarms, usual priority (1 first), weights of places."""

    code: str
    name: str
    per_mille: float
    priority: int
    places: dict[str, float]


_EVENING = (5, 4, 3, 2, 1.5, 1, 1, 2, 3, 4, 4, 4, 4, 4, 4, 5, 5, 6, 7, 8, 9, 9, 8, 6)
_NIGHT = (10, 9, 7, 5, 3, 2, 1, 1, 1, 2, 2, 2, 3, 2, 2, 2, 2, 3, 4, 6, 8, 10, 12, 12)
_RUSH_HOURS = (1, 0.8, 0.6, 0.5, 0.6, 1.2, 3, 8, 9, 6, 5, 5, 5, 5, 5, 5.5, 6, 8.5, 9, 6, 4, 3, 2.5, 1.8)
_DAYTIME = (1.5, 1, 0.8, 0.7, 0.8, 1.2, 2.5, 4, 6, 7, 7, 6, 5, 5.5, 6.5, 6.5, 6, 5.5, 5, 5, 4.5, 4, 3, 2)

GROUPS = {
    group.code: group
    for group in (
        AlarmGroup("10", "刑事类", 0.08, 11, 0.95, 0.65, _DAYTIME, True, {"立案侦查": 8, "移交": 1, "查无实据": 1}),
        AlarmGroup("20", "治安类", 0.15, 7, 1.15, 0.75, _NIGHT, True, {"现场处置": 5, "受理调查": 4, "调解": 1}),
        AlarmGroup(
            "30",
            "交通类",
            0.06,
            10,
            0.90,
            0.70,
            _RUSH_HOURS,
            False,
            {"现场处置": 6, "快速理赔": 3, "受理调查": 1},
        ),
        AlarmGroup("40", "火灾类", 0.30, 1, 1.00, 2.20, _EVENING, False, {"现场处置": 7, "移交": 3}),
        AlarmGroup("50", "纠纷类", 0.12, 7, 1.10, 1.05, _EVENING, True, {"调解": 8, "移交": 1, "现场处置": 1}),
        AlarmGroup("60", "群众求助", 0.06, 7, 1.05, 1.10, _DAYTIME, False, {"现场处置": 8, "移交": 2}),
        AlarmGroup("70", "举报投诉", 0.05, 5, 0.80, 0.60, _DAYTIME, False, {"受理调查": 5, "移交": 5}),
        AlarmGroup("80", "灾害事故", 0.60, 7, 1.00, 0.80, _DAYTIME, False, {"现场处置": 5, "移交": 5}),
        AlarmGroup("90", "其他", 0.04, 8, 1.00, 0.85, _DAYTIME, False, {"现场处置": 7, "电话处置": 2, "移交": 1}),
    )
}

_STREET = {"街面": 6.0, "商业": 2.0, "居民小区": 1.0, "校园周边": 0.5, "交通场站": 0.5}
_HOME = {"居民小区": 7.0, "城中村": 2.5, "其他": 0.5}
_NETWORK = {"网络": 1.0}
_MIXED = {
    "居民小区": 4.0,
    "街面": 2.5,
    "商业": 1.5,
    "城中村": 1.0,
    "工地厂区": 0.4,
    "医院": 0.2,
    "景区": 0.2,
    "不详": 0.2,
}
_ROAD = {"街面": 9.0, "交通场站": 0.6, "校园周边": 0.4}
_WORK = {"商业": 4.0, "工地厂区": 4.0, "居民小区": 1.5, "医院": 0.5}

CATEGORIES = (
    AlarmCategory("1001", "杀人", 0.02, 1, _HOME),
    AlarmCategory("1002", "伤害", 0.9, 1, _STREET),
    AlarmCategory("1003", "抢劫抢夺", 0.3, 1, _STREET),
    AlarmCategory("1004", "入室盗窃", 2.2, 2, _HOME),
    AlarmCategory("1005", "盗窃机动车/电动车", 5.0, 3, {**_HOME, "街面": 5.0}),
    AlarmCategory("1006", "盗窃车内财物", 1.4, 3, _ROAD),
    AlarmCategory("1007", "扒窃", 1.2, 2, {"交通场站": 3.0, "商业": 4.0, "街面": 3.0}),
    AlarmCategory("1008", "其他盗窃", 3.6, 3, _MIXED),
    AlarmCategory("1009", "电信网络诈骗", 9.5, 2, _NETWORK),
    AlarmCategory("1010", "其他诈骗", 2.6, 3, _MIXED),
    AlarmCategory("1011", "敲诈勒索", 0.7, 2, {**_NETWORK, "商业": 1.0}),
    AlarmCategory("1012", "强奸猥亵", 0.3, 1, _HOME),
    AlarmCategory("1013", "涉毒", 0.5, 2, {"商业": 5.0, "居民小区": 4.0}),
    AlarmCategory("1014", "放火爆炸投放危险物质", 0.08, 1, _MIXED),
    AlarmCategory("1019", "其他刑事", 1.7, 2, _MIXED),
    AlarmCategory("2001", "殴打/打架斗殴", 17.0, 1, _STREET),
    AlarmCategory("2002", "治安盗窃", 14.0, 3, _MIXED),
    AlarmCategory("2003", "寻衅滋事", 6.0, 1, _STREET),
    AlarmCategory("2004", "赌博", 4.0, 3, {"商业": 4.0, "居民小区": 4.0, "城中村": 2.0}),
    AlarmCategory("2005", "涉黄", 2.0, 3, {"商业": 7.0, "城中村": 3.0}),
    AlarmCategory("2006", "噪声扰民", 22.0, 3, _HOME),
    AlarmCategory("2009", "其他治安", 10.0, 3, _MIXED),
    AlarmCategory("3001", "死亡事故", 0.4, 1, _ROAD),
    AlarmCategory("3002", "伤人事故", 32.0, 1, _ROAD),
    AlarmCategory("3003", "财损事故", 105.0, 2, _ROAD),
    AlarmCategory("3004", "交通拥堵/违停", 60.0, 3, _ROAD),
    AlarmCategory("3005", "飙车炸街", 5.0, 2, _ROAD),
    AlarmCategory("4001", "亡人火灾", 0.03, 1, _HOME),
    AlarmCategory("4002", "一般火灾", 6.0, 1, _MIXED),
    AlarmCategory("5001", "家庭邻里", 56.0, 2, _HOME),
    AlarmCategory("5002", "经济劳资消费", 44.0, 2, _WORK),
    AlarmCategory("6001", "危难求助", 45.0, 1, _MIXED),
    AlarmCategory("6002", "非警务求助", 72.0, 4, _MIXED),
    AlarmCategory("7001", "举报投诉", 8.0, 4, _MIXED),
    AlarmCategory("8001", "灾害事故", 1.0, 1, _MIXED),
    AlarmCategory("9001", "其他有效", 490.0, 3, _MIXED),
)
INVALID = AlarmCategory("9002", "无效/重复", 0.0, 4, {"不详": 1.0})

# Categories of which a share is settled without sending anybody, and that share.
SETTLED_BY_PHONE = {"6002": 0.5, "7001": 0.4, "9001": 0.2}

CHANNELS = {
    "110电话": 72.0,
    "122电话": 9.0,
    "119联动": 1.0,
    "短信报警": 2.0,
    "网络报警": 6.0,
    "到所报警": 8.0,
    "技防报警": 2.0,
}
PRIORITIES = ("一级", "二级", "三级", "四级")


def group_of(category: AlarmCategory) -> AlarmGroup:
    return GROUPS[category.code[:2]]
