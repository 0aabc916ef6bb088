"""What kinds of grid events there are: share, time limit, who handles them.

Codes and names are those of the standard taxonomy. Only properties of categories belong here.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class EventGroup:
    """First-level category.

    Attributes:
        limit_hours: hours from dispatch to the due time.
        unit: the department that handles it.
        kinds: names of its second-level categories, numbered from 01, with their shares of all events in per
        mille.
        amplitude, peak_month: yearly season.
    """

    code: str
    name: str
    limit_hours: int
    unit: str
    kinds: dict[str, float]
    amplitude: float = 0.05
    peak_month: float = 6


GROUPS = (
    EventGroup("01", "矛盾纠纷", 240, "综治中心", {
        "邻里": 16, "婚姻家庭": 6, "劳资": 5, "物业": 9, "征地拆迁": 1.5, "医疗": 0.5, "消费": 4, "其他": 2,
    }),
    EventGroup("02", "治安隐患", 72, "派出所", {
        "门禁照明缺损": 22, "盗窃易发点": 10, "无人看管出租空置": 8, "校园周边乱点": 5,
    }),
    EventGroup("03", "消防隐患", 72, "消防救援站", {
        "通道堵塞": 38, "电动车充电": 40, "用气用电": 12, "器材缺失": 15,
    }, 0.15, 12),
    EventGroup("04", "安全生产", 120, "应急管理办公室", {"工地": 10, "小作坊": 9, "危化": 2, "燃气": 9}),
    EventGroup("05", "市容环境", 24, "城市管理办公室", {
        "暴露垃圾": 130, "乱堆物料": 75, "道路不洁": 65, "非法小广告": 50,
    }),
    EventGroup("06", "街面秩序", 24, "城市管理办公室", {
        "无照游商": 70, "占道": 65, "机动车乱停": 60,
    }, 0.10, 7),
    EventGroup("07", "公共设施", 72, "市政设施管理所", {"井盖": 22, "路灯": 35, "护栏": 18, "绿地": 25}),
    EventGroup("08", "自然灾害与三防点", 48, "应急管理办公室", {
        "边坡": 3, "易涝": 9, "河道": 4, "避难场所": 1,
    }, 0.70, 7),
    EventGroup("09", "公共服务诉求", 120, "社区服务中心", {"政策咨询": 40, "民生救助": 18, "噪声投诉": 42}),
    EventGroup("99", "其他", 120, "街道办事处", {"其他": 26}),
)  # fmt: skip

SOURCES = {"网格员巡查": 78.0, "群众上报": 14.0, "部门转办": 5.0, "视频巡查": 3.0}


@dataclass(frozen=True)
class EventCategory:
    """Second-level category."""

    code: str
    name: str
    per_mille: float
    group: EventGroup


CATEGORIES = tuple(
    EventCategory(f"{group.code}{serial:02d}", name, per_mille, group)
    for group in GROUPS
    for serial, (name, per_mille) in enumerate(group.kinds.items(), 1)
)
