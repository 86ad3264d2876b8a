"""What reports say, in both languages; the window's translations do not reach here."""

from typing import Final

from workstation.domain.finding import KINDS, FindingKind, Told, chinese_marks
from workstation.domain.spans import span_text

#: Name -> its text. ``{}`` is filled in.
TEXTS: Final = {
    "title": Told(en="Figures of the review room", zh="审像中心统计报告"),
    "period": Told(en="Period", zh="统计时段"),
    "whole": Told(en="everything recorded", zh="全部记录"),
    "from": Told(en="from {}", zh="自{}起"),
    "to": Told(en="before {}", zh="至{}(不含)"),
    "site": Told(en="Site", zh="现场"),
    "goods": Told(en="Goods (HS)", zh="货物(商品编码)"),
    "all": Told(en="all", zh="全部"),
    "zone": Told(en="Time zone", zh="时区"),
    "version": Told(en="Program version", zh="程序版本"),
    "made": Told(en="Made at", zh="生成时间"),
    "summary": Told(en="Summary", zh="概要"),
    "cases": Told(en="Cases", zh="审像任务"),
    "settled": Told(en="Settled cases", zh="已作结论的审像任务"),
    "direct": Told(en="Direct release", zh="直接放行率"),
    "turnaround": Told(en="Turnaround", zh="全程用时"),
    "turnaround_from": Told(
        en="Turnaround is from a scan's arrival at the hub to what its site applied.",
        zh="全程用时自扫描图像到达审像中心起,至现场执行结论止;“审结用时”只到作出结论为止。",
    ),
    "p50": Told(en="Half within", zh="半数不超过"),
    "p90": Told(en="90 % within", zh="90 % 不超过"),
    "p95": Told(en="95 % within", zh="95 % 不超过"),
    "minutes": Told(en="minutes", zh="分钟"),
    "percent": Told(en="per cent", zh="百分比"),
    "miss": Told(en="Missed", zh="漏检"),
    "miss_stated": Told(
        en="Of {} released containers, {} to {} should have been opened ({} interval).",
        zh="在{}个放行集装箱中,估计有{}至{}本应开箱查验({}置信区间)。",
    ),
    "should_open": Told(en="Should have been opened (95 %)", zh="应开箱而放行(95 %)"),
    "of_released": Told(en="of {} released containers", zh="共 {} 个放行集装箱"),
    "miss_nothing": Told(
        en="Nothing tells yet of what was missed: no openings, re-checks or test images.",
        zh="尚无随机开箱、抽查复核或测试图像,无法估计漏检率。",
    ),
    "miss_how": Told(
        en=(
            "Random openings, blind re-checks and test images are combined. Assumed: opening a"
            " container finds what is in it; real finds are about as hard to see as test images;"
            " what one officer missed is harder for the next; re-checks also see what is not there."
        ),
        zh=(
            "综合随机开箱、盲审抽查和测试图像得出。假定:开箱即可发现箱内问题;"
            "真实嫌疑与测试图像难度相近;前一人漏检的,后一人更难发现;抽查也会误判。"
        ),
    ),
    "truth": Told(en="True miss rate (simulated room)", zh="真实漏检率(仿真数据)"),
    "openings": Told(en="Random openings", zh="随机开箱"),
    "rechecks": Told(en="Re-checks", zh="抽查复核"),
    "test_images": Told(en="Test images", zh="测试图像"),
    "found_of": Told(en="{} of {}", zh="{}/{}"),
    "inspections": Told(en="Inspections that found something", zh="查验查获率"),
    "coverage": Told(en="Engine judged", zh="智能审图可判比例"),
    "agreement": Told(en="Officers agree with the engine", zh="与智能审图一致"),
    "changed": Told(en="Changed their mind after the engine spoke", zh="看到智能审图后改变判断"),
    "dwell": Told(en="Picture in front of the officer", zh="图像查看时间"),
    "detection": Told(en="Detection of test images (d_a)", zh="测试图像辨别力(d_a)"),
    "measure": Told(en="Measure", zh="指标"),
    "value": Told(en="Value", zh="数值"),
    "interval": Told(en="95 % interval", zh="95 % 区间"),
    "target": Told(en="Target", zh="目标"),
    "target_of": Told(en="{}: target {}", zh="{}:目标 {}"),
    "targets_held": Told(
        en="Targets: half of the cases within {}, nine of ten within {}.",
        zh="目标:半数任务不超过 {},九成任务不超过 {}。",
    ),
    "by_site": Told(en="By site", zh="按现场"),
    "by_goods": Told(en="By goods (HS chapter)", zh="按货物(HS章)"),
    "by_reviewer": Told(en="By reviewer", zh="按审像关员"),
    "by_hour": Told(en="By hour of the day", zh="按时段(小时)"),
    "by_weekday": Told(en="By weekday", zh="按星期"),
    "by_day": Told(en="By day", zh="按日"),
    "by_month": Told(en="By month", zh="按月"),
    "month": Told(en="Month", zh="月份"),
    "reviewer": Told(en="Reviewer", zh="审像关员"),
    "hour": Told(en="Hour", zh="小时"),
    "weekday": Told(en="Weekday", zh="星期"),
    "day": Told(en="Day", zh="日期"),
    "conclusions": Told(en="Conclusions", zh="审像结论"),
    "conclusion": Told(en="Conclusion", zh="结论"),
    "release": Told(en="release", zh="无异常放行"),
    "inspect": Told(en="inspect", zh="转人工查验"),
    "rescan": Told(en="rescan", zh="图像不合格重扫"),
    "refer": Told(en="refer", zh="疑难上报"),
    "marks": Told(en="Marks, where the crew looked", zh="嫌疑标记与查验结果"),
    "kind": Told(en="Marked as", zh="嫌疑类型"),
    "confirmed": Told(en="Confirmed", zh="属实"),
    "refuted": Told(en="Refuted", zh="不属实"),
    "not_opened": Told(en="Not opened", zh="未开箱"),
    "precision": Told(en="Right", zh="准确率"),
    "nothing": Told(en="nothing counted", zh="无数据"),
    "report": Told(en="Report", zh="报告"),
    "part": Told(en="Part", zh="部分"),
    "key": Told(en="Key", zh="项目"),
    "cases_per": Told(en="Cases", zh="任务数"),
}
_WEEKDAYS: Final = ("一", "二", "三", "四", "五", "六", "日")
_DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


class Tongue:
    """One of the two languages; ``say`` finds a text and fills it in."""

    def __init__(self, language: str) -> None:
        if language not in {"en", "zh"}:
            raise ValueError(f"reports are written in 'en' or 'zh', not in {language!r}")
        self.language = language

    def say(self, name: str, *given: object) -> str:
        """Return a text; ``KeyError`` for one that nobody wrote."""
        told = TEXTS[name]
        text = chinese_marks(told.zh) if self.language == "zh" else told.en
        return text.format(*given) if given else text

    def joined(self, name: str, value: str) -> str:
        """Return a name and what is said of it, parted by a colon."""
        return f"{name}{chinese_marks(':')}{value}" if self.language == "zh" else f"{name}: {value}"

    def key(self, group: str, key: str) -> str:
        """Return what a group of cases is called."""
        if group == "weekday":
            number = int(key) - 1
            return f"周{_WEEKDAYS[number]}" if self.language == "zh" else _DAYS[number]
        return key or self.say("nothing")

    def finding(self, kind: str) -> str:
        """Return what a mark was taken for."""
        try:
            told = KINDS[FindingKind(kind)]
        except ValueError:
            return self.say("nothing")
        return told.zh if self.language == "zh" else told.en

    def percent(self, share: float | None, *, digits: int = 1) -> str:
        """Return a share in per cent."""
        if share is None:
            return self.say("nothing")
        return f"{100 * share:.{digits}f} %"

    def duration(self, seconds: float | None) -> str:
        """Return a duration as somebody would say it."""
        if seconds is None:
            return self.say("nothing")
        return span_text(seconds, chinese=self.language == "zh")

    def measured(self, seconds: float | None) -> str:
        """Return a duration as `duration` does, always with a decimal: for columns of them."""
        if seconds is None or seconds < 120:
            return self.duration(seconds)
        zh = self.language == "zh"
        if seconds < 7200:
            return f"{seconds / 60:.1f} {'分钟' if zh else 'min'}"
        return f"{seconds / 3600:.1f} {'小时' if zh else 'h'}"
