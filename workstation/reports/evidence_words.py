"""The words of an evidence report in both languages; its facts come from the record."""

# ruff: noqa: RUF001 - Chinese has signs of its own

from collections.abc import Mapping
from typing import Final

from workstation.domain.finding import Told

LANGUAGES: Final = ("en", "zh")

WORDS: Final[Mapping[str, Told]] = {
    "title": Told(en="Evidence of a decision", zh="审像结论证据报告"),
    "decision": Told(en="Decision", zh="审像结论"),
    "conclusion": Told(en="Conclusion", zh="结论"),
    "release": Told(en="Release", zh="无异常放行"),
    "inspect": Told(en="Inspect", zh="转人工查验"),
    "rescan": Told(en="Rescan", zh="图像不合格重扫"),
    "refer": Told(en="Refer", zh="疑难上报"),
    "reason": Told(en="Reason", zh="理由"),
    "note": Told(en="Note", zh="备注"),
    "officer": Told(en="Officer", zh="审像人员"),
    "service": Told(en="nobody: the hub decided by itself", zh="无(审像中心自动作出)"),
    "desk": Told(en="Desk", zh="审像席位"),
    "decided_at": Told(en="Decided at", zh="作出结论时间"),
    "announced_at": Told(en="Told to the site at", zh="下达现场时间"),
    "recalled_at": Told(en="Taken back at", zh="撤回时间"),
    "monitor": Told(en="Monitor", zh="显示器"),
    "monitor_size": Told(en="Its picture", zh="显示器画面"),
    "monitor_checked": Told(en="Checked on (written down by)", zh="检查日期（登记人）"),
    "monitor_unchecked": Told(en="no check written down", zh="没有检查记录"),
    "monitor_changes": Told(en="What became of the monitor", zh="显示器变化"),
    "monitor_gone": Told(en="gone after {seconds} s", zh="{seconds} 秒时断开"),
    "monitor_changed": Told(en="set otherwise after {seconds} s", zh="{seconds} 秒时设置改变"),
    "monitor_back": Told(en="back after {seconds} s", zh="{seconds} 秒时恢复"),
    "monitor_accepted": Told(en="gone on with after {seconds} s", zh="{seconds} 秒时按现状继续"),
    "monitor_moved": Told(en="window moved after {seconds} s", zh="{seconds} 秒时移动窗口"),
    "hub_clock": Told(en="Clock of the hub", zh="审像中心时钟"),
    "desk_clock": Told(en="Clock of the desk", zh="审像席位时钟"),
    "synchronised": Told(en="synchronised", zh="已同步"),
    "unsynchronised": Told(en="not synchronised", zh="未同步"),
    "unknown": Told(en="not known whether synchronised", zh="同步状态未知"),
    "wrong_by": Told(en="{sync}, at most {ms} ms wrong", zh="{sync}，误差最多 {ms} 毫秒"),
    "dwell": Told(en="On the screen for", zh="审看时长"),
    "case": Told(en="Case", zh="审像任务"),
    "container": Told(en="Container", zh="集装箱号"),
    "scanner": Told(en="Scanner", zh="设备"),
    "taken_at": Told(en="Scanned at", zh="扫描时间"),
    "received_at": Told(en="Received at", zh="接收时间"),
    "readings": Told(en="All readings of this case", zh="本任务的全部审像记录"),
    "declaration": Told(en="Declaration", zh="报关单"),
    "no_declaration": Told(en="No declaration was joined.", zh="无关联报关单。"),
    "number": Told(en="Number", zh="编号"),
    "consignee": Told(en="Consignee", zh="收货人"),
    "goods": Told(en="Goods", zh="货物"),
    "packages": Told(en="Packages", zh="件数"),
    "gross": Told(en="Gross [kg]", zh="毛重（千克）"),
    "seen": Told(en="What the reviewer saw", zh="审像人员所见"),
    "as_seen": Told(
        en="The scan as it was on the screen in the moment of the decision: {size}; {look}.",
        zh="作出结论时屏幕上的扫描图像：{size}；{look}。",
    ),
    "whole": Told(
        en="The whole scan in the same greys; the frame is the part that was on the screen.",
        zh="同一灰度设置下的完整扫描图像；框内为当时屏幕所示部分。",
    ),
    "no_state": Told(
        en="The record does not tell which part of the scan was on the screen.",
        zh="记录中没有当时屏幕所示部分的信息。",
    ),
    "no_scan": Told(en="The scan cannot be shown: {why}", zh="无法显示扫描图像：{why}"),
    "no_package": Told(en="its package is not in the store", zh="存储中没有其数据包"),
    "disposed": Told(
        en="its package was disposed of on {day}; what was decided, and why, stays",
        zh="其数据包已于 {day} 按规定处置，结论及其依据仍保留",
    ),
    "marks": Told(en="Marks", zh="嫌疑标记"),
    "place": Told(en="Place", zh="位置"),
    "words": Told(en="Words", zh="说明"),
    "models": Told(en="Typical models", zh="典型图像模型"),
    "no_models": Told(en="The engine named no typical model.", zh="智能审图未给出典型图像模型。"),
    "model": Told(en="Model", zh="模型"),
    "state": Told(en="State in the library now", zh="模型库中现状态"),
    "approved": Told(en="in force", zh="在用"),
    "retired": Told(en="retired, its picture is kept", zh="已停用，图像仍保留"),
    "proposed": Told(en="proposed", zh="待审核"),
    "gone": Told(en="not in the library any more", zh="模型库中已无此模型"),
    "beside": Told(
        en="Typical model {model} in the same greys", zh="同一灰度设置下的典型图像模型 {model}"
    ),
    "shown_model": Told(
        en="beside the scan in the moment of the decision", zh="作出结论时并列显示"
    ),
    "engine": Told(en="The engine's answer", zh="智能审图结果"),
    "no_engine": Told(en="The engine did not compare this scan.", zh="智能审图未比对此扫描图像。"),
    "version": Told(en="Engine and library", zh="智能审图与模型库版本"),
    "verdict": Told(en="Verdict", zh="比对结论"),
    "consistent": Told(en="Consistent with the declaration", zh="与申报相符"),
    "inconsistent": Told(en="Does not fit the declaration", zh="与申报不符"),
    "cannot_judge": Told(en="Cannot judge", zh="无法判断"),
    "p_value": Told(en="Share of honest loads that look as unusual", zh="同样异常的合规货物占比"),
    "reasons": Told(en="Its reasons (codes)", zh="依据（代码）"),
    "shown": Told(en="Shown to the reviewer", zh="向审像人员显示"),
    "from_start": Told(en="from the start", zh="自始显示"),
    "never": Told(en="never", zh="从未显示"),
    "after_s": Told(en="after {seconds} s", zh="{seconds} 秒后"),
    "own": Told(en="First judgement of the reviewer's own", zh="审像人员本人的初判"),
    "clear": Told(en="nothing suspicious", zh="未见可疑"),
    "suspicious": Told(en="suspicious", zh="可疑"),
    "regions": Told(en="Regions that differ", zh="异常区域"),
    "why": Told(en="Why (codes)", zh="原因（代码）"),
    "score": Told(en="Score", zh="分值"),
    "area": Told(en="Rows and columns [px]", zh="行与列（像素）"),
    "coverage": Told(en="What was looked at", zh="审看覆盖范围"),
    "coverage_map": Told(
        en="The container in small: the brighter, the better it was shown.",
        zh="集装箱缩略图：越亮表示显示得越充分。",
    ),
    "covered": Told(en="Looked at near enough", zh="充分审看"),
    "left_end": Told(en="Left end", zh="左端"),
    "right_end": Told(en="Right end", zh="右端"),
    "floor": Told(en="Floor", zh="底部"),
    "roof": Told(en="Roof", zh="顶部"),
    "opaque": Told(en="Not passed by the beam", zh="射线未穿透"),
    "overall": Told(en="Overall", zh="整箱"),
    "time_line": Told(en="The review in time", zh="审像过程"),
    "no_film": Told(en="No film of this review is kept.", zh="没有保存此次审像的过程记录。"),
    "left_out": Told(
        en="The film was long: {count} short moves of the view were left out.",
        zh="过程较长：略去 {count} 次短暂的视图移动。",
    ),
    "time": Told(en="Time [s]", zh="时间（秒）"),
    "what": Told(en="What", zh="事项"),
    "share": Told(en="Covered [%]", zh="已覆盖（%）"),
    "look_is": Told(en="Another look: {what}", zh="改变显示：{what}"),
    "look_first": Told(en="Shown at first: {what}", zh="初始显示：{what}"),
    "as_before": Told(en="back as it was", zh="恢复原样"),
    "filter_smooth": Told(en="smoothed", zh="平滑"),
    "filter_mean": Told(en="averaged", zh="均值"),
    "filter_median": Told(en="median", zh="中值"),
    "filter_sharpen": Told(en="sharpened", zh="锐化"),
    "filter_edges": Told(en="edges", zh="边缘"),
    "filter_edges_horizontal": Told(en="horizontal edges", zh="水平边缘"),
    "filter_edges_vertical": Told(en="vertical edges", zh="垂直边缘"),
    "filter_emboss": Told(en="embossed", zh="浮雕"),
    "filter_erode": Told(en="dense goods grown", zh="高密度扩张"),
    "filter_dilate": Told(en="dense goods shrunk", zh="高密度收缩"),
    "filter_equalise": Told(en="local contrast", zh="局部对比度"),
    "filter_histogram": Told(en="equalised", zh="直方图均衡"),
    "mark_new": Told(en="Mark drawn", zh="添加标记"),
    "mark_other": Told(en="Mark changed", zh="修改标记"),
    "mark_gone": Told(en="Mark taken away", zh="删除标记"),
    "model_is": Told(en="Typical model {what}", zh="典型图像模型 {what}"),
    "model_none": Told(en="No typical model on the screen", zh="屏幕上无典型图像模型"),
    "verdict_shown": Told(en="The engine's verdict on the screen", zh="显示智能审图结论"),
    "own_is": Told(en="Own judgement: {what}", zh="本人初判：{what}"),
    "asked": Told(
        en="Engine and reviewer differ: asked again", zh="智能审图与审像人员意见不一，再次确认"
    ),
    "act": Told(en="Command {what}", zh="命令 {what}"),
    "decided": Told(en="Decided", zh="作出结论"),
    "aside": Told(en="Set aside", zh="暂时搁置"),
    "again": Told(en="Opened again", zh="再次打开"),
    "restarted": Told(en="Opened again after a restart of the desk", zh="席位重启后再次打开"),
    "window": Told(en="grey window {what}", zh="窗宽窗位 {what}"),
    "inverted": Told(en="inverted", zh="反相"),
    "material": Told(en="material colours", zh="物质颜色"),
    "low": Told(en="low energy", zh="低能"),
    "no_filter": Told(en="no filter", zh="无滤波"),
    "filters": Told(en="filters: {what}", zh="滤波：{what}"),
    "proof": Told(en="Hashes and proof", zh="哈希与证明"),
    "scan_sha": Told(en="SHA-256 of the scan", zh="扫描图像 SHA-256"),
    "film_sha": Told(en="SHA-256 of the film", zh="过程记录 SHA-256"),
    "decision_id": Told(en="Id of the decision", zh="结论编号"),
    "entry": Told(en="Entry of the audit trail", zh="审计链条目"),
    "chain": Told(en="Hash of the chain at that entry", zh="该条目处的链哈希"),
    "no_entry": Told(en="none was found", zh="未找到"),
    "prove": Told(
        en="reviewroom audit prove makes a file that proves this entry without the database.",
        zh="reviewroom audit prove 可生成不依赖数据库即可验证该条目的证明文件。",
    ),
    "made": Told(en="This report", zh="本报告"),
    "made_by": Told(
        en="made {at} by Review Room {version}; times in {zone}",
        zh="由 Review Room {version} 于 {at} 生成；时间采用 {zone} 时区",
    ),
    "fields": Told(en="Field", zh="项目"),
    "value": Told(en="Value", zh="内容"),
    "seconds": Told(en="{value} s", zh="{value} 秒"),
}


class Speaker:
    """Says the words of a report in one language.

    Raises
    ------
    ValueError
        If there are no words in the language.
    """

    def __init__(self, language: str) -> None:
        if language not in LANGUAGES:
            raise ValueError(f"a report is written in {' or '.join(LANGUAGES)}, not in {language}")
        self.language = language

    def say(self, key: str, **values: object) -> str:
        """Return the words of a key, its places filled."""
        return self.of(WORDS[key]).format(**values) if values else self.of(WORDS[key])

    def known(self, code: str) -> str:
        """Return the words of a code, or the code where there are none."""
        return self.of(WORDS[code]) if code in WORDS else code

    def of(self, told: Told) -> str:
        """Return what was told in the language of the report."""
        return told.zh if self.language == "zh" else told.en
