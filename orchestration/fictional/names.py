"""Invented place names: two-character combinations with their romanisation.

Only the making of names belongs here. The words are chosen to sound like a coast, not like any one place.
"""

from collections.abc import Iterator

import numpy as np

_FIRST = (
    "澄Cheng 沐Mu 霁Ji 鹭Lu 汐Xi 砚Yan 松Song 竹Zhu 梧Wu 棠Tang 枫Feng 禾He 穗Sui 渔Yu 帆Fan 桅Wei "
    "贝Bei 岚Lan 晴Qing 晓Xiao 望Wang 听Ting 临Lin 栖Qi 榕Rong 桂Gui 莲Lian 柳Liu 樟Zhang 樱Ying "
    "锦Jin 瑞Rui 宁Ning 双Shuang 星Xing 灯Deng 钟Zhong 浪Lang 潮Chao 屏Ping"
)
_SECOND = (
    "桥qiao 湾wan 渡du 浦pu 坊fang 塘tang 汀ting 洲zhou 屿yu 溪xi 岭ling 坡po 埠bu 园yuan 里li 庄zhuang "
    "田tian 港gang 台tai 井jing 巷xiang 林lin 岩yan 泉quan 营ying 关guan 堤di 墩dun"
)
# Well-known places of real cities that the combinations would otherwise hit.
_REAL = frozenset(
    {"临港", "莲塘", "樟林", "棠溪", "松溪", "竹溪", "锦溪", "柳林", "松林", "松洲", "潮州", "双林", "望埠"}
)
# A name that several communities of different districts share, as happens in every city.
COMMON_COMMUNITY_NAMES = (("新城", "Xincheng"), ("海滨", "Haibin"), ("和兴", "Hexing"))


def invented_names(rng: np.random.Generator) -> Iterator[tuple[str, str]]:
    """Pairs of Chinese name and romanisation in random order, no two alike in either."""
    first = [(word[0], word[1:]) for word in _FIRST.split()]
    second = [(word[0], word[1:]) for word in _SECOND.split()]
    pairs = [(a + b, pinyin_a + pinyin_b) for a, pinyin_a in first for b, pinyin_b in second]
    seen: set[str] = set()
    for index in rng.permutation(len(pairs)):
        name_zh, name_en = pairs[index]
        if name_zh not in _REAL and name_en not in seen:
            seen.add(name_en)
            yield name_zh, name_en
