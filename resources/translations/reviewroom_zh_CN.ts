<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>About</name>
    <message>
        <source>A report without pictures and names lies in %1; give it to your support.</source>
        <translation>故障报告（不含图像和姓名）保存在 %1，请交给技术支持。</translation>
    </message>
    <message>
        <source>Something went wrong at this desk.</source>
        <translation>本席位出现了故障。</translation>
    </message>
    <message>
        <source>About Review Room</source>
        <translation>关于集中审像工作站</translation>
    </message>
    <message>
        <source>Review Room %1
Qt for Python %2
Licence: Apache-2.0</source>
        <translation>集中审像工作站 %1
Qt for Python %2
许可证：Apache-2.0</translation>
    </message>
</context>
<context>
    <name>AgreementWords</name>
    <message>
        <source>reviewer</source>
        <translation>审像员</translation>
    </message>
    <message>
        <source>shift chief</source>
        <translation>带班科长</translation>
    </message>
    <message>
        <source>librarian</source>
        <translation>图像库管理员</translation>
    </message>
    <message>
        <source>supervisor</source>
        <translation>督导</translation>
    </message>
    <message>
        <source>auditor</source>
        <translation>审计员</translation>
    </message>
    <message>
        <source>administrator</source>
        <translation>系统管理员</translation>
    </message>
    <message>
        <source>site</source>
        <translation>现场</translation>
    </message>
    <message>
        <source>desk</source>
        <translation>席位</translation>
    </message>
    <message>
        <source>Unpark</source>
        <translation>解除搁置</translation>
    </message>
    <message>
        <source>Withdraw decision</source>
        <translation>撤销结论</translation>
    </message>
    <message>
        <source>Let a key in</source>
        <translation>登记密钥</translation>
    </message>
    <message>
        <source>Appoint an officer</source>
        <translation>任用人员</translation>
    </message>
    <message>
        <source>New password</source>
        <translation>新口令</translation>
    </message>
    <message>
        <source>Let an officer in again</source>
        <translation>恢复上岗</translation>
    </message>
    <message>
        <source>Evidence report</source>
        <translation>证据报告</translation>
    </message>
    <message>
        <source>Dispose of packages</source>
        <translation>销毁图像</translation>
    </message>
    <message>
        <source>Let %1 wait again, as %2 asks? It is done at once. Their reason: %3</source>
        <extracomment>Who asks (%2) wants something for a case, machine or officer (%1), with a reason (%3).</extracomment>
        <translation>同意 %2 的申请，让 %1 重新待审？立即执行。申请理由：%3</translation>
    </message>
    <message>
        <source>Withdraw the decision on %1, as %2 asks? It is done at once, and a chief decides anew. Their reason: %3</source>
        <translation>同意 %2 的申请，撤销 %1 的结论？立即执行，由科长重新作出结论。申请理由：%3</translation>
    </message>
    <message>
        <source>Let %1 speak to the hub, as %2 asks? Have the fingerprint read aloud at that machine first. Their reason: %3</source>
        <translation>同意 %2 的申请，允许%1接入中心？请先让该机器旁的人员念出指纹核对。申请理由：%3</translation>
    </message>
    <message>
        <source>Let %1 work in the room, as %2 asks? Their reason: %3</source>
        <translation>同意 %2 的申请，准许 %1 上岗？申请理由：%3</translation>
    </message>
    <message>
        <source>Give %1 the new password that %2 has set? Ask %1 whether they want it. Their reason: %3</source>
        <translation>启用 %2 为 %1 设置的新口令？请先问 %1 是否确需更换。申请理由：%3</translation>
    </message>
    <message>
        <source>Let %1 work in the room again, as %2 asks? Their reason: %3</source>
        <translation>同意 %2 的申请，准许 %1 重新上岗？申请理由：%3</translation>
    </message>
    <message>
        <source>Let %2 write the evidence report on %1, with its pictures, to a file? It holds for a day. Their reason: %3</source>
        <translation>允许 %2 将 %1 的证据报告连同图像导出为文件？一天内有效。申请理由：%3</translation>
    </message>
    <message>
        <source>Dispose of the packages of %1, as %2 asks? Their pictures are gone for good; decisions and evidence stay. Their reason: %3</source>
        <translation>同意 %2 的申请，销毁%1的图像？图像销毁后无法找回，结论和证据保留。申请理由：%3</translation>
    </message>
    <message>
        <source>%1 waits again.</source>
        <translation>%1 已重新待审。</translation>
    </message>
    <message>
        <source>The decision on %1 is withdrawn; it waits for a chief.</source>
        <translation>%1 的结论已撤销，待科长审像。</translation>
    </message>
    <message>
        <source>%1 may speak to the hub.</source>
        <translation>%1可以接入中心。</translation>
    </message>
    <message>
        <source>Recorded: %1.</source>
        <translation>已登记：%1。</translation>
    </message>
    <message>
        <source>%1 has the new password.</source>
        <translation>%1 的新口令已启用。</translation>
    </message>
    <message>
        <source>%1 may work again.</source>
        <translation>%1 可以重新上岗。</translation>
    </message>
    <message>
        <source>The evidence report on %1 may be written.</source>
        <translation>%1 的证据报告可以导出。</translation>
    </message>
    <message>
        <source>The packages of %1 are disposed of.</source>
        <translation>%1的图像已批准销毁。</translation>
    </message>
    <message>
        <source>%1 asks you to agree: let %2 wait again. It is answered under Steering.</source>
        <translation>%1 请您同意：让 %2 重新待审。请在“调度”页答复。</translation>
    </message>
    <message>
        <source>%1 asks you to agree: withdraw the decision on %2. It is answered under Steering.</source>
        <translation>%1 请您同意：撤销 %2 的结论。请在“调度”页答复。</translation>
    </message>
    <message>
        <source>%1 asks you to agree: let %2 speak to the hub. It is answered under Steering.</source>
        <translation>%1 请您同意：允许%2接入中心。请在“调度”页答复。</translation>
    </message>
    <message>
        <source>%1 asks you to agree: let %2 work in the room. It is answered under Steering.</source>
        <translation>%1 请您同意：准许 %2 上岗。请在“调度”页答复。</translation>
    </message>
    <message>
        <source>%1 asks you to agree: a new password for %2. It is answered under Steering.</source>
        <translation>%1 请您同意：为 %2 启用新口令。请在“调度”页答复。</translation>
    </message>
    <message>
        <source>%1 asks you to agree: let %2 work again. It is answered under Steering.</source>
        <translation>%1 请您同意：准许 %2 重新上岗。请在“调度”页答复。</translation>
    </message>
    <message>
        <source>%1 asks you to agree: an evidence report on %2. It is answered under Steering.</source>
        <translation>%1 请您同意：导出 %2 的证据报告。请在“调度”页答复。</translation>
    </message>
    <message>
        <source>%1 asks you to agree: dispose of the packages of %2. It is answered under Steering.</source>
        <translation>%1 请您同意：销毁%2的图像。请在“调度”页答复。</translation>
    </message>
    <message>
        <source>%1 cases before %2 (%3 GB)</source>
        <translation>%2 之前的 %1 个任务（%3 GB）</translation>
    </message>
    <message>
        <source>%1, with a new password (now %2)</source>
        <translation>%1，并设新口令（目前：%2）</translation>
    </message>
    <message>
        <source>%1 (now %2)</source>
        <translation>%1（目前：%2）</translation>
    </message>
    <message>
        <source>shut out</source>
        <translation>已停用</translation>
    </message>
    <message>
        <source>%1, password proven by the directory</source>
        <translation>%1（口令由目录服务核验）</translation>
    </message>
    <message>
        <source>%1, which was revoked</source>
        <translation>%1（曾被注销）</translation>
    </message>
    <message>
        <source>%1 from %2</source>
        <translation>%1，限 %2</translation>
    </message>
    <message>
        <source>%1, until %2</source>
        <translation>%1，有效期至 %2</translation>
    </message>
</context>
<context>
    <name>Arriving</name>
    <message>
        <source>Full picture: %1 of %2 MB</source>
        <translation>完整图像：已收 %1 / %2 MB</translation>
    </message>
</context>
<context>
    <name>BandSection</name>
    <message>
        <source>Density band, % of the beam through</source>
        <translation>密度区间（射线透过率 %）</translation>
    </message>
    <message>
        <source>Band in colour</source>
        <translation>区间着色</translation>
    </message>
    <message>
        <source>Ranges</source>
        <translation>常用区间</translation>
    </message>
    <message>
        <source>Light goods</source>
        <translation>轻质货物</translation>
    </message>
    <message>
        <source>Middle density</source>
        <translation>中等密度</translation>
    </message>
    <message>
        <source>Dense: stops more than 95 %</source>
        <translation>高密度：阻挡超过 95 %</translation>
    </message>
    <message>
        <source>End of the beam: stops more than 99.5 %</source>
        <translation>穿透极限：阻挡超过 99.5 %</translation>
    </message>
    <message>
        <source>Pink</source>
        <translation>粉红</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>蓝</translation>
    </message>
    <message>
        <source>Amber</source>
        <translation>琥珀</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>绿</translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>Understood</source>
        <translation>知道了</translation>
    </message>
    <message>
        <source>Marks and decisions cannot be kept on this machine: %1</source>
        <translation>标记和结论无法保存在本机：%1</translation>
    </message>
    <message>
        <source>The hub has not answered for %1. You can sign in as soon as it does.</source>
        <translation>审像中心已 %1 无应答，恢复后即可登录。</translation>
    </message>
    <message>
        <source>The hub has not answered for %1. Fetched cases can be decided all the same.</source>
        <translation>审像中心已 %1 无应答。已取回的任务仍可继续审像。</translation>
    </message>
    <message numerus="yes">
        <source>%n decision(s) kept here, sent later.</source>
        <translation>
            <numerusform>%n 个结论已保存在本席位，稍后发送。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Card</name>
    <message>
        <source>mirrored left to right</source>
        <translation>左右镜像</translation>
    </message>
</context>
<context>
    <name>CasePanel</name>
    <message>
        <source>Container</source>
        <translation>集装箱</translation>
    </message>
    <message>
        <source>No number</source>
        <translation>无箱号</translation>
    </message>
    <message>
        <source>▲ No full picture: %1</source>
        <translation>▲ 无完整图像：%1</translation>
    </message>
    <message numerus="yes">
        <source>and %n more doubt(s)</source>
        <translation>
            <numerusform>另有 %n 条疑问</numerusform>
        </translation>
    </message>
    <message>
        <source>Two containers in the picture: engine and coverage know only the left one.</source>
        <translation>图像中有两个箱体：机检和细看记录只针对左侧箱。</translation>
    </message>
    <message>
        <source>Two containers in the picture: engine and coverage know only the right one.</source>
        <translation>图像中有两个箱体：机检和细看记录只针对右侧箱。</translation>
    </message>
    <message>
        <source>✓ Check digit agrees</source>
        <translation>✓ 校验码相符</translation>
    </message>
    <message>
        <source>✕ The check digit does not agree</source>
        <translation>✕ 校验码不符</translation>
    </message>
    <message>
        <source>Declared: %1</source>
        <translation>申报：%1</translation>
    </message>
    <message>
        <source> and %1 more</source>
        <translation>，另 %1 项</translation>
    </message>
    <message>
        <source>◇ No declaration to compare with</source>
        <translation>◇ 没有可核对的报关单</translation>
    </message>
    <message>
        <source>◇ The declaration has no goods line</source>
        <translation>◇ 报关单没有商品项</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>%n 张照片</numerusform>
        </translation>
    </message>
    <message>
        <source>Risk after your own judgement</source>
        <translation>风险等级在您判断后显示</translation>
    </message>
    <message>
        <source>◎ Second reading</source>
        <translation>◎ 双人审像（第二人）</translation>
    </message>
    <message>
        <source>Another officer has read this scan; what they decided is not shown to you</source>
        <translation>另一名关员已审过此图像，其结论对您不显示</translation>
    </message>
    <message>
        <source>◆ Referred by %1, %2: %3</source>
        <translation>◆ %1 于 %2 上报：%3</translation>
    </message>
    <message>
        <source>▲ Risk instruction: %1</source>
        <translation>▲ 布控指令：%1</translation>
    </message>
</context>
<context>
    <name>ColourSection</name>
    <message>
        <source>Colours</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Grey</source>
        <translation>灰度</translation>
    </message>
    <message>
        <source>Cold grey</source>
        <translation>冷灰</translation>
    </message>
    <message>
        <source>Cividis: for every eye</source>
        <translation>Cividis（适合各类色觉）</translation>
    </message>
    <message>
        <source>Viridis</source>
        <translation>Viridis</translation>
    </message>
    <message>
        <source>Inferno</source>
        <translation>Inferno</translation>
    </message>
    <message>
        <source>Magma</source>
        <translation>Magma</translation>
    </message>
    <message>
        <source>High energy</source>
        <translation>高能</translation>
    </message>
    <message>
        <source>Low energy</source>
        <translation>低能</translation>
    </message>
    <message>
        <source>Material</source>
        <translation>物质识别</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Organic</source>
        <translation>有机物</translation>
    </message>
    <message>
        <source>Mixed</source>
        <translation>混合物</translation>
    </message>
    <message>
        <source>Metal</source>
        <translation>金属</translation>
    </message>
    <message>
        <source>Only this material keeps its colour</source>
        <translation>仅此类物质保留颜色</translation>
    </message>
    <message>
        <source>All materials keep their colours</source>
        <translation>各类物质均保留颜色</translation>
    </message>
</context>
<context>
    <name>Commands</name>
    <message>
        <source>Release</source>
        <translation>放行</translation>
    </message>
    <message>
        <source>Nothing unusual seen: the container may go</source>
        <translation>未见异常，集装箱可以放行</translation>
    </message>
    <message>
        <source>Inspect</source>
        <translation>转查验</translation>
    </message>
    <message>
        <source>Have the container opened, with your marks and the reason</source>
        <translation>转人工查验，附上标记和理由</translation>
    </message>
    <message>
        <source>Refer</source>
        <translation>上报</translation>
    </message>
    <message>
        <source>Ask a shift chief to decide this doubtful picture</source>
        <translation>疑难图像，上报带班科长</translation>
    </message>
    <message>
        <source>Rescan</source>
        <translation>重扫</translation>
    </message>
    <message>
        <source>The picture is not good enough: have it scanned again</source>
        <translation>图像不合格，要求重新扫描</translation>
    </message>
    <message>
        <source>Recall</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>Take the last release back before it is announced</source>
        <translation>在下发之前撤回最近一次放行</translation>
    </message>
    <message>
        <source>Write a note</source>
        <translation>填写备注</translation>
    </message>
    <message>
        <source>Go to the note; Enter or Esc leads back to the picture</source>
        <translation>转到备注栏；按回车或 Esc 返回图像</translation>
    </message>
    <message>
        <source>Looks suspicious</source>
        <translation>初判可疑</translation>
    </message>
    <message>
        <source>Your first judgement, before the engine&apos;s: suspicious</source>
        <translation>先于智能审图作出初步判断：可疑</translation>
    </message>
    <message>
        <source>Looks clear</source>
        <translation>初判无异常</translation>
    </message>
    <message>
        <source>Your first judgement, before the engine&apos;s: nothing seen</source>
        <translation>先于智能审图作出初步判断：未见异常</translation>
    </message>
    <message>
        <source>Give back</source>
        <translation>退回</translation>
    </message>
    <message>
        <source>Give the case back to the queue undecided</source>
        <translation>不作结论，将任务退回队列</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Letters, language, sound, breaks and your own keys</source>
        <translation>字号、语言、声音、休息提醒和自定义按键</translation>
    </message>
    <message>
        <source>Chinese or English</source>
        <translation>中文 / 英文</translation>
    </message>
    <message>
        <source>Switch the language</source>
        <translation>切换语言</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>退出登录</translation>
    </message>
    <message>
        <source>Leave the desk; open cases go back to the queue</source>
        <translation>离开席位，未完成的任务退回队列</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出程序</translation>
    </message>
    <message>
        <source>Close the window; open cases go back to the queue</source>
        <translation>关闭窗口，未完成的任务退回队列</translation>
    </message>
    <message>
        <source>Hand</source>
        <translation>手形</translation>
    </message>
    <message>
        <source>Box</source>
        <translation>方框</translation>
    </message>
    <message>
        <source>Move the picture by dragging or arrows</source>
        <translation>拖动或用方向键移动图像</translation>
    </message>
    <message>
        <source>Draw a box around something suspicious; arrows and Space do it too</source>
        <translation>用方框标出可疑处；也可用方向键和空格键</translation>
    </message>
    <message>
        <source>Ellipse</source>
        <translation>椭圆</translation>
    </message>
    <message>
        <source>Draw an ellipse around something suspicious</source>
        <translation>用椭圆标出可疑处</translation>
    </message>
    <message>
        <source>Arrow</source>
        <translation>箭头</translation>
    </message>
    <message>
        <source>Draw an arrow to something suspicious</source>
        <translation>用箭头指出可疑处</translation>
    </message>
    <message>
        <source>Polygon</source>
        <translation>多边形</translation>
    </message>
    <message>
        <source>Click around something suspicious; a double click closes it</source>
        <translation>逐点圈出可疑处，双击闭合</translation>
    </message>
    <message>
        <source>Freehand</source>
        <translation>手绘线</translation>
    </message>
    <message>
        <source>Draw around something suspicious by hand</source>
        <translation>手绘圈出可疑处</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文字</translation>
    </message>
    <message>
        <source>Write words on the picture</source>
        <translation>在图像上写文字</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Take the last change of marks or measures back</source>
        <translation>撤销对标记或测量的上一步操作</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Bring back what was undone</source>
        <translation>恢复已撤销的操作</translation>
    </message>
    <message>
        <source>Pick the next</source>
        <translation>选中下一个</translation>
    </message>
    <message>
        <source>Pick the next mark, to change its words or take it away</source>
        <translation>选中下一个标记，以便修改说明或删除</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Take the picked mark away</source>
        <translation>删除选中的标记</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>文字说明</translation>
    </message>
    <message>
        <source>Write the words of the picked mark</source>
        <translation>编辑选中标记的文字</translation>
    </message>
    <message>
        <source>Finding</source>
        <translation>嫌疑</translation>
    </message>
    <message>
        <source>Say what the mark is: type, confidence and goods</source>
        <translation>填写嫌疑类型、把握程度和货物</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>长度</translation>
    </message>
    <message>
        <source>Measure a length by dragging</source>
        <translation>拖动测量长度</translation>
    </message>
    <message>
        <source>Angle</source>
        <translation>角度</translation>
    </message>
    <message>
        <source>Measure an angle by three clicks</source>
        <translation>点击三点测量角度</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>面积</translation>
    </message>
    <message>
        <source>Click the corners of an area; a double click closes it</source>
        <translation>逐点圈出区域测面积，双击闭合</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>计数</translation>
    </message>
    <message>
        <source>Number items by clicking them</source>
        <translation>逐个点击物品编号计数</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>剖面</translation>
    </message>
    <message>
        <source>Show the density along a line</source>
        <translation>显示沿线的密度</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>区域</translation>
    </message>
    <message>
        <source>Show the statistics of a region</source>
        <translation>显示区域的统计值</translation>
    </message>
    <message>
        <source>Clear measures</source>
        <translation>清除测量</translation>
    </message>
    <message>
        <source>Take all measures away</source>
        <translation>删除全部测量</translation>
    </message>
    <message>
        <source>Loupe</source>
        <translation>放大镜</translation>
    </message>
    <message>
        <source>A lens at the cursor; wheel: how near, Ctrl+wheel: how large</source>
        <translation>光标处的放大镜；滚轮调倍数，Ctrl+滚轮调大小</translation>
    </message>
    <message>
        <source>Loupe&apos;s look</source>
        <translation>放大镜显示</translation>
    </message>
    <message>
        <source>Give the loupe the next look of its own</source>
        <translation>切换放大镜自己的显示方案</translation>
    </message>
    <message>
        <source>Structure</source>
        <translation>箱体结构</translation>
    </message>
    <message>
        <source>Show floor, roof and sections of the container</source>
        <translation>显示箱底、箱顶与分段</translation>
    </message>
    <message>
        <source>Looked at</source>
        <translation>已看区域</translation>
    </message>
    <message>
        <source>Veil what of the container was not looked at closely</source>
        <translation>遮罩箱体中尚未细看的部位</translation>
    </message>
    <message>
        <source>Hide all over it</source>
        <translation>隐藏叠加</translation>
    </message>
    <message>
        <source>While held: the picture with nothing drawn over it</source>
        <translation>按住时：图像上不显示任何叠加</translation>
    </message>
    <message>
        <source>Plain picture</source>
        <translation>原始图像</translation>
    </message>
    <message>
        <source>While held: no window, no filters, no colours</source>
        <translation>按住时：全窗宽、无滤波、无着色</translation>
    </message>
    <message>
        <source>Window of a region</source>
        <translation>区域窗</translation>
    </message>
    <message>
        <source>Drag a box: the greys are spread over what it holds</source>
        <translation>拖出方框：按框内内容展开灰度</translation>
    </message>
    <message>
        <source>Auto window</source>
        <translation>自动窗</translation>
    </message>
    <message>
        <source>Spread the greys over what is in sight</source>
        <translation>按所见内容展开灰度</translation>
    </message>
    <message>
        <source>Gamma</source>
        <translation>伽马</translation>
    </message>
    <message>
        <source>Lift the dark greys, and back</source>
        <translation>提亮暗部，再按恢复</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>伪彩色</translation>
    </message>
    <message>
        <source>The next map of pseudo-colours</source>
        <translation>切换下一种伪彩色</translation>
    </message>
    <message>
        <source>Density band</source>
        <translation>密度区间</translation>
    </message>
    <message>
        <source>Show one band of density in colour</source>
        <translation>将一个密度区间着色</translation>
    </message>
    <message>
        <source>Strip</source>
        <translation>剥离</translation>
    </message>
    <message>
        <source>Keep the colours of the next material alone</source>
        <translation>仅保留下一类物质的颜色</translation>
    </message>
    <message>
        <source>Energy</source>
        <translation>能量</translation>
    </message>
    <message>
        <source>Change between high and low energy</source>
        <translation>切换高能与低能</translation>
    </message>
    <message>
        <source>Look before</source>
        <translation>上一显示</translation>
    </message>
    <message>
        <source>Back to the look before</source>
        <translation>回到上一显示</translation>
    </message>
    <message>
        <source>Look after</source>
        <translation>下一显示</translation>
    </message>
    <message>
        <source>Forward to the look after</source>
        <translation>前往下一显示</translation>
    </message>
    <message>
        <source>Look panel</source>
        <translation>显示面板</translation>
    </message>
    <message>
        <source>Window, curve, colours, band and filters as numbers</source>
        <translation>以数值调窗、曲线、颜色、区间与滤波</translation>
    </message>
    <message>
        <source>Preset 1</source>
        <translation>方案 1</translation>
    </message>
    <message>
        <source>Use the look on this number key</source>
        <translation>使用此数字键上的显示方案</translation>
    </message>
    <message>
        <source>Preset 2</source>
        <translation>方案 2</translation>
    </message>
    <message>
        <source>Preset 3</source>
        <translation>方案 3</translation>
    </message>
    <message>
        <source>Preset 4</source>
        <translation>方案 4</translation>
    </message>
    <message>
        <source>Preset 5</source>
        <translation>方案 5</translation>
    </message>
    <message>
        <source>Preset 6</source>
        <translation>方案 6</translation>
    </message>
    <message>
        <source>Preset 7</source>
        <translation>方案 7</translation>
    </message>
    <message>
        <source>Preset 8</source>
        <translation>方案 8</translation>
    </message>
    <message>
        <source>Preset 9</source>
        <translation>方案 9</translation>
    </message>
    <message>
        <source>Keep as 1</source>
        <translation>存为 1</translation>
    </message>
    <message>
        <source>Keep the look on this number key, for this scanner and you</source>
        <translation>将显示方案存到此数字键（按设备与本人）</translation>
    </message>
    <message>
        <source>Keep as 2</source>
        <translation>存为 2</translation>
    </message>
    <message>
        <source>Keep as 3</source>
        <translation>存为 3</translation>
    </message>
    <message>
        <source>Keep as 4</source>
        <translation>存为 4</translation>
    </message>
    <message>
        <source>Keep as 5</source>
        <translation>存为 5</translation>
    </message>
    <message>
        <source>Keep as 6</source>
        <translation>存为 6</translation>
    </message>
    <message>
        <source>Keep as 7</source>
        <translation>存为 7</translation>
    </message>
    <message>
        <source>Keep as 8</source>
        <translation>存为 8</translation>
    </message>
    <message>
        <source>Keep as 9</source>
        <translation>存为 9</translation>
    </message>
    <message>
        <source>Sharpen</source>
        <translation>锐化</translation>
    </message>
    <message>
        <source>Sharpen fine detail, or not</source>
        <translation>细节锐化，再按取消</translation>
    </message>
    <message>
        <source>Smooth</source>
        <translation>平滑</translation>
    </message>
    <message>
        <source>Smooth the noise, or not</source>
        <translation>平滑噪声，再按取消</translation>
    </message>
    <message>
        <source>Median</source>
        <translation>中值</translation>
    </message>
    <message>
        <source>Take single odd pixels away, or not</source>
        <translation>去除孤立异常点，再按取消</translation>
    </message>
    <message>
        <source>Edges</source>
        <translation>边缘</translation>
    </message>
    <message>
        <source>Darken edges, or not</source>
        <translation>加深边缘，再按取消</translation>
    </message>
    <message>
        <source>Light the picture from the side, or not</source>
        <translation>侧光浮雕效果，再按取消</translation>
    </message>
    <message>
        <source>Local contrast</source>
        <translation>局部对比</translation>
    </message>
    <message>
        <source>Raise the contrast region by region, or not</source>
        <translation>分区增强对比，再按取消</translation>
    </message>
    <message>
        <source>Spread the greys of the whole picture evenly, or not</source>
        <translation>全图灰度均衡，再按取消</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>均值</translation>
    </message>
    <message>
        <source>Average each pixel with its neighbours, or not</source>
        <translation>邻域平均，再按取消</translation>
    </message>
    <message>
        <source>Let dense goods gain a rim, or not</source>
        <translation>高密度区域向外扩大（腐蚀），再按取消</translation>
    </message>
    <message>
        <source>Let dense goods lose their rim, or not</source>
        <translation>高密度区域向内缩小（膨胀），再按取消</translation>
    </message>
    <message>
        <source>No filter</source>
        <translation>无滤波</translation>
    </message>
    <message>
        <source>Take all filters away</source>
        <translation>移除全部滤波</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>分屏</translation>
    </message>
    <message>
        <source>Scan above, typical model below</source>
        <translation>上为扫描图像，下为典型模型</translation>
    </message>
    <message>
        <source>Swipe</source>
        <translation>卷帘</translation>
    </message>
    <message>
        <source>The model over the scan, behind a curtain to drag</source>
        <translation>模型覆盖扫描图像，分界线可拖动</translation>
    </message>
    <message>
        <source>Blink</source>
        <translation>闪烁</translation>
    </message>
    <message>
        <source>Scan and model by turns in one place</source>
        <translation>扫描图像与模型原位交替</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>By how much the scan is denser or lighter than the model</source>
        <translation>扫描图像比模型密多少或疏多少</translation>
    </message>
    <message>
        <source>Next way</source>
        <translation>下一方式</translation>
    </message>
    <message>
        <source>Change the way of comparing</source>
        <translation>切换比对方式</translation>
    </message>
    <message>
        <source>Show the model</source>
        <translation>显示模型</translation>
    </message>
    <message>
        <source>While held: the model in the scan&apos;s place</source>
        <translation>按住时：原位显示典型模型</translation>
    </message>
    <message>
        <source>Other view</source>
        <translation>另一视角</translation>
    </message>
    <message>
        <source>The scan&apos;s other view below, linked along the container</source>
        <translation>下方显示另一视角，沿箱长联动</translation>
    </message>
    <message>
        <source>Model &gt;</source>
        <translation>模型 &gt;</translation>
    </message>
    <message>
        <source>&lt; Model</source>
        <translation>&lt; 模型</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>全图</translation>
    </message>
    <message>
        <source>Show the whole picture</source>
        <translation>显示整幅图像</translation>
    </message>
    <message>
        <source>1:1</source>
        <translation>1:1</translation>
    </message>
    <message>
        <source>One pixel of the scan on one pixel of the screen</source>
        <translation>扫描图像的一个像素对应屏幕的一个像素</translation>
    </message>
    <message>
        <source>Invert</source>
        <translation>反相</translation>
    </message>
    <message>
        <source>Swap dark and bright</source>
        <translation>明暗互换</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>对数</translation>
    </message>
    <message>
        <source>Logarithmic greys: shows what lies behind dense goods</source>
        <translation>对数灰度，看清高密度货物之后</translation>
    </message>
    <message>
        <source>Material</source>
        <translation>材料</translation>
    </message>
    <message>
        <source>Colours by material, where the scan has two energies</source>
        <translation>按材料着色（需双能图像）</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>复原</translation>
    </message>
    <message>
        <source>Back to the first look of the picture</source>
        <translation>恢复图像最初的显示</translation>
    </message>
    <message>
        <source>Relief</source>
        <translation>浮雕</translation>
    </message>
    <message>
        <source>Equalise the whole</source>
        <translation>全图均衡</translation>
    </message>
    <message>
        <source>Erode: dense grows</source>
        <translation>腐蚀：高密度扩大</translation>
    </message>
    <message>
        <source>Dilate: dense thins</source>
        <translation>膨胀：高密度缩小</translation>
    </message>
    <message>
        <source>Link</source>
        <translation>联动</translation>
    </message>
    <message>
        <source>Move scan and typical model together</source>
        <translation>扫描图像与典型模型同步移动</translation>
    </message>
    <message>
        <source>Overlay</source>
        <translation>标注</translation>
    </message>
    <message>
        <source>Show or hide the engine&apos;s regions and the marks</source>
        <translation>显示或隐藏异常区域和标记</translation>
    </message>
    <message>
        <source>Show the next matched typical model</source>
        <translation>显示下一个比对上的典型模型</translation>
    </message>
    <message>
        <source>Show the typical model before</source>
        <translation>显示上一个典型模型</translation>
    </message>
    <message>
        <source>Region &gt;</source>
        <translation>区域 &gt;</translation>
    </message>
    <message>
        <source>Bring the engine&apos;s next region into view and explain it</source>
        <translation>移到智能审图标出的下一个异常区域并说明原因</translation>
    </message>
    <message>
        <source>&lt; Region</source>
        <translation>&lt; 区域</translation>
    </message>
    <message>
        <source>Bring the engine&apos;s region before into view and explain it</source>
        <translation>移到智能审图标出的上一个异常区域并说明原因</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Explain the region beside models for and against it</source>
        <translation>说明该区域，并列出支持与反对的典型模型</translation>
    </message>
    <message>
        <source>Regions</source>
        <translation>异常区域</translation>
    </message>
    <message>
        <source>Show or hide the regions that the engine finds odd</source>
        <translation>显示或隐藏智能审图标出的异常区域</translation>
    </message>
    <message>
        <source>Agreeing patches</source>
        <translation>吻合图块</translation>
    </message>
    <message>
        <source>Show which patches of scan and typical model agree</source>
        <translation>显示扫描图像与典型模型中相互吻合的图块</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>全屏</translation>
    </message>
    <message>
        <source>Use the whole screen</source>
        <translation>使用整个屏幕</translation>
    </message>
    <message>
        <source>Find a command</source>
        <translation>查找命令</translation>
    </message>
    <message>
        <source>Type what you want, by name or pinyin; Enter does it</source>
        <translation>输入名称、拼音或首字母，按 Enter 执行</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>Show every key on one sheet</source>
        <translation>显示全部按键一览</translation>
    </message>
    <message>
        <source>About Review Room</source>
        <translation>关于集中审像工作站</translation>
    </message>
    <message>
        <source>Versions of the program and its parts</source>
        <translation>程序及其组件的版本</translation>
    </message>
    <message>
        <source>Layout: scan over model</source>
        <translation>布局：图像在上，模型在下</translation>
    </message>
    <message>
        <source>Scan above, typical model below; again: by rule</source>
        <translation>扫描图像在上，典型模型在下；再按一次按规则选择</translation>
    </message>
    <message>
        <source>Layout: scan large</source>
        <translation>布局：图像放大</translation>
    </message>
    <message>
        <source>The scan alone, the models as a strip; again: by rule</source>
        <translation>仅扫描图像，模型收成一条；再按一次按规则选择</translation>
    </message>
    <message>
        <source>Layout: papers wide</source>
        <translation>布局：单证加宽</translation>
    </message>
    <message>
        <source>The papers wide, with every goods line; again: by rule</source>
        <translation>单证加宽并列出全部商品项；再按一次按规则选择</translation>
    </message>
    <message>
        <source>Layout: two screens</source>
        <translation>布局：双屏</translation>
    </message>
    <message>
        <source>The models on the second screen; again: by rule</source>
        <translation>典型模型在第二块屏幕；再按一次按规则选择</translation>
    </message>
    <message>
        <source>Save the layout as mine</source>
        <translation>保存为我的布局</translation>
    </message>
    <message>
        <source>Keep this layout and its sizes for these screens</source>
        <translation>为当前屏幕保存此布局及其尺寸</translation>
    </message>
    <message>
        <source>Every goods line</source>
        <translation>全部商品项</translation>
    </message>
    <message>
        <source>Show every line of the declaration, or the first few</source>
        <translation>显示报关单全部商品项，或仅前几项</translation>
    </message>
    <message>
        <source>Papers down</source>
        <translation>单证下翻</translation>
    </message>
    <message>
        <source>Scroll the papers beside the scan down</source>
        <translation>将图像旁的单证向下翻页</translation>
    </message>
    <message>
        <source>Papers up</source>
        <translation>单证上翻</translation>
    </message>
    <message>
        <source>Scroll the papers beside the scan up</source>
        <translation>将图像旁的单证向上翻页</translation>
    </message>
    <message>
        <source>Look at the photos</source>
        <translation>查看随附照片</translation>
    </message>
    <message>
        <source>The photos that came with the scan, over it; again: back</source>
        <translation>在扫描图像上方查看随附的照片；再按返回</translation>
    </message>
    <message>
        <source>Give back for 5 minutes</source>
        <translation>暂退 5 分钟</translation>
    </message>
    <message>
        <source>Give the case back; it is not offered to you for 5 minutes</source>
        <translation>退回本任务，5 分钟内不再派给您</translation>
    </message>
    <message>
        <source>Give back for 15 minutes</source>
        <translation>暂退 15 分钟</translation>
    </message>
    <message>
        <source>Give the case back; it is not offered to you for 15 minutes</source>
        <translation>退回本任务，15 分钟内不再派给您</translation>
    </message>
    <message>
        <source>Give back for an hour</source>
        <translation>暂退 1 小时</translation>
    </message>
    <message>
        <source>Give the case back; it is not offered to you for an hour</source>
        <translation>退回本任务，1 小时内不再派给您</translation>
    </message>
    <message>
        <source>Back to my last</source>
        <translation>回看上一票</translation>
    </message>
    <message>
        <source>Look at your last decided case again; the key again leads back</source>
        <translation>再看一眼您刚审完的任务；再按一次返回</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Leave the decided case for the open or the next one</source>
        <translation>离开已审任务，回到当前任务或进入下一票</translation>
    </message>
    <message>
        <source>Next case by itself</source>
        <translation>自动进入下一票</translation>
    </message>
    <message>
        <source>Open the next case right after a decision, or wait for a key</source>
        <translation>作出结论后立即打开下一票，或等待按键</translation>
    </message>
    <message>
        <source>Supervisor&apos;s room</source>
        <translation>监督室</translation>
    </message>
    <message>
        <source>Go to the room where decisions are audited and the queue is steered; back</source>
        <translation>进入监督室，稽核审像结论、调度队列；再按返回</translation>
    </message>
    <message>
        <source>Lock the desk</source>
        <translation>锁定席位</translation>
    </message>
    <message>
        <source>Cover picture and papers until your password is typed</source>
        <translation>遮住图像和单证，输入密码后解锁</translation>
    </message>
    <message>
        <source>Go on with this monitor</source>
        <translation>用现在的显示器继续</translation>
    </message>
    <message>
        <source>Judge the open case on the monitor as it is now; it is recorded</source>
        <translation>在显示器现状下继续审当前任务；此操作会被记录</translation>
    </message>
    <message>
        <source>Remind me of a break later</source>
        <translation>稍后提醒休息</translation>
    </message>
    <message>
        <source>Call a break to mind again in ten minutes</source>
        <translation>十分钟后再提醒休息</translation>
    </message>
    <message>
        <source>Training …</source>
        <translation>训练 …</translation>
    </message>
    <message>
        <source>Practise on simulated cases in a window of its own; nothing counts</source>
        <translation>在单独窗口用模拟任务练习，不计入任何记录</translation>
    </message>
    <message>
        <source>Show to others</source>
        <translation>共同查看：展示</translation>
    </message>
    <message>
        <source>Let other officers look at the open case with you, until it is decided</source>
        <translation>让其他审像人员与您共同查看当前任务，直至作出结论</translation>
    </message>
    <message>
        <source>Look into a shown case …</source>
        <translation>共同查看：加入 …</translation>
    </message>
    <message>
        <source>Look at a case that another officer shows; the key again leads back</source>
        <translation>查看其他审像人员展示的任务；再按一次返回</translation>
    </message>
    <message>
        <source>Follow who shows</source>
        <translation>跟随展示者</translation>
    </message>
    <message>
        <source>In a shown case: see what its officer sees, as it moves</source>
        <translation>共同查看时：画面随展示者移动</translation>
    </message>
    <message>
        <source>Note to who shows</source>
        <translation>给展示者留言</translation>
    </message>
    <message>
        <source>In a shown case: write a few words to its officer</source>
        <translation>共同查看时：给展示者写几个字</translation>
    </message>
</context>
<context>
    <name>ComparePane</name>
    <message>
        <source>Scan</source>
        <translation>扫描图像</translation>
    </message>
    <message>
        <source>Typical model</source>
        <translation>典型模型</translation>
    </message>
    <message>
        <source>Other view of the scan</source>
        <translation>扫描图像的另一视角</translation>
    </message>
    <message>
        <source>Linked</source>
        <translation>联动</translation>
    </message>
    <message>
        <source>Not linked</source>
        <translation>未联动</translation>
    </message>
    <message>
        <source>Move, zoom and grey window of scan and typical model go together</source>
        <translation>扫描图像与典型模型的移动、缩放和窗宽窗位同步</translation>
    </message>
</context>
<context>
    <name>ComparisonLabel</name>
    <message>
        <source>mirrored left to right</source>
        <translation>左右镜像</translation>
    </message>
    <message>
        <source>TYPICAL MODEL</source>
        <translation>典型模型</translation>
    </message>
    <message>
        <source>RAW while the key is held: full window, no filters, no colours</source>
        <translation>按住按键期间显示原始图像：全窗宽，无滤波，无着色</translation>
    </message>
    <message>
        <source>same scale, by pixel size</source>
        <translation>同比例，依据像素尺寸</translation>
    </message>
    <message>
        <source>same scale, by container height</source>
        <translation>同比例，依据箱体高度</translation>
    </message>
    <message>
        <source>scaled by the match</source>
        <translation>按比对结果缩放</translation>
    </message>
    <message>
        <source>not to scale: sizes unknown</source>
        <translation>未按比例：尺寸未知</translation>
    </message>
    <message>
        <source>linked along the length, by pixel size</source>
        <translation>沿箱长联动，依据像素尺寸</translation>
    </message>
    <message>
        <source>linked along the length, by container length</source>
        <translation>沿箱长联动，依据箱体长度</translation>
    </message>
    <message>
        <source>linked along the length, not to scale: sizes unknown</source>
        <translation>沿箱长联动，未按比例：尺寸未知</translation>
    </message>
    <message>
        <source>TYPICAL MODEL shown while the key is held</source>
        <translation>按住按键期间显示典型模型</translation>
    </message>
    <message>
        <source>SWIPE: typical model right of the line</source>
        <translation>卷帘：分界线右侧为典型模型</translation>
    </message>
    <message>
        <source>SWIPE: typical model below the line</source>
        <translation>卷帘：分界线下方为典型模型</translation>
    </message>
    <message>
        <source>BLINK: scan and typical model in turn</source>
        <translation>闪烁：扫描图像与典型模型交替显示</translation>
    </message>
    <message>
        <source>DIFFERENCE at low energy: grey window and colours do not apply</source>
        <translation>低能差异图：窗宽窗位与着色不适用</translation>
    </message>
    <message>
        <source>DIFFERENCE at high energy: grey window and colours do not apply</source>
        <translation>高能差异图：窗宽窗位与着色不适用</translation>
    </message>
    <message>
        <source>Swipe</source>
        <translation>卷帘</translation>
    </message>
    <message>
        <source>Blink</source>
        <translation>闪烁</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>{}: no typical model</source>
        <translation>{}：无典型模型</translation>
    </message>
    <message>
        <source>laid by the match</source>
        <translation>按比对结果对齐</translation>
    </message>
    <message>
        <source>laid by the containers&apos; corners</source>
        <translation>按箱体角点对齐</translation>
    </message>
    <message>
        <source>laid by the pictures&apos; corners</source>
        <translation>按图像角点对齐</translation>
    </message>
</context>
<context>
    <name>ConditionRow</name>
    <message>
        <source>Period…</source>
        <extracomment>Periods to choose, as days back from today: the first and the last.</extracomment>
        <translation>时段…</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>昨天</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation>最近 7 天</translation>
    </message>
    <message>
        <source>Last 30 days</source>
        <translation>最近 30 天</translation>
    </message>
    <message>
        <source>Last 365 days</source>
        <translation>最近 365 天</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>条件项</translation>
    </message>
    <message>
        <source>not</source>
        <translation>不是</translation>
    </message>
    <message>
        <source>Everything but this</source>
        <translation>排除此项</translation>
    </message>
    <message>
        <source>Take the condition out</source>
        <translation>删除该条件</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>取值</translation>
    </message>
    <message>
        <source>from</source>
        <translation>从</translation>
    </message>
    <message>
        <source>to</source>
        <translation>到</translation>
    </message>
    <message>
        <source>2026-03-29 or 2026-03-29 02:30</source>
        <translation>2026-03-29 或 2026-03-29 02:30</translation>
    </message>
    <message>
        <source>2026-03-29 or 2026-03-29 02:30; a day is meant whole</source>
        <translation>2026-03-29 或 2026-03-29 02:30；只写日期时含全天</translation>
    </message>
    <message>
        <source>first digits, such as 2402</source>
        <translation>编码前几位，如 2402</translation>
    </message>
    <message>
        <source>a part of the text</source>
        <translation>文字的一部分</translation>
    </message>
    <message>
        <source>exactly; * at the end for what begins so</source>
        <translation>完整填写；末尾加 * 表示以此开头</translation>
    </message>
    <message>
        <source> or </source>
        <translation> 或 </translation>
    </message>
</context>
<context>
    <name>ContainerParts</name>
    <message>
        <source>{} measured, {} ft</source>
        <translation>实测 {}，{} 英尺</translation>
    </message>
    <message>
        <source>floor</source>
        <translation>箱底</translation>
    </message>
    <message>
        <source>roof</source>
        <translation>箱顶</translation>
    </message>
    <message>
        <source>end</source>
        <translation>端部</translation>
    </message>
    <message>
        <source>top</source>
        <translation>上层</translation>
    </message>
    <message>
        <source>middle</source>
        <translation>中层</translation>
    </message>
    <message>
        <source>bottom</source>
        <translation>下层</translation>
    </message>
</context>
<context>
    <name>Copying</name>
    <message>
        <source>Copy “%1”</source>
        <translation>复制“%1”</translation>
    </message>
    <message>
        <source>Copy the id “%1”</source>
        <translation>复制编号“%1”</translation>
    </message>
    <message>
        <source>Copy the row</source>
        <translation>复制整行</translation>
    </message>
</context>
<context>
    <name>CoverageStrip</name>
    <message>
        <source>Looked at closely: nothing yet</source>
        <translation>已细看：尚无</translation>
    </message>
    <message>
        <source>Looked at closely: %1</source>
        <translation>已细看：%1</translation>
    </message>
    <message>
        <source>Looked at closely: %1. Not yet:</source>
        <translation>已细看：%1，尚未细看：</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>Bright: seen near, at rest, in greys that show it. Dim: only from further off, or all black or white. %1 lays it over the scan.</source>
        <translation>亮：已放大、静止且灰度清晰地看过。暗：只在较远处看过，或全黑、全白。%1 可叠加到扫描图像上。</translation>
    </message>
</context>
<context>
    <name>DecisionBar</name>
    <message>
        <source>Note for the crew and the record  (%1)</source>
        <translation>给查验人员和存档的备注  (%1)</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Ready to decide</source>
        <translation>可以作出结论</translation>
    </message>
</context>
<context>
    <name>DecisionFacts</name>
    <message>
        <source>Decision</source>
        <translation>审像结论</translation>
    </message>
    <message>
        <source>Reason: %1</source>
        <translation>理由：%1</translation>
    </message>
    <message>
        <source>Note: %1</source>
        <translation>备注：%1</translation>
    </message>
    <message>
        <source>Taken back: %1</source>
        <translation>已撤回：%1</translation>
    </message>
    <message>
        <source>Told to the site: %1</source>
        <translation>已下达现场：%1</translation>
    </message>
    <message>
        <source>Also read by %1: %2</source>
        <translation>%1 亦审看：%2</translation>
    </message>
    <message>
        <source>The engine did not compare.</source>
        <translation>智能审图未作比对。</translation>
    </message>
    <message>
        <source>Engine %1, library %2: %3</source>
        <translation>智能审图 %1，模型库 %2：%3</translation>
    </message>
    <message>
        <source>Its verdict was never shown to the reviewer.</source>
        <translation>比对结论从未向审像人员显示。</translation>
    </message>
    <message>
        <source>Its verdict was shown after %1 s.</source>
        <translation>比对结论于 %1 秒后显示。</translation>
    </message>
    <message>
        <source>Its verdict was shown from the start.</source>
        <translation>比对结论自始显示。</translation>
    </message>
    <message>
        <source>The reviewer had judged first: nothing suspicious.</source>
        <translation>审像人员已先行初判：未见可疑。</translation>
    </message>
    <message>
        <source>The reviewer had judged first: suspicious.</source>
        <translation>审像人员已先行初判：可疑。</translation>
    </message>
    <message>
        <source>On the screen for %1 s</source>
        <translation>审看 %1 秒</translation>
    </message>
    <message>
        <source>%1 % of the container were looked at near enough</source>
        <translation>整箱的 %1 % 已充分审看</translation>
    </message>
    <message>
        <source>Monitor %1</source>
        <translation>显示器 %1</translation>
    </message>
    <message>
        <source>Checked on %1</source>
        <translation>检查日期 %1</translation>
    </message>
    <message>
        <source>The monitor changed meanwhile: the report tells how.</source>
        <translation>审像期间显示器有变化，详见证据报告。</translation>
    </message>
    <message>
        <source>Nothing kept the hub&apos;s clock in step: its time may be wrong.</source>
        <translation>审像中心时钟当时未同步，记录的时间可能不准。</translation>
    </message>
    <message>
        <source>The library has typical model %1 no longer.</source>
        <translation>模型库中已无典型图像模型 %1。</translation>
    </message>
    <message>
        <source>Typical model %1 is not in force any more; its picture is kept.</source>
        <translation>典型图像模型 %1 已停用，其图像仍保留。</translation>
    </message>
    <message>
        <source>The picture of typical model %1 cannot be read.</source>
        <translation>无法读取典型图像模型 %1 的图像。</translation>
    </message>
    <message>
        <source>Typical model %1 has another picture now than the reviewer saw.</source>
        <translation>典型图像模型 %1 的图像与审像人员当时所见不同。</translation>
    </message>
    <message>
        <source>No entry of the evidence log was found for this decision.</source>
        <translation>审计日志中未找到此结论的条目。</translation>
    </message>
    <message>
        <source>Entry %1 of the evidence log, chain %2…</source>
        <translation>审计日志第 %1 条，链哈希 %2…</translation>
    </message>
</context>
<context>
    <name>DeclarationPanel</name>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>%n 张照片</numerusform>
        </translation>
    </message>
    <message>
        <source>Declaration</source>
        <translation>报关单</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>Consignor</source>
        <translation>发货人</translation>
    </message>
    <message>
        <source>Consignee</source>
        <translation>收货人</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>路线</translation>
    </message>
    <message>
        <source>Lot</source>
        <translation>批次</translation>
    </message>
    <message>
        <source>No declaration has arrived for this scan.</source>
        <translation>该扫描图像尚未收到报关单。</translation>
    </message>
    <message>
        <source>The declaration names another container: %1</source>
        <translation>报关单所列箱号不同：%1</translation>
    </message>
    <message>
        <source>The declaration has no goods line.</source>
        <translation>报关单没有商品项。</translation>
    </message>
    <message>
        <source>The declaration&apos;s container number %1 has a wrong check digit</source>
        <translation>报关单箱号 %1 校验码不符</translation>
    </message>
    <message numerus="yes">
        <source>Show %n more line(s)</source>
        <translation>
            <numerusform>再显示 %n 项</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more line(s) are too many to show</source>
        <translation>
            <numerusform>另有 %n 项，过多无法显示</numerusform>
        </translation>
    </message>
    <message>
        <source>Show fewer lines</source>
        <translation>收起商品项</translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) in all</source>
        <translation>
            <numerusform>共 %n 项</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) do not tell all of it</source>
        <translation>
            <numerusform>%n 项未申报件数或毛重</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DeskHours</name>
    <message>
        <source>Given back; it is not offered to you for %1 minutes</source>
        <translation>已退回，%1 分钟内不再派给您</translation>
    </message>
    <message>
        <source>Open again as you left it, with your marks and note</source>
        <translation>已恢复到您离开时的样子，标记和备注都在</translation>
    </message>
    <message>
        <source>What you left of this case cannot be opened with your new password: please begin it again</source>
        <translation>您此前在本任务中留下的内容无法用新口令打开，请重新审看</translation>
    </message>
</context>
<context>
    <name>DeskLock</name>
    <message>
        <source>This is not your password.</source>
        <translation>密码不正确。</translation>
    </message>
    <message>
        <source>The hub does not answer, so the desk stays locked. Try again in a moment.</source>
        <translation>审像中心没有应答，席位保持锁定。请稍后再试。</translation>
    </message>
</context>
<context>
    <name>DeskPage</name>
    <message>
        <source>No case is waiting. The next one opens here by itself.</source>
        <translation>暂无待审任务，新任务到达后自动打开。</translation>
    </message>
    <message>
        <source>The next case is on its way.</source>
        <translation>下一任务正在取回。</translation>
    </message>
    <message>
        <source>This scan cannot be shown: %1
Refer it, or ask for a rescan.</source>
        <translation>此图像无法显示：%1
请上报或要求重扫。</translation>
    </message>
    <message>
        <source>No typical model of the declared goods is here; others are shown after your own judgement.</source>
        <translation>暂无所申报货物的典型图像模型，其他模型在您判断后显示。</translation>
    </message>
    <message>
        <source>No typical model has arrived yet.</source>
        <translation>典型图像模型尚未送达。</translation>
    </message>
    <message>
        <source>The library holds no typical model to compare with.</source>
        <translation>典型模型库中没有可比对的模型。</translation>
    </message>
</context>
<context>
    <name>DifferenceLegend</name>
    <message>
        <source>model denser</source>
        <translation>典型模型更密</translation>
    </message>
    <message>
        <source>nepers</source>
        <translation>奈培</translation>
    </message>
    <message>
        <source>scan denser</source>
        <translation>扫描图像更密</translation>
    </message>
    <message>
        <source>no model here: plain scan</source>
        <translation>此处无典型模型：仅扫描图像</translation>
    </message>
    <message>
        <source>both too dense to compare</source>
        <translation>两者均过密，无法比较</translation>
    </message>
</context>
<context>
    <name>Drawer</name>
    <message>
        <source>Look</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Measures</source>
        <translation>测量</translation>
    </message>
</context>
<context>
    <name>Entrance</name>
    <message>
        <source>Review Room</source>
        <translation>集中审像工作站</translation>
    </message>
</context>
<context>
    <name>EvidenceAsking</name>
    <message>
        <source>Another officer has to agree that pictures leave the room. It is asked for under Steering; write the report when they have agreed.</source>
        <translation>图像离开审像室须经另一名人员同意。已在“调度”页提出申请；对方同意后再导出报告。</translation>
    </message>
    <message>
        <source>%1 has asked for this report. Agree to that under Steering, or ask again.</source>
        <translation>%1 已申请导出本报告。请在“调度”页同意该申请，或稍后再试。</translation>
    </message>
    <message>
        <source>Write the evidence report</source>
        <translation>写出证据报告</translation>
    </message>
    <message>
        <source>The evidence report is being written.</source>
        <translation>正在写出证据报告。</translation>
    </message>
    <message>
        <source>Written and noted in the evidence log: %1</source>
        <translation>已写出并记入审计日志：%1</translation>
    </message>
    <message>
        <source>%1 is written, but the hub has not noted it: %2</source>
        <translation>%1 已写出，但审像中心未予记录：%2</translation>
    </message>
    <message>
        <source>The evidence report was not written: %1</source>
        <translation>证据报告未能写出：%1</translation>
    </message>
</context>
<context>
    <name>Explanation</name>
    <message>
        <source>Back to the typical model</source>
        <translation>返回典型模型</translation>
    </message>
    <message>
        <source>This scan</source>
        <translation>本扫描图像</translation>
    </message>
    <message>
        <source>Declared goods: nearest place</source>
        <translation>申报货物：最相近处</translation>
    </message>
    <message>
        <source>Other goods: nearest place</source>
        <translation>其他货物：最相近处</translation>
    </message>
    <message>
        <source>The engine found no odd region.</source>
        <translation>智能审图未发现异常区域。</translation>
    </message>
    <message>
        <source>Choose a region: , and . go from one to the next.</source>
        <translation>请选择区域：按 , 和 . 逐个切换。</translation>
    </message>
    <message>
        <source>Region %1 of %2  ·  %3</source>
        <translation>区域 %1 / %2  ·  %3</translation>
    </message>
    <message>
        <source>More like other goods: %1.</source>
        <translation>更像其他货物：%1。</translation>
    </message>
    <message>
        <source>one logarithmic grey window</source>
        <translation>统一的对数灰度窗</translation>
    </message>
    <message>
        <source>The model is on its way.</source>
        <translation>模型正在传来。</translation>
    </message>
    <message>
        <source>The model cannot be shown.</source>
        <translation>模型无法显示。</translation>
    </message>
    <message>
        <source>No model of the declared goods comes near.</source>
        <translation>申报货物的模型中没有相近之处。</translation>
    </message>
    <message>
        <source>No model of other goods comes near.</source>
        <translation>其他货物的模型中没有相近之处。</translation>
    </message>
    <message>
        <source>same scale, by pixel size</source>
        <translation>同比例，依据像素尺寸</translation>
    </message>
    <message>
        <source>same scale, by container height</source>
        <translation>同比例，依据箱体高度</translation>
    </message>
    <message>
        <source>not to scale: sizes unknown</source>
        <translation>未按比例：尺寸未知</translation>
    </message>
</context>
<context>
    <name>FidelityLine</name>
    <message>
        <source>through {}</source>
        <translation>透过 {}</translation>
    </message>
    <message>
        <source>row {}, column {}</source>
        <translation>行 {}，列 {}</translation>
    </message>
    <message>
        <source>{} m along, {} m down</source>
        <translation>横向 {} m，纵向 {} m</translation>
    </message>
    <message>
        <source>COARSE 1:{} - full resolution is on its way</source>
        <translation>粗略图 1:{}，全分辨率图像正在传输</translation>
    </message>
    <message>
        <source>FILTERS COARSE - the exact picture follows</source>
        <translation>滤波为粗略结果，精确图像随后显示</translation>
    </message>
    <message>
        <source>Material colours not calibrated for this scanner</source>
        <translation>材料着色未按本设备标定</translation>
    </message>
    <message>
        <source>No material colours: low energy missing</source>
        <translation>无材料着色：缺少低能图像</translation>
    </message>
    <message>
        <source>Low energy missing: high energy shown</source>
        <translation>缺少低能图像，显示的是高能图像</translation>
    </message>
    <message>
        <source>mirrored left to right</source>
        <translation>左右镜像</translation>
    </message>
    <message>
        <source>{} bit</source>
        <translation>{} 位</translation>
    </message>
    <message>
        <source>single energy</source>
        <translation>单能</translation>
    </message>
    <message>
        <source>low energy</source>
        <translation>低能</translation>
    </message>
    <message>
        <source>high energy</source>
        <translation>高能</translation>
    </message>
    <message>
        <source>{} {} MeV</source>
        <translation>{} {} MeV</translation>
    </message>
    <message>
        <source>material colours over 5 x 5 pixels</source>
        <translation>材料着色（5 x 5 像素）</translation>
    </message>
    <message>
        <source>pseudo-colours {}</source>
        <translation>伪彩 {}</translation>
    </message>
    <message>
        <source>{}-{} % through in colour</source>
        <translation>透过率 {}-{} % 着色</translation>
    </message>
    <message>
        <source>only organic in colour</source>
        <translation>仅有机物着色</translation>
    </message>
    <message>
        <source>only mixed in colour</source>
        <translation>仅混合物着色</translation>
    </message>
    <message>
        <source>only metal in colour</source>
        <translation>仅金属着色</translation>
    </message>
    <message>
        <source>1:1, every pixel</source>
        <translation>1:1，逐像素</translation>
    </message>
    <message>
        <source>reduced 1:{}</source>
        <translation>缩小 1:{}</translation>
    </message>
    <message>
        <source>enlarged {}:1</source>
        <translation>放大 {}:1</translation>
    </message>
    <message>
        <source>window {} level {}</source>
        <translation>窗宽 {} 窗位 {}</translation>
    </message>
    <message>
        <source>logarithmic</source>
        <translation>对数</translation>
    </message>
    <message>
        <source>gamma {}</source>
        <translation>伽马 {}</translation>
    </message>
    <message>
        <source>inverted</source>
        <translation>反相</translation>
    </message>
    <message>
        <source>{} at 1:{}</source>
        <translation>{}（1:{} 下）</translation>
    </message>
    <message>
        <source>smoothed</source>
        <translation>平滑</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>均值</translation>
    </message>
    <message>
        <source>median</source>
        <translation>中值</translation>
    </message>
    <message>
        <source>sharpened</source>
        <translation>锐化</translation>
    </message>
    <message>
        <source>edges</source>
        <translation>边缘</translation>
    </message>
    <message>
        <source>horizontal edges</source>
        <translation>水平边缘</translation>
    </message>
    <message>
        <source>vertical edges</source>
        <translation>竖直边缘</translation>
    </message>
    <message>
        <source>relief</source>
        <translation>浮雕</translation>
    </message>
    <message>
        <source>dense grown</source>
        <translation>腐蚀（高密度扩大）</translation>
    </message>
    <message>
        <source>dense thinned</source>
        <translation>膨胀（高密度缩小）</translation>
    </message>
    <message>
        <source>no filter</source>
        <translation>无滤波</translation>
    </message>
    <message>
        <source>local contrast</source>
        <translation>局部对比</translation>
    </message>
    <message>
        <source>equalised as a whole</source>
        <translation>全图均衡</translation>
    </message>
    <message>
        <source>{} tiles</source>
        <translation>{} 块</translation>
    </message>
    <message>
        <source>{} px</source>
        <translation>{} 像素</translation>
    </message>
    <message>
        <source>pixel size unknown</source>
        <translation>像素尺寸未知</translation>
    </message>
    <message>
        <source>pixel {} mm</source>
        <translation>像素 {} mm</translation>
    </message>
    <message>
        <source>pixel {} x {} mm</source>
        <translation>像素 {} x {} mm</translation>
    </message>
</context>
<context>
    <name>FiguresPage</name>
    <message>
        <source>The last day</source>
        <extracomment>Days up to the newest decision -&gt; how that is called; 0 is everything.</extracomment>
        <translation>最近 1 天</translation>
    </message>
    <message>
        <source>The last 7 days</source>
        <translation>最近 7 天</translation>
    </message>
    <message>
        <source>The last 30 days</source>
        <translation>最近 30 天</translation>
    </message>
    <message>
        <source>The last 90 days</source>
        <translation>最近 90 天</translation>
    </message>
    <message>
        <source>The last 365 days</source>
        <translation>最近 365 天</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>时段</translation>
    </message>
    <message>
        <source>Site</source>
        <translation>现场</translation>
    </message>
    <message>
        <source>Goods (HS code)</source>
        <translation>货物（商品编码）</translation>
    </message>
    <message>
        <source>Charts by</source>
        <translation>图表分组</translation>
    </message>
    <message>
        <source>such as 85</source>
        <translation>如 85</translation>
    </message>
    <message>
        <source>Write a report…</source>
        <translation>生成报告…</translation>
    </message>
    <message>
        <source>All sites</source>
        <translation>全部现场</translation>
    </message>
    <message>
        <source>Counting…</source>
        <translation>正在统计…</translation>
    </message>
    <message>
        <source>Taking in what was recorded: %1 decisions to go…</source>
        <translation>正在汇总历史记录：尚余 %1 条结论…</translation>
    </message>
    <message>
        <source>Nothing was settled in this period. The newest decision is of %1.</source>
        <translation>该时段内没有已作结论的审像任务。最近一次审像结论在%1。</translation>
    </message>
    <message>
        <source>Write the report to</source>
        <translation>报告保存到</translation>
    </message>
    <message>
        <source>Writing…</source>
        <translation>正在写入…</translation>
    </message>
    <message>
        <source>Written to %1</source>
        <translation>已写入%1</translation>
    </message>
</context>
<context>
    <name>FilmStory</name>
    <message>
        <source>Engine</source>
        <translation>智能审图</translation>
    </message>
    <message>
        <source>Marks</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>Looks</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>典型模型</translation>
    </message>
    <message>
        <source>Acts</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Decided</source>
        <translation>作出结论</translation>
    </message>
    <message>
        <source>Set aside: another case was on the screen</source>
        <translation>暂时搁置：屏幕上为其他任务</translation>
    </message>
    <message>
        <source>Opened again</source>
        <translation>再次打开</translation>
    </message>
    <message>
        <source>Opened again after the desk was restarted</source>
        <translation>席位重启后再次打开</translation>
    </message>
    <message>
        <source>Own judgement: nothing suspicious</source>
        <translation>本人初判：未见可疑</translation>
    </message>
    <message>
        <source>Own judgement: suspicious</source>
        <translation>本人初判：可疑</translation>
    </message>
    <message>
        <source>Another look: %1</source>
        <translation>改变显示：%1</translation>
    </message>
    <message>
        <source>Mark drawn</source>
        <translation>添加标记</translation>
    </message>
    <message>
        <source>Mark changed</source>
        <translation>修改标记</translation>
    </message>
    <message>
        <source>Mark taken away</source>
        <translation>删除标记</translation>
    </message>
    <message>
        <source>No typical model on the screen</source>
        <translation>屏幕上无典型图像模型</translation>
    </message>
    <message>
        <source>Typical model %1</source>
        <translation>典型图像模型 %1</translation>
    </message>
    <message>
        <source>The engine&apos;s verdict is on the screen</source>
        <translation>显示智能审图结论</translation>
    </message>
    <message>
        <source>Engine and reviewer differ: asked again</source>
        <translation>智能审图与审像人员意见不一，再次确认</translation>
    </message>
    <message>
        <source>smoothed</source>
        <translation>平滑</translation>
    </message>
    <message>
        <source>averaged</source>
        <translation>均值</translation>
    </message>
    <message>
        <source>median</source>
        <translation>中值</translation>
    </message>
    <message>
        <source>sharpened</source>
        <translation>锐化</translation>
    </message>
    <message>
        <source>edges</source>
        <translation>边缘</translation>
    </message>
    <message>
        <source>horizontal edges</source>
        <translation>水平边缘</translation>
    </message>
    <message>
        <source>vertical edges</source>
        <translation>垂直边缘</translation>
    </message>
    <message>
        <source>embossed</source>
        <translation>浮雕</translation>
    </message>
    <message>
        <source>dense grown</source>
        <translation>高密度扩张</translation>
    </message>
    <message>
        <source>dense shrunk</source>
        <translation>高密度收缩</translation>
    </message>
    <message>
        <source>local contrast</source>
        <translation>局部对比度</translation>
    </message>
    <message>
        <source>equalised</source>
        <translation>直方图均衡</translation>
    </message>
    <message>
        <source>grey window %1</source>
        <translation>窗宽窗位 %1</translation>
    </message>
    <message>
        <source>inverted</source>
        <translation>反相</translation>
    </message>
    <message>
        <source>material colours</source>
        <translation>物质颜色</translation>
    </message>
    <message>
        <source>low energy</source>
        <translation>低能</translation>
    </message>
    <message>
        <source>as it was before</source>
        <translation>恢复原样</translation>
    </message>
</context>
<context>
    <name>FilterPanel</name>
    <message>
        <source>&amp;Keep…</source>
        <translation>保存(&amp;K)…</translation>
    </message>
    <message>
        <source>Drop</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>&amp;Add condition</source>
        <translation>添加条件(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Search</source>
        <translation>查找(&amp;S)</translation>
    </message>
    <message>
        <source>Times of</source>
        <translation>时区</translation>
    </message>
    <message>
        <source>Time zone</source>
        <translation>时区</translation>
    </message>
    <message>
        <source>Kept filters</source>
        <translation>已保存的筛选</translation>
    </message>
    <message>
        <source>Choose a filter…</source>
        <translation>选择筛选条件…</translation>
    </message>
    <message>
        <source> (of %1)</source>
        <translation>（%1 共享）</translation>
    </message>
    <message>
        <source> (damaged)</source>
        <translation>（已损坏）</translation>
    </message>
    <message>
        <source>Open a filter file…</source>
        <translation>打开筛选文件…</translation>
    </message>
    <message>
        <source>Write this filter to a file…</source>
        <translation>将筛选条件存为文件…</translation>
    </message>
</context>
<context>
    <name>FilterSection</name>
    <message>
        <source>Filters, in this order</source>
        <translation>滤波（按此顺序）</translation>
    </message>
    <message>
        <source>None: the detector&apos;s own counts</source>
        <translation>无：探测器原始计数</translation>
    </message>
    <message>
        <source>Add a filter</source>
        <translation>添加滤波</translation>
    </message>
    <message>
        <source>Switch this filter on or off</source>
        <translation>启用或停用此滤波</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>强度</translation>
    </message>
    <message>
        <source>How far around a pixel the filter looks</source>
        <translation>邻域边长</translation>
    </message>
    <message>
        <source>Limit of the contrast</source>
        <translation>对比度限值</translation>
    </message>
    <message>
        <source>Tiles: each is equalised by itself</source>
        <translation>分块：每块单独均衡</translation>
    </message>
    <message>
        <source>Do this earlier</source>
        <translation>提前</translation>
    </message>
    <message>
        <source>Do this later</source>
        <translation>推后</translation>
    </message>
    <message>
        <source>Take this filter away</source>
        <translation>移除此滤波</translation>
    </message>
    <message>
        <source>auto</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>{0} x {0}</source>
        <translation>{0} x {0}</translation>
    </message>
    <message>
        <source>{} px</source>
        <translation>{} 像素</translation>
    </message>
    <message>
        <source>Smooth</source>
        <translation>平滑</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>均值</translation>
    </message>
    <message>
        <source>Median</source>
        <translation>中值</translation>
    </message>
    <message>
        <source>Sharpen</source>
        <translation>锐化</translation>
    </message>
    <message>
        <source>Edges</source>
        <translation>边缘</translation>
    </message>
    <message>
        <source>Edges, horizontal</source>
        <translation>边缘（水平）</translation>
    </message>
    <message>
        <source>Edges, vertical</source>
        <translation>边缘（竖直）</translation>
    </message>
    <message>
        <source>Relief</source>
        <translation>浮雕</translation>
    </message>
    <message>
        <source>Erode: dense grows</source>
        <translation>腐蚀：高密度扩大</translation>
    </message>
    <message>
        <source>Dilate: dense thins</source>
        <translation>膨胀：高密度缩小</translation>
    </message>
    <message>
        <source>Local contrast</source>
        <translation>局部对比</translation>
    </message>
    <message>
        <source>Equalise the whole</source>
        <translation>全图均衡</translation>
    </message>
</context>
<context>
    <name>FilterWords</name>
    <message>
        <source>Decided</source>
        <translation>作出时间</translation>
    </message>
    <message>
        <source>Scan received</source>
        <translation>图像到达时间</translation>
    </message>
    <message>
        <source>Conclusion</source>
        <translation>审像结论</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Became</source>
        <translation>后续状态</translation>
    </message>
    <message>
        <source>Officer</source>
        <translation>审像员</translation>
    </message>
    <message>
        <source>Desk</source>
        <translation>席位</translation>
    </message>
    <message>
        <source>Site</source>
        <translation>现场</translation>
    </message>
    <message>
        <source>Scanner</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Container</source>
        <translation>集装箱号</translation>
    </message>
    <message>
        <source>Scan</source>
        <translation>图像编号</translation>
    </message>
    <message>
        <source>Declaration</source>
        <translation>报关单号</translation>
    </message>
    <message>
        <source>Consignee</source>
        <translation>收货人</translation>
    </message>
    <message>
        <source>HS code</source>
        <translation>商品编码</translation>
    </message>
    <message>
        <source>Goods</source>
        <translation>品名</translation>
    </message>
    <message>
        <source>Number of codes</source>
        <translation>商品编码个数</translation>
    </message>
    <message>
        <source>Engine says</source>
        <translation>智能审图结果</translation>
    </message>
    <message>
        <source>p-value</source>
        <translation>p 值</translation>
    </message>
    <message>
        <source>Like prohibited goods</source>
        <translation>疑似禁限货物</translation>
    </message>
    <message>
        <source>Unlike its sisters</source>
        <translation>与同票其他箱不同</translation>
    </message>
    <message>
        <source>Load seen</source>
        <translation>图像装载情况</translation>
    </message>
    <message>
        <source>Declared mass</source>
        <translation>申报重量</translation>
    </message>
    <message>
        <source>Mass in the picture</source>
        <translation>图像估重</translation>
    </message>
    <message>
        <source>Mass off by</source>
        <translation>重量相差</translation>
    </message>
    <message>
        <source>Mark&apos;s type</source>
        <translation>嫌疑类型</translation>
    </message>
    <message>
        <source>Number of marks</source>
        <translation>嫌疑标记数</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Time to decision</source>
        <translation>审结用时</translation>
    </message>
    <message>
        <source>Time on the scan</source>
        <translation>看图时间</translation>
    </message>
    <message>
        <source>Which reading</source>
        <translation>第几次审像</translation>
    </message>
    <message>
        <source>Risk instruction</source>
        <translation>布控指令</translation>
    </message>
    <message>
        <source>Re-check</source>
        <translation>抽查复核</translation>
    </message>
    <message>
        <source>Opened</source>
        <translation>开箱原因</translation>
    </message>
    <message>
        <source>Crew found</source>
        <translation>查验结果</translation>
    </message>
    <message>
        <source>Crew&apos;s words</source>
        <translation>查验说明</translation>
    </message>
    <message>
        <source>Test image</source>
        <translation>测试图像</translation>
    </message>
    <message>
        <source>Not sent yet</source>
        <translation>尚未下发</translation>
    </message>
    <message>
        <source>Applied by its site</source>
        <translation>现场已执行</translation>
    </message>
    <message>
        <source>Taken back</source>
        <translation>已撤回</translation>
    </message>
    <message>
        <source>Handed to a chief</source>
        <translation>已上报科长</translation>
    </message>
    <message>
        <source>One of several readings</source>
        <translation>双人审像之一</translation>
    </message>
    <message>
        <source>Superseded</source>
        <translation>已被取代</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>No</source>
        <translation>否</translation>
    </message>
    <message>
        <source>Empty</source>
        <translation>空箱</translation>
    </message>
    <message>
        <source>Partly loaded</source>
        <translation>部分装载</translation>
    </message>
    <message>
        <source>Full</source>
        <translation>满载</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Drawn, not done</source>
        <translation>已抽中、未复核</translation>
    </message>
    <message>
        <source>Agreed</source>
        <translation>意见一致</translation>
    </message>
    <message>
        <source>Disagreed</source>
        <translation>意见不一致</translation>
    </message>
    <message>
        <source>Consistent</source>
        <extracomment>The verdicts in few words, for a table.</extracomment>
        <translation>相符</translation>
    </message>
    <message>
        <source>Inconsistent</source>
        <translation>不符</translation>
    </message>
    <message>
        <source>Cannot judge</source>
        <translation>无法判断</translation>
    </message>
    <message>
        <source>Not compared</source>
        <translation>未比对</translation>
    </message>
    <message>
        <source>Not opened</source>
        <translation>未开箱</translation>
    </message>
    <message>
        <source>For inspection</source>
        <translation>转查验</translation>
    </message>
    <message>
        <source>Drawn by lot</source>
        <translation>随机开箱</translation>
    </message>
    <message>
        <source>After a re-check</source>
        <translation>抽查复核后开箱</translation>
    </message>
    <message>
        <source>No result</source>
        <translation>无查验结果</translation>
    </message>
    <message>
        <source>Nothing wrong</source>
        <translation>未查获</translation>
    </message>
    <message>
        <source>None shown</source>
        <translation>未出现</translation>
    </message>
    <message>
        <source>Marked</source>
        <translation>已标记</translation>
    </message>
    <message>
        <source>Missed</source>
        <translation>漏检</translation>
    </message>
    <message>
        <source>Marked elsewhere</source>
        <translation>标记位置不符</translation>
    </message>
    <message>
        <source>This is damaged, or something else than a filter. Nothing was changed.</source>
        <translation>筛选条件已损坏，或不是筛选条件。未作任何改动。</translation>
    </message>
    <message>
        <source>A newer version of the program wrote this filter. Update this desk.</source>
        <translation>此筛选条件由更新版本的程序保存，请升级本席位。</translation>
    </message>
    <message>
        <source>Decisions have no such field: %2.</source>
        <translation>审像结论没有这一项：%2。</translation>
    </message>
    <message>
        <source>Decisions cannot be put in this order: %2.</source>
        <translation>不能按此项排序：%2。</translation>
    </message>
    <message>
        <source>%1: there is no value “%2”. Choose one from the list.</source>
        <translation>%1：没有“%2”这个取值，请从列表中选择。</translation>
    </message>
    <message>
        <source>%1: nothing is asked for. Fill the field in, or take the condition out.</source>
        <translation>%1：未填写条件。请填写，或删除该条件。</translation>
    </message>
    <message>
        <source>%1: “%2” is not a number.</source>
        <translation>%1：“%2”不是数字。</translation>
    </message>
    <message>
        <source>%1: no decision can have this value. It lies between %3 and %4.</source>
        <translation>%1：不可能有这样的取值，应在 %3 至 %4 之间。</translation>
    </message>
    <message>
        <source>%1: the beginning comes after the end, so nothing can fit. Exchange them.</source>
        <translation>%1：起点晚于终点，不会有结果。请对调。</translation>
    </message>
    <message>
        <source>%1: two conditions exclude each other, so nothing can fit. Take one out.</source>
        <translation>%1：两个条件互相矛盾，不会有结果。请删除其中一个。</translation>
    </message>
    <message>
        <source>%1: “%2” is not an HS code. Write 2 to 10 digits without dots.</source>
        <translation>%1：“%2”不是商品编码。请填 2 至 10 位数字，不加点。</translation>
    </message>
    <message>
        <source>%1: “%2” is not a time. Write 2026-03-29, or 2026-03-29 02:30.</source>
        <translation>%1：“%2”不是时间。请按 2026-03-29 或 2026-03-29 02:30 填写。</translation>
    </message>
    <message>
        <source>There is no time zone “%2”. Write one such as Asia/Shanghai.</source>
        <translation>没有时区“%2”。请按 Asia/Shanghai 的形式填写。</translation>
    </message>
    <message>
        <source>A filter has at most %5 conditions. Take some out.</source>
        <translation>最多 %5 个条件，请删除一些。</translation>
    </message>
    <message>
        <source>%1: a value has at most %6 letters.</source>
        <translation>%1：最多 %6 个字。</translation>
    </message>
    <message>
        <source>%1 did not exist: the clock was put forward by %2 h. The moment of the change is meant.</source>
        <translation>%1 并不存在：当时时钟拨快了 %2 小时。按拨快的那一刻查找。</translation>
    </message>
    <message>
        <source>%1 came twice: the clock was put back by %2 h. Both hours are searched.</source>
        <translation>%1 出现过两次：当时时钟拨慢了 %2 小时。两次都在查找范围内。</translation>
    </message>
    <message>
        <source>The clock was moved by %2 h within %1; the range is that much longer or shorter.</source>
        <translation>%1 期间时钟拨动了 %2 小时，时间范围相应变长或变短。</translation>
    </message>
    <message>
        <source>s</source>
        <translation>秒</translation>
    </message>
    <message>
        <source>min</source>
        <translation>分钟</translation>
    </message>
</context>
<context>
    <name>FindPage</name>
    <message>
        <source>&amp;Replay</source>
        <translation>回放(&amp;R)</translation>
    </message>
    <message>
        <source>Save &amp;proof…</source>
        <translation>保存证明(&amp;P)…</translation>
    </message>
    <message>
        <source>A small file that shows that this decision was recorded, without the records</source>
        <translation>一个小文件，不用数据库就能证明该结论确已记录</translation>
    </message>
    <message>
        <source>Found decisions</source>
        <translation>查找结果</translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>正在查找…</translation>
    </message>
    <message>
        <source>Decisions cannot be sorted by this column.</source>
        <translation>不能按此列排序。</translation>
    </message>
    <message>
        <source>%1 decisions</source>
        <translation>共 %1 条结论</translation>
    </message>
    <message>
        <source>No decision fits.</source>
        <translation>没有符合条件的结论。</translation>
    </message>
    <message>
        <source>more than %1 decisions</source>
        <translation>超过 %1 条结论</translation>
    </message>
    <message>
        <source>%1 so far…</source>
        <translation>已找到 %1 条…</translation>
    </message>
    <message>
        <source>The search still takes in %1 decisions; it is repeated by itself.</source>
        <translation>还有 %1 条结论正在编入索引，稍后自动重新查找。</translation>
    </message>
    <message>
        <source>Replays are not open to you here.</source>
        <translation>您无权在此回放。</translation>
    </message>
    <message>
        <source>The proof is being made…</source>
        <translation>正在生成证明…</translation>
    </message>
    <message>
        <source>Nothing signed stands for this decision yet; try again in a minute.</source>
        <translation>该结论尚未被签名存证，请一分钟后再试。</translation>
    </message>
    <message>
        <source>Save the proof</source>
        <translation>保存证明</translation>
    </message>
    <message>
        <source>The proof could not be saved in %1: %2.</source>
        <translation>证明无法保存到 %1：%2。</translation>
    </message>
    <message>
        <source>Saved. It shows that this decision is entry %1 of %2 that the hub signed. Check it anywhere with: reviewroom audit check %3 --hub-pub hub.card</source>
        <translation>已保存。可证明该结论是审像中心签名的 %2 条记录中的第 %1 条。可在任何电脑上核验：reviewroom audit check %3 --hub-pub hub.card</translation>
    </message>
    <message>
        <source>The filter is kept.</source>
        <translation>筛选条件已保存。</translation>
    </message>
    <message>
        <source>The filter is dropped.</source>
        <translation>筛选条件已删除。</translation>
    </message>
    <message>
        <source>Only its owner may drop this filter.</source>
        <translation>只有保存人可以删除此筛选条件。</translation>
    </message>
    <message>
        <source>Open a filter file</source>
        <translation>打开筛选文件</translation>
    </message>
    <message>
        <source>Filters (*.json);;All files (*)</source>
        <translation>筛选文件 (*.json);;所有文件 (*)</translation>
    </message>
    <message>
        <source>The file %1 cannot be read: %2.</source>
        <translation>文件 %1 无法读取：%2。</translation>
    </message>
    <message>
        <source>Write this filter to a file</source>
        <translation>将筛选条件存为文件</translation>
    </message>
    <message>
        <source>The filter could not be written to %1: %2.</source>
        <translation>筛选条件无法写入 %1：%2。</translation>
    </message>
    <message>
        <source>The filter is written to %1.</source>
        <translation>筛选条件已写入 %1。</translation>
    </message>
</context>
<context>
    <name>FindingEditor</name>
    <message>
        <source>Mark %1: what is it?</source>
        <translation>标记 %1：是什么？</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Sure  - +</source>
        <translation>把握 - +</translation>
    </message>
    <message>
        <source>Enter: goods, next. Esc: leave it so.</source>
        <translation>回车：填写货物、下一个；Esc：保持不变。</translation>
    </message>
</context>
<context>
    <name>FirstJudgement</name>
    <message>
        <source>Your own judgement first</source>
        <translation>请先自行判断</translation>
    </message>
    <message>
        <source>≠  The engine sees it otherwise: look again.</source>
        <translation>≠  智能审图意见与您不同：请再看一遍。</translation>
    </message>
    <message>
        <source>On such cases the engine&apos;s answer is shown only where it differs.</source>
        <translation>此类任务仅在智能审图结果与您的判断不一致时显示。</translation>
    </message>
    <message>
        <source>On such cases the engine&apos;s answer is shown after you have judged.</source>
        <translation>此类任务在您作出判断后才显示智能审图结果。</translation>
    </message>
    <message>
        <source>clear</source>
        <translation>无异常</translation>
    </message>
    <message>
        <source>suspicious</source>
        <translation>可疑</translation>
    </message>
    <message>
        <source>Your first judgement: %1</source>
        <translation>您的初判：%1</translation>
    </message>
</context>
<context>
    <name>FoldPanel</name>
    <message>
        <source>Open</source>
        <translation>展开</translation>
    </message>
    <message>
        <source>Fold</source>
        <translation>收起</translation>
    </message>
</context>
<context>
    <name>GeneralPage</name>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Size of the letters</source>
        <translation>字号</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>声音</translation>
    </message>
    <message>
        <source>Call a break to mind</source>
        <translation>休息提醒</translation>
    </message>
    <message>
        <source>Layout</source>
        <translation>布局</translation>
    </message>
    <message>
        <source>Least time to look</source>
        <translation>最短审看时间</translation>
    </message>
    <message>
        <source>As this desk is set</source>
        <translation>按本席位设置</translation>
    </message>
    <message>
        <source>Chosen by the desk</source>
        <translation>由席位自动选择</translation>
    </message>
    <message>
        <source>The desk may sound</source>
        <translation>允许声音提示</translation>
    </message>
    <message>
        <source>%1 s, set for the whole room</source>
        <translation>%1 秒，由审像中心统一设定</translation>
    </message>
    <message>
        <source>Settings are yours alone and count at once.</source>
        <translation>设置只属于您本人，立即生效。</translation>
    </message>
    <message>
        <source>after %1 min at work</source>
        <translation>连续工作 %1 分钟后</translation>
    </message>
    <message>
        <source>never</source>
        <translation>不提醒</translation>
    </message>
</context>
<context>
    <name>GoodsField</name>
    <message>
        <source>Goods, perhaps an HS code; then Enter</source>
        <translation>货物名称，可加商品编码，按回车</translation>
    </message>
    <message>
        <source>Goods that it may be</source>
        <translation>可能的货物</translation>
    </message>
</context>
<context>
    <name>HistoryPanel</name>
    <message numerus="yes">
        <source>and %n older one(s)</source>
        <translation>
            <numerusform>另有 %n 条更早的</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 cases, %2 of them sent to inspection</source>
        <translation>共 %1 条，其中 %2 条转人工查验</translation>
    </message>
    <message>
        <source>Before and beside</source>
        <translation>历史与同单</translation>
    </message>
</context>
<context>
    <name>InstantFacts</name>
    <message>
        <source>At this instant</source>
        <translation>此刻</translation>
    </message>
    <message>
        <source>Covered so far: %1 %</source>
        <translation>至此已覆盖：%1 %</translation>
    </message>
    <message>
        <source>Beside it: typical model %1</source>
        <translation>并列显示：典型图像模型 %1</translation>
    </message>
    <message>
        <source>The loupe was out</source>
        <translation>放大镜已打开</translation>
    </message>
    <message>
        <source>The picture was still coarse</source>
        <translation>图像尚为粗略显示</translation>
    </message>
    <message>
        <source>The window was in the background</source>
        <translation>窗口处于后台</translation>
    </message>
    <message>
        <source>No verdict of the engine</source>
        <translation>无智能审图结论</translation>
    </message>
    <message>
        <source>The engine&apos;s verdict was withheld</source>
        <translation>智能审图结论未显示</translation>
    </message>
    <message>
        <source>The engine&apos;s verdict was shown; region %1 was explained</source>
        <translation>智能审图结论已显示，正在说明区域 %1</translation>
    </message>
    <message>
        <source>The engine&apos;s verdict was shown</source>
        <translation>智能审图结论已显示</translation>
    </message>
    <message>
        <source>Pixel for pixel as at the desk</source>
        <translation>与审像席位逐像素一致</translation>
    </message>
    <message>
        <source>The same part of the picture as at the desk, at %1 % of its size</source>
        <translation>与审像席位所示部分相同，尺寸为其 %1 %</translation>
    </message>
</context>
<context>
    <name>InstructionWords</name>
    <message>
        <source>must be inspected</source>
        <translation>必须查验</translation>
    </message>
    <message>
        <source>two readers</source>
        <translation>双人审像</translation>
    </message>
    <message>
        <source>look closely</source>
        <translation>重点关注</translation>
    </message>
</context>
<context>
    <name>JoinSheet</name>
    <message>
        <source>Look into which shown case?</source>
        <translation>加入哪一个共同查看？</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>回车</translation>
    </message>
    <message>
        <source>A number looks in. Your own case waits as it is. Esc: not now.</source>
        <translation>按数字加入，您自己的任务原样保留；Esc 暂不加入。</translation>
    </message>
</context>
<context>
    <name>JointDesk</name>
    <message>
        <source>Nobody shows a case now.</source>
        <translation>目前没有人展示任务。</translation>
    </message>
</context>
<context>
    <name>KeepSheet</name>
    <message>
        <source>Keep this filter</source>
        <translation>保存筛选条件</translation>
    </message>
    <message>
        <source>Show it to every supervisor</source>
        <translation>共享给所有督导</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>KeyCatcher</name>
    <message>
        <source>Press the key now</source>
        <translation>请按下按键</translation>
    </message>
    <message>
        <source>Press the key, the key of the keypad or pad, or the side button of the mouse. Esc: leave it as it is.</source>
        <translation>请按下键盘、小键盘、宏键盘上的按键，或鼠标侧键。Esc：保持不变。</translation>
    </message>
    <message>
        <source>%1 is the key of %2. Press it once more to take it away from there.</source>
        <translation>%1 是“%2”的按键。再按一次即改归此命令。</translation>
    </message>
</context>
<context>
    <name>KeySheet</name>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>Find: name, pinyin or key</source>
        <translation>查找：名称、拼音或按键</translation>
    </message>
    <message>
        <source>Find a command</source>
        <translation>查找命令</translation>
    </message>
    <message>
        <source>Print …</source>
        <translation>打印…</translation>
    </message>
    <message>
        <source>Write the sheet as PDF or HTML, to be printed</source>
        <translation>导出为 PDF 或 HTML，供打印</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>A decision key counts once the scan has been seen, and never while typing.</source>
        <translation>看完图像后结论键才生效，输入文字时不生效。</translation>
    </message>
    <message>
        <source>Review Room: keys</source>
        <translation>集中审像：按键一览</translation>
    </message>
    <message>
        <source>The sheet cannot be written to %1: %2</source>
        <translation>无法写入 %1：%2</translation>
    </message>
    <message>
        <source>Written to %1</source>
        <translation>已写入 %1</translation>
    </message>
    <message>
        <source>Write the key sheet to</source>
        <translation>按键表保存到</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>结论</translation>
    </message>
    <message>
        <source>Case</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Marks</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>Measures</source>
        <translation>测量</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Filters</source>
        <translation>滤波</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比对</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
</context>
<context>
    <name>Keymap</name>
    <message>
        <source>%1 is no command.</source>
        <translation>没有“%1”这个命令。</translation>
    </message>
    <message>
        <source>%2 for %1 is no key.</source>
        <translation>“%1”的按键 %2 无法识别。</translation>
    </message>
    <message>
        <source>%2 is wanted by %1, but it is the key of %3, which keeps it.</source>
        <translation>按键 %2 冲突：“%1”要用，但它已是“%3”的按键，仍归后者。</translation>
    </message>
    <message>
        <source>%2 for %1 is one too many: a command has at most %4 keys.</source>
        <translation>“%1”的按键 %2 超出数量：每个命令最多 %4 个按键。</translation>
    </message>
    <message>
        <source>%2 cannot be given to %1: it goes from field to field.</source>
        <translation>%2 不能设为“%1”：它用于在输入项之间切换。</translation>
    </message>
    <message>
        <source>%2 cannot be given to %1: it moves and zooms the picture.</source>
        <translation>%2 不能设为“%1”：它用于移动和缩放图像。</translation>
    </message>
    <message>
        <source>%2 cannot be given to %1: Alt and a letter open the menus.</source>
        <translation>%2 不能设为“%1”：Alt 加字母用于打开菜单。</translation>
    </message>
    <message>
        <source>%2 cannot be given to %1: what is held down is one key alone.</source>
        <translation>%2 不能设为“%1”：按住生效的命令只能用单个按键。</translation>
    </message>
    <message>
        <source>%2 cannot be given to %1: a decision is one key alone.</source>
        <translation>%2 不能设为“%1”：审像结论只能用单个按键。</translation>
    </message>
    <message>
        <source>%2 cannot be given to %1: it is used for typing and answering, and a decision must not happen by accident. Function keys are good.</source>
        <translation>%2 不能设为“%1”：该键用于输入和确认，审像结论不得误触。请改用功能键。</translation>
    </message>
    <message>
        <source>%2 cannot be given to %1: a side button is pressed by accident.</source>
        <translation>%2 不能设为“%1”：鼠标侧键容易误触。</translation>
    </message>
    <message>
        <source>%1 would be left without a key and keeps %2.</source>
        <translation>“%1”不能没有按键，仍用 %2。</translation>
    </message>
</context>
<context>
    <name>KeymapBook</name>
    <message>
        <source>%1 more: see the settings.</source>
        <translation>另有 %1 处，见“设置”。</translation>
    </message>
    <message>
        <source>Your own keys cannot be read, the shipped ones are used: %1</source>
        <translation>您的自定义按键无法读取，已改用随程序提供的按键：%1</translation>
    </message>
    <message>
        <source>Your keys count until you sign out; they cannot be saved: %1</source>
        <translation>您的按键在退出登录前有效，但无法保存：%1</translation>
    </message>
    <message>
        <source>Keys that could not be read were moved to %1</source>
        <translation>无法读取的按键文件已移到 %1</translation>
    </message>
</context>
<context>
    <name>KeysPage</name>
    <message>
        <source>Keymap</source>
        <translation>按键方案</translation>
    </message>
    <message>
        <source>Find a command: name, pinyin or key</source>
        <translation>查找命令：名称、拼音或按键</translation>
    </message>
    <message>
        <source>Find a command</source>
        <translation>查找命令</translation>
    </message>
    <message>
        <source>Commands and their keys</source>
        <translation>命令及其按键</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>作用</translation>
    </message>
    <message>
        <source>Add a key …</source>
        <translation>增加按键…</translation>
    </message>
    <message>
        <source>Press the key …</source>
        <translation>按下新键…</translation>
    </message>
    <message>
        <source>Take away</source>
        <translation>取消按键</translation>
    </message>
    <message>
        <source>As in the keymap</source>
        <translation>恢复方案按键</translation>
    </message>
    <message>
        <source>Give up all my keys</source>
        <translation>清除全部自定义</translation>
    </message>
    <message>
        <source>%1  (your own)</source>
        <translation>%1（自定）</translation>
    </message>
</context>
<context>
    <name>LayoutBook</name>
    <message>
        <source>Your layouts cannot be read, the shipped ones are used: {}</source>
        <translation>您的布局无法读取，改用出厂布局：{}</translation>
    </message>
    <message>
        <source>The layout counts until you sign out; it cannot be saved: {}</source>
        <translation>布局在签退前有效，但无法保存：{}</translation>
    </message>
</context>
<context>
    <name>LayoutKeeper</name>
    <message>
        <source>Saved for these screens: %1</source>
        <translation>已为当前屏幕保存%1</translation>
    </message>
    <message>
        <source>%1, as the rule has it</source>
        <translation>%1（按规则选择）</translation>
    </message>
    <message>
        <source>%1. Its key again leaves it to the rule.</source>
        <translation>%1。再按一次恢复按规则选择。</translation>
    </message>
</context>
<context>
    <name>Leaving</name>
    <message numerus="yes">
        <source>%n decision(s) not sent yet: the hub does not answer.</source>
        <translation>
            <numerusform>还有 %n 个结论未发出：审像中心没有应答。</numerusform>
        </translation>
    </message>
    <message>
        <source>They are kept and sent when you sign in at this desk again. Leave once more to go all the same.</source>
        <translation>结论已保存，您在本席位再次登录时发出。仍要离开，请再操作一次。</translation>
    </message>
</context>
<context>
    <name>Legend</name>
    <message>
        <source>Organic</source>
        <translation>有机物</translation>
    </message>
    <message>
        <source>Mixed</source>
        <translation>混合物</translation>
    </message>
    <message>
        <source>Metal</source>
        <translation>金属</translation>
    </message>
    <message>
        <source>grey: cannot tell · full colour: sure</source>
        <translation>灰色：无法判断 · 颜色越浓：越可靠</translation>
    </message>
    <message>
        <source>Only {} in colour, the rest pale</source>
        <translation>仅{}着色，其余淡化</translation>
    </message>
    <message>
        <source>Not calibrated for this scanner: pale at most</source>
        <translation>未按本设备标定：颜色仅供参考，最多为淡色</translation>
    </message>
    <message>
        <source>opaque</source>
        <translation>不透</translation>
    </message>
    <message>
        <source>open air</source>
        <translation>空气</translation>
    </message>
    <message>
        <source>{} to {} of the beam comes through</source>
        <translation>射线透过率 {} 至 {}</translation>
    </message>
</context>
<context>
    <name>LessonNews</name>
    <message>
        <source>A lesson from a re-check</source>
        <translation>抽查复核反馈</translation>
    </message>
    <message>
        <source>You released %1 on %2. Two officers who looked again marked this place. How plain it is, in their words: %3.</source>
        <translation>您于 %2 放行了 %1。两名关员复核后标出了此处，明显程度：%3。</translation>
    </message>
    <message>
        <source>Everybody misses something. This is for you alone, to learn from.</source>
        <translation>漏判在所难免。此提示仅供您本人参考学习。</translation>
    </message>
    <message>
        <source>I have seen it (Enter)</source>
        <translation>已阅（Enter）</translation>
    </message>
</context>
<context>
    <name>LoadView</name>
    <message>
        <source>Height of the load along the container</source>
        <translation>货物沿箱体长度方向的高度</translation>
    </message>
    <message>
        <source>hardly above the floor</source>
        <translation>几乎不高出箱底</translation>
    </message>
    <message>
        <source>Load: %1, %2</source>
        <translation>装载：%1，%2</translation>
    </message>
    <message>
        <source>repeats every %1 m</source>
        <translation>每 %1 米重复</translation>
    </message>
    <message>
        <source>Mass: about %1 t</source>
        <translation>质量：约 %1 吨</translation>
    </message>
    <message>
        <source>declared %1 t</source>
        <translation>申报 %1 吨</translation>
    </message>
    <message>
        <source>≈ as declared, within what an estimate can tell</source>
        <translation>≈ 与申报相符（在估算误差之内）</translation>
    </message>
    <message>
        <source>▲ %1 t more than declared (%2)</source>
        <translation>▲ 比申报多 %1 吨（%2）</translation>
    </message>
    <message>
        <source>▼ %1 t less than declared (%2)</source>
        <translation>▼ 比申报少 %1 吨（%2）</translation>
    </message>
</context>
<context>
    <name>LockPage</name>
    <message>
        <source>The desk is locked</source>
        <translation>席位已锁定</translation>
    </message>
    <message>
        <source>Decisions that are not sent yet stay at this desk. The open cases stay yours for a short while, then they go back to the queue.</source>
        <translation>未发出的结论保留在本席位。打开的任务暂时为您保留，超时后退回队列。</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Asking the hub …</source>
        <translation>正在询问审像中心 …</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>解锁</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>退出登录</translation>
    </message>
</context>
<context>
    <name>LogStrip</name>
    <message>
        <source>■ proven: 1 to %1</source>
        <translation>■ 已证明：第 1 至 %1 条</translation>
    </message>
    <message>
        <source>▨ holds together: to %1</source>
        <translation>▨ 链条完整：至第 %1 条</translation>
    </message>
    <message>
        <source>▼ first fault: entry %1</source>
        <translation>▼ 首个异常：第 %1 条</translation>
    </message>
</context>
<context>
    <name>LookCommands</name>
    <message>
        <source>Mine {}</source>
        <translation>我的 {}</translation>
    </message>
</context>
<context>
    <name>LookPanel</name>
    <message>
        <source>Plain look</source>
        <translation>标准显示</translation>
    </message>
    <message>
        <source>No filter, no colours, the whole grey window</source>
        <translation>无滤波、无着色、全灰度窗</translation>
    </message>
    <message>
        <source>Name of this look</source>
        <translation>显示方案名称</translation>
    </message>
    <message>
        <source>Keep as</source>
        <translation>存为</translation>
    </message>
    <message>
        <source>Keep this look under a name, on a number key</source>
        <translation>以名称存到数字键</translation>
    </message>
    <message>
        <source>What each scan starts with</source>
        <translation>每幅图像的初始显示</translation>
    </message>
    <message>
        <source>Key {}</source>
        <translation>数字键 {}</translation>
    </message>
</context>
<context>
    <name>LookingBack</name>
    <message>
        <source>Looking back, to read only: %1 · %2 at %3</source>
        <translation>回看（只读）：%1 · %2，%3</translation>
    </message>
    <message>
        <source>Decided: %1 · %2 at %3</source>
        <translation>已审：%1 · %2，%3</translation>
    </message>
    <message>
        <source>%1 leads back to the open case</source>
        <translation>按 %1 返回当前任务</translation>
    </message>
    <message>
        <source>%1 opens the next case</source>
        <translation>按 %1 打开下一票</translation>
    </message>
    <message>
        <source>%1 takes it back for another %2 s</source>
        <translation>%2 秒内可按 %1 撤回</translation>
    </message>
    <message>
        <source>announced</source>
        <translation>已下达</translation>
    </message>
    <message>
        <source>recorded</source>
        <translation>已记录</translation>
    </message>
    <message>
        <source>NOT recorded</source>
        <translation>未能记录</translation>
    </message>
    <message>
        <source>taken back</source>
        <translation>已撤回</translation>
    </message>
    <message>
        <source>too late to take back</source>
        <translation>已来不及撤回</translation>
    </message>
    <message>
        <source>kept at this desk, not sent yet</source>
        <translation>保存在本席位，尚未发出</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>回车</translation>
    </message>
</context>
<context>
    <name>Loupe</name>
    <message>
        <source>{}:1</source>
        <translation>{}:1</translation>
    </message>
    <message>
        <source>look of the picture</source>
        <translation>与图像相同</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Review Room</source>
        <translation>集中审像工作站</translation>
    </message>
    <message>
        <source>This scan has one view only</source>
        <translation>此扫描仅有一个视角</translation>
    </message>
    <message>
        <source>Kept: %1</source>
        <translation>已保存：%1</translation>
    </message>
    <message>
        <source>%1 went back to the queue: its lease ended</source>
        <translation>%1 已退回队列：租约到期</translation>
    </message>
    <message>
        <source>Something went wrong here (%1). The log has it; your work is kept.</source>
        <translation>本机出现错误（%1）。已记入日志，您的工作不会丢失。</translation>
    </message>
</context>
<context>
    <name>MarkRow</name>
    <message>
        <source>Take mark %1 away</source>
        <translation>删除标记 %1</translation>
    </message>
    <message>
        <source>Double click to change the words</source>
        <translation>双击可修改文字</translation>
    </message>
</context>
<context>
    <name>MarksPanel</name>
    <message>
        <source>Marks</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>None. Draw with B, E, O, A, D or T: by mouse, or arrows and Space.</source>
        <translation>无。按 B、E、O、A、D 或 T，再用鼠标或方向键加空格键绘制。</translation>
    </message>
    <message numerus="yes">
        <source>%n later mark(s)</source>
        <translation>
            <numerusform>之后还有 %n 个标记</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n earlier mark(s)</source>
        <translation>
            <numerusform>之前还有 %n 个标记</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MaterialWords</name>
    <message>
        <source>{} g/cm²</source>
        <translation>{} g/cm²</translation>
    </message>
    <message>
        <source>some {} g/cm²</source>
        <translation>约 {} g/cm²</translation>
    </message>
    <message>
        <source>organic</source>
        <translation>有机物</translation>
    </message>
    <message>
        <source>mixed</source>
        <translation>混合物</translation>
    </message>
    <message>
        <source>metal</source>
        <translation>金属</translation>
    </message>
    <message>
        <source>material: cannot tell</source>
        <translation>材料：无法判断</translation>
    </message>
    <message>
        <source>{} {}</source>
        <translation>{} {}</translation>
    </message>
    <message>
        <source>{} {}, could be {}</source>
        <translation>{} {}，也可能是{}</translation>
    </message>
</context>
<context>
    <name>MeasurePanel</name>
    <message>
        <source>mm by pixel pitch</source>
        <translation>毫米值，依据像素尺寸</translation>
    </message>
    <message>
        <source>mm by container height, ±{}%; pixels taken as square</source>
        <translation>毫米值，依据集装箱高度，±{}%；像素按正方形计</translation>
    </message>
    <message>
        <source>pixels: size unknown, taken as square</source>
        <translation>像素值：尺寸未知，按正方形计</translation>
    </message>
    <message>
        <source>From means of {0} x {0} pixels</source>
        <translation>取自 {0} x {0} 像素的平均值</translation>
    </message>
    <message>
        <source>At the low energy</source>
        <translation>低能数据</translation>
    </message>
    <message>
        <source>Low energy missing: high energy</source>
        <translation>缺少低能数据：采用高能数据</translation>
    </message>
    <message>
        <source>8-bit file: shares of grey, not of the beam</source>
        <translation>8 位文件：为灰度比例，非射线透过率</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>测量</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>the outline crosses itself</source>
        <translation>轮廓自相交</translation>
    </message>
    <message>
        <source>Length {}</source>
        <translation>长度 {}</translation>
    </message>
    <message>
        <source>Angle {}</source>
        <translation>角度 {}</translation>
    </message>
    <message>
        <source>Area {}</source>
        <translation>面积 {}</translation>
    </message>
    <message>
        <source>Count {}</source>
        <translation>计数 {}</translation>
    </message>
    <message>
        <source>Profile {}</source>
        <translation>剖面 {}</translation>
    </message>
    <message>
        <source>Region {}</source>
        <translation>区域 {}</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Remove all</source>
        <translation>全部删除</translation>
    </message>
    <message>
        <source>Copy as table</source>
        <translation>复制为表格</translation>
    </message>
    <message>
        <source>Copy all values, tab-separated, for a spreadsheet</source>
        <translation>复制全部数值，以制表符分隔，可粘贴到电子表格</translation>
    </message>
</context>
<context>
    <name>ModelStrip</name>
    <message>
        <source>Typical models</source>
        <translation>典型模型</translation>
    </message>
    <message>
        <source>No typical model matches.</source>
        <translation>没有比对上的典型模型。</translation>
    </message>
    <message>
        <source>So many more models; their keys go through all of them</source>
        <translation>还有这些模型未列出，按模型切换键可逐个查看</translation>
    </message>
</context>
<context>
    <name>ModelsWindow</name>
    <message>
        <source>Typical models</source>
        <translation>典型图像模型</translation>
    </message>
</context>
<context>
    <name>MonitorBook</name>
    <message>
        <source>The check counts until the desk is closed; it cannot be saved: %1</source>
        <translation>检查日期在席位关闭前有效，但无法保存：%1</translation>
    </message>
</context>
<context>
    <name>MonitorCard</name>
    <message>
        <source>A monitor that tells no name</source>
        <translation>未提供名称的显示器</translation>
    </message>
    <message>
        <source>No check is written down</source>
        <translation>没有检查记录</translation>
    </message>
    <message>
        <source>Checked on %1, written down by %2</source>
        <translation>检查日期 %1，由 %2 登记</translation>
    </message>
    <message>
        <source>time to check it again</source>
        <translation>该再次检查了</translation>
    </message>
    <message>
        <source>Day of the check</source>
        <translation>检查日期</translation>
    </message>
    <message>
        <source>Write down</source>
        <translation>登记</translation>
    </message>
</context>
<context>
    <name>MonitorsPage</name>
    <message>
        <source>The desk measures nothing. Check a monitor as your room does it, with a test pattern or a meter, and write the day down here: it stands in the record of every decision taken on this monitor, and after a year you are reminded.</source>
        <translation>席位本身不作任何测量。请按本中心的做法（测试图或亮度计）检查显示器，并在此登记日期：在该显示器上作出的每个审像结论都会记录这个日期，满一年后会提醒您。</translation>
    </message>
</context>
<context>
    <name>NewsCard</name>
    <message>
        <source>Put the card away</source>
        <translation>收起卡片</translation>
    </message>
</context>
<context>
    <name>OrderBar</name>
    <message>
        <source>Not done: %1</source>
        <translation>未执行：%1</translation>
    </message>
    <message>
        <source>Reason; it goes into the evidence log</source>
        <translation>理由（记入审计日志）</translation>
    </message>
    <message>
        <source>Give the order</source>
        <translation>执行</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Done.</source>
        <translation>已执行。</translation>
    </message>
</context>
<context>
    <name>Packages</name>
    <message>
        <source>barrel</source>
        <translation>琵琶桶</translation>
    </message>
    <message>
        <source>barrels</source>
        <translation>琵琶桶</translation>
    </message>
    <message>
        <source>bundle</source>
        <translation>捆</translation>
    </message>
    <message>
        <source>bundles</source>
        <translation>捆</translation>
    </message>
    <message>
        <source>bag</source>
        <translation>袋</translation>
    </message>
    <message>
        <source>bags</source>
        <translation>袋</translation>
    </message>
    <message>
        <source>bale</source>
        <translation>包</translation>
    </message>
    <message>
        <source>bales</source>
        <translation>包</translation>
    </message>
    <message>
        <source>box</source>
        <translation>箱</translation>
    </message>
    <message>
        <source>boxes</source>
        <translation>箱</translation>
    </message>
    <message>
        <source>coil</source>
        <translation>卷</translation>
    </message>
    <message>
        <source>coils</source>
        <translation>卷</translation>
    </message>
    <message>
        <source>crate</source>
        <translation>板条箱</translation>
    </message>
    <message>
        <source>crates</source>
        <translation>板条箱</translation>
    </message>
    <message>
        <source>case</source>
        <translation>木箱</translation>
    </message>
    <message>
        <source>cases</source>
        <translation>木箱</translation>
    </message>
    <message>
        <source>carton</source>
        <translation>纸箱</translation>
    </message>
    <message>
        <source>cartons</source>
        <translation>纸箱</translation>
    </message>
    <message>
        <source>cylinder</source>
        <translation>气瓶</translation>
    </message>
    <message>
        <source>cylinders</source>
        <translation>气瓶</translation>
    </message>
    <message>
        <source>drum</source>
        <translation>圆桶</translation>
    </message>
    <message>
        <source>drums</source>
        <translation>圆桶</translation>
    </message>
    <message>
        <source>unpacked piece</source>
        <translation>件（裸装）</translation>
    </message>
    <message>
        <source>unpacked pieces</source>
        <translation>件（裸装）</translation>
    </message>
    <message>
        <source>packet</source>
        <translation>小包</translation>
    </message>
    <message>
        <source>packets</source>
        <translation>小包</translation>
    </message>
    <message>
        <source>package</source>
        <translation>件</translation>
    </message>
    <message>
        <source>packages</source>
        <translation>件</translation>
    </message>
    <message>
        <source>pallet</source>
        <translation>托盘</translation>
    </message>
    <message>
        <source>pallets</source>
        <translation>托盘</translation>
    </message>
    <message>
        <source>reel</source>
        <translation>盘</translation>
    </message>
    <message>
        <source>reels</source>
        <translation>盘</translation>
    </message>
    <message>
        <source>roll</source>
        <translation>筒卷</translation>
    </message>
    <message>
        <source>rolls</source>
        <translation>筒卷</translation>
    </message>
    <message>
        <source>sack</source>
        <translation>麻袋</translation>
    </message>
    <message>
        <source>sacks</source>
        <translation>麻袋</translation>
    </message>
    <message>
        <source>tin</source>
        <translation>罐</translation>
    </message>
    <message>
        <source>tins</source>
        <translation>罐</translation>
    </message>
    <message>
        <source>liquid in bulk</source>
        <translation>散装液体</translation>
    </message>
    <message>
        <source>grains in bulk</source>
        <translation>散装颗粒</translation>
    </message>
    <message>
        <source>bulk container</source>
        <translation>中型散装容器</translation>
    </message>
    <message>
        <source>bulk containers</source>
        <translation>中型散装容器</translation>
    </message>
</context>
<context>
    <name>PageHead</name>
    <message>
        <source>What stands here is old: %1</source>
        <translation>本页内容已过时：%1</translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message>
        <source>Type a command: name, pinyin or initials</source>
        <translation>输入命令：名称、拼音或首字母</translation>
    </message>
    <message>
        <source>Find a command</source>
        <translation>查找命令</translation>
    </message>
    <message>
        <source>Commands found</source>
        <translation>找到的命令</translation>
    </message>
    <message>
        <source>No command is called so.</source>
        <translation>没有这样的命令。</translation>
    </message>
    <message>
        <source>A decision is never made from here: press %1 at the picture.</source>
        <translation>审像结论不能在这里执行：请在图像上按 %1。</translation>
    </message>
    <message>
        <source>This works while its key is held down: %1</source>
        <translation>按住按键时有效：%1</translation>
    </message>
</context>
<context>
    <name>PhotoDesk</name>
    <message>
        <source>No photos came with this case</source>
        <translation>本任务没有随附照片</translation>
    </message>
</context>
<context>
    <name>PhotoStrip</name>
    <message numerus="yes">
        <source>and %n more that could not be read</source>
        <translation>
            <numerusform>另有 %n 张未能读取</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PhotoViewer</name>
    <message>
        <source>It is damaged</source>
        <translation>照片已损坏</translation>
    </message>
    <message>
        <source>← → other photos</source>
        <translation>← → 上一张/下一张</translation>
    </message>
    <message>
        <source>Z 1:1</source>
        <translation>Z 1:1 原始像素</translation>
    </message>
    <message>
        <source>F whole</source>
        <translation>F 整张</translation>
    </message>
    <message>
        <source>Esc back to the scan</source>
        <translation>Esc 返回扫描图像</translation>
    </message>
</context>
<context>
    <name>PreferenceBook</name>
    <message>
        <source>Some of your settings cannot be read and are left out: %1</source>
        <translation>部分个人设置无法读取，已略过：%1</translation>
    </message>
    <message>
        <source>Your settings count until you sign out; they cannot be saved: %1</source>
        <translation>设置在退出登录前有效，但无法保存：%1</translation>
    </message>
</context>
<context>
    <name>PresetBook</name>
    <message>
        <source>Your presets cannot be read, the shipped ones are used: {}</source>
        <translation>您的显示方案无法读取，现用随附方案：{}</translation>
    </message>
    <message>
        <source>The preset counts until you sign out; it cannot be saved: {}</source>
        <translation>显示方案仅在本次登录有效，无法保存：{}</translation>
    </message>
    <message>
        <source>Presets that cannot be read were moved to {}</source>
        <translation>无法读取的显示方案已移至 {}</translation>
    </message>
</context>
<context>
    <name>ProfilePage</name>
    <message>
        <source>through {} to {}, mean {}</source>
        <translation>透过率 {} 至 {}，平均 {}</translation>
    </message>
    <message>
        <source>mean of {} lines</source>
        <translation>{} 条线平均</translation>
    </message>
    <message>
        <source>distance, {}</source>
        <translation>距离，{}</translation>
    </message>
    <message>
        <source>through, %</source>
        <translation>透过率，%</translation>
    </message>
    <message>
        <source>strong</source>
        <translation>明显</translation>
    </message>
    <message>
        <source>fair</source>
        <translation>较明显</translation>
    </message>
    <message>
        <source>repeats every {} ({}), about {} times</source>
        <translation>每 {} 重复一次（{}），约 {} 次</translation>
    </message>
    <message>
        <source>Show even steps of attenuation instead of the share</source>
        <translation>改为显示等间隔的衰减量，而非透过率</translation>
    </message>
    <message>
        <source>Lines averaged</source>
        <translation>平均线数</translation>
    </message>
    <message>
        <source>Lines side by side: more lines, less noise</source>
        <translation>相邻平行线取平均：线数越多，噪声越小</translation>
    </message>
</context>
<context>
    <name>ProofWords</name>
    <message>
        <source>The proof holds: officer %1 decided “%2” on case %3 at %4.</source>
        <translation>证明成立：审像员 %1 于 %4 对任务 %3 作出“%2”结论。</translation>
    </message>
    <message>
        <source>The proof holds, for an entry of kind %1 at %4.</source>
        <translation>证明成立：%4 的 %1 记录。</translation>
    </message>
    <message>
        <source>Entry %1 of %2 that the hub signed.</source>
        <translation>这是审像中心签名的 %2 条记录中的第 %1 条。</translation>
    </message>
</context>
<context>
    <name>ReasonSheet</name>
    <message>
        <source>%1: why?</source>
        <translation>%1：理由？</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>回车</translation>
    </message>
    <message>
        <source>What should the shift chief look at?</source>
        <translation>请带班科长重点看什么？</translation>
    </message>
    <message>
        <source>Note to the shift chief</source>
        <translation>致带班科长的备注</translation>
    </message>
    <message>
        <source>Write a few words to the shift chief, then Enter.</source>
        <translation>请给带班科长写几句说明，再按回车。</translation>
    </message>
    <message>
        <source>A number, then the note, then Enter. Esc: not now.</source>
        <translation>按数字选理由，写备注，回车上报；Esc 暂不上报。</translation>
    </message>
    <message>
        <source>A number decides with this reason. Esc: not now.</source>
        <translation>按数字即以该理由作出结论；Esc 暂不作出。</translation>
    </message>
</context>
<context>
    <name>Recheck</name>
    <message>
        <source>Nothing missed</source>
        <extracomment>What a second look says, in the order of its numbers.</extracomment>
        <translation>无漏判</translation>
    </message>
    <message>
        <source>Of no consequence</source>
        <translation>有差异，不影响结论</translation>
    </message>
    <message>
        <source>Hard to see</source>
        <translation>难以发现</translation>
    </message>
    <message>
        <source>Should be seen</source>
        <translation>应当发现</translation>
    </message>
    <message>
        <source>Plain to see</source>
        <translation>明显漏判</translation>
    </message>
</context>
<context>
    <name>RecheckBar</name>
    <message>
        <source>Re-check · third officer</source>
        <translation>抽查复核 · 第三人认定</translation>
    </message>
    <message>
        <source>A second officer marked what you see. You have the last word.</source>
        <translation>图中标记由复核关员标出，由您作最终认定。</translation>
    </message>
    <message>
        <source>Their note: %1</source>
        <translation>复核说明：%1</translation>
    </message>
    <message>
        <source>Re-check</source>
        <translation>抽查复核</translation>
    </message>
    <message>
        <source>This container was released. Look at it as if nobody had; mark what was missed, then say how grave it is.</source>
        <translation>该箱已放行。请独立审看，标出漏判之处，再评定严重程度。</translation>
    </message>
    <message>
        <source>Note, for the officer who is to learn from it</source>
        <translation>说明（反馈给原审像关员）</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>暂不处理</translation>
    </message>
</context>
<context>
    <name>RecheckDesk</name>
    <message>
        <source>There is no re-check for you now.</source>
        <translation>目前没有可由您复核的任务。</translation>
    </message>
    <message>
        <source>The scan is on its way.</source>
        <translation>正在调取扫描图像。</translation>
    </message>
    <message>
        <source>This re-check is not yours any more; what you say of it is not recorded.</source>
        <translation>这项复核已不归您办理，您的意见不会被记录。</translation>
    </message>
    <message>
        <source>Look at the whole picture first.</source>
        <translation>请先看完整幅图像。</translation>
    </message>
    <message>
        <source>Mark what was missed first.</source>
        <translation>请先标出漏判之处。</translation>
    </message>
</context>
<context>
    <name>RecheckPage</name>
    <message>
        <source>Ordinary</source>
        <extracomment>From here on something was missed; below, the second look changes nothing.</extracomment>
        <translation>一般</translation>
    </message>
    <message>
        <source>Raised</source>
        <translation>较高</translation>
    </message>
    <message>
        <source>High risk</source>
        <translation>高风险</translation>
    </message>
    <message>
        <source>Second looks that agree, by risk</source>
        <translation>复核一致率（按风险等级）</translation>
    </message>
    <message>
        <source>How grave the differences are</source>
        <translation>差异严重程度</translation>
    </message>
    <message>
        <source>By officer</source>
        <translation>按关员</translation>
    </message>
    <message>
        <source>Share of releases that is looked at again</source>
        <translation>放行后抽查比例</translation>
    </message>
    <message>
        <source>Newest re-checks</source>
        <translation>最近的抽查复核</translation>
    </message>
    <message>
        <source>Take the next re-check</source>
        <translation>领取下一复核任务</translation>
    </message>
    <message>
        <source>Reason; it goes into the evidence log</source>
        <translation>理由（记入审计日志）</translation>
    </message>
    <message>
        <source>Set</source>
        <translation>设定</translation>
    </message>
    <message>
        <source>Say why: a reason is kept with every change.</source>
        <translation>请填写理由：每次变更均须留存理由。</translation>
    </message>
    <message>
        <source>Set. It counts for releases that become final from now on.</source>
        <translation>已设定，对此后生效的放行起作用。</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Figures by name are shown from 50 re-checks of an officer on.</source>
        <translation>个人数据满 50 次复核后才显示。</translation>
    </message>
    <message>
        <source>oldest: %1</source>
        <translation>最早：%1</translation>
    </message>
    <message>
        <source>To look at</source>
        <translation>待复核</translation>
    </message>
    <message>
        <source>For a third officer</source>
        <translation>待第三人认定</translation>
    </message>
    <message>
        <source>second looks that differ</source>
        <translation>复核意见不一致</translation>
    </message>
    <message>
        <source>Confirmed misses</source>
        <translation>确认漏判</translation>
    </message>
    <message>
        <source>of %1 drawn</source>
        <translation>共抽取 %1 票</translation>
    </message>
    <message>
        <source>Lessons not read yet</source>
        <translation>未阅反馈</translation>
    </message>
    <message>
        <source>at their desks</source>
        <translation>在各审像席位</translation>
    </message>
    <message>
        <source>No case has been read by two officers yet.</source>
        <translation>尚无双人审像的任务。</translation>
    </message>
    <message>
        <source>Two readers of one case: %1 % agree, Cohen&apos;s kappa %2 (%3 cases)</source>
        <translation>双人审像：一致率 %1 %，Cohen κ %2（%3 票）</translation>
    </message>
    <message>
        <source>Drawn</source>
        <translation>抽取时间</translation>
    </message>
    <message>
        <source>Case</source>
        <translation>审像任务</translation>
    </message>
    <message>
        <source>Risk</source>
        <translation>风险</translation>
    </message>
    <message>
        <source>Second look</source>
        <translation>复核意见</translation>
    </message>
    <message>
        <source>Third officer</source>
        <translation>第三人认定</translation>
    </message>
    <message>
        <source>Lesson</source>
        <translation>反馈</translation>
    </message>
    <message>
        <source>open</source>
        <translation>待复核</translation>
    </message>
    <message>
        <source>at a desk</source>
        <translation>复核中</translation>
    </message>
    <message>
        <source>awaited</source>
        <translation>待认定</translation>
    </message>
    <message>
        <source>read</source>
        <translation>已阅</translation>
    </message>
    <message>
        <source>not read yet</source>
        <translation>未阅</translation>
    </message>
</context>
<context>
    <name>RecordStory</name>
    <message>
        <source>Decided: %1</source>
        <translation>作出结论：%1</translation>
    </message>
    <message>
        <source>The engine&apos;s verdict is on the screen</source>
        <translation>显示智能审图结论</translation>
    </message>
</context>
<context>
    <name>RegionList</name>
    <message>
        <source>%1 to %2 of %3 regions</source>
        <translation>第 %1 至 %2 个区域，共 %3 个</translation>
    </message>
</context>
<context>
    <name>RegionTable</name>
    <message>
        <source>through</source>
        <translation>透过率</translation>
    </message>
    <message>
        <source>mean -ln T</source>
        <translation>-ln T 平均</translation>
    </message>
    <message>
        <source>spread</source>
        <translation>标准差</translation>
    </message>
    <message>
        <source>opaque pixels</source>
        <translation>不透明像素</translation>
    </message>
    <message>
        <source>darkest</source>
        <translation>最暗</translation>
    </message>
    <message>
        <source>brightest</source>
        <translation>最亮</translation>
    </message>
    <message>
        <source>skewness</source>
        <translation>偏度</translation>
    </message>
    <message>
        <source>kurtosis</source>
        <translation>峰度</translation>
    </message>
    <message>
        <source>entropy</source>
        <translation>熵</translation>
    </message>
    <message>
        <source>{} bit</source>
        <translation>{} 位</translation>
    </message>
    <message>
        <source>pixels</source>
        <translation>像素数</translation>
    </message>
</context>
<context>
    <name>ReplayLoader</name>
    <message>
        <source>The hub&apos;s answer about this decision cannot be read.</source>
        <translation>无法读取审像中心对此结论的答复。</translation>
    </message>
    <message>
        <source>its package was disposed of on %1; what was decided, and why, stays</source>
        <translation>其数据包已于 %1 按规定处置，结论及其依据仍保留</translation>
    </message>
    <message>
        <source>it is not the film that the decision names</source>
        <translation>与结论所载的过程记录不一致</translation>
    </message>
</context>
<context>
    <name>ReplayPage</name>
    <message>
        <source>The decision is on its way.</source>
        <translation>正在调取审像结论。</translation>
    </message>
    <message>
        <source>Id of a decision</source>
        <translation>结论编号</translation>
    </message>
    <message>
        <source>Id of the decision to be replayed</source>
        <translation>待回放的结论编号</translation>
    </message>
    <message>
        <source>From the start</source>
        <translation>从头播放</translation>
    </message>
    <message>
        <source>As decided</source>
        <translation>作出结论时</translation>
    </message>
    <message>
        <source>To the moment before</source>
        <translation>上一事项</translation>
    </message>
    <message>
        <source>To the next moment</source>
        <translation>下一事项</translation>
    </message>
    <message>
        <source>Pass over pauses</source>
        <translation>跳过停顿</translation>
    </message>
    <message>
        <source>Veil the unseen</source>
        <translation>遮盖未审看部分</translation>
    </message>
    <message>
        <source>Way of the view</source>
        <translation>视图轨迹</translation>
    </message>
    <message>
        <source>Pace</source>
        <translation>播放速度</translation>
    </message>
    <message>
        <source>Back to what was seen</source>
        <translation>返回当时所见</translation>
    </message>
    <message>
        <source>Evidence as PDF…</source>
        <translation>证据报告 PDF…</translation>
    </message>
    <message>
        <source>Time line of the review</source>
        <translation>审像过程时间轴</translation>
    </message>
    <message>
        <source>Moments of the review</source>
        <translation>审像过程事项</translation>
    </message>
    <message>
        <source>The recorded scan is on its way.</source>
        <translation>正在调取已存扫描图像。</translation>
    </message>
    <message>
        <source>The recorded scan cannot be shown: %1</source>
        <translation>无法显示已存扫描图像：%1</translation>
    </message>
    <message>
        <source>The film cannot be shown: %1</source>
        <translation>无法显示过程记录：%1</translation>
    </message>
    <message>
        <source>Open a decision from the list of decisions, or type its id at the right.</source>
        <translation>请从结论列表中打开一项审像结论，或在右侧输入结论编号。</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>▶ Play</source>
        <translation>▶ 播放</translation>
    </message>
    <message>
        <source>The desk has not sent the film of this review yet.</source>
        <translation>审像席位尚未上传此次审像的过程记录。</translation>
    </message>
    <message>
        <source>No film was taken of this review: an older desk, or another program. Shown is the moment of the decision; below, what its record tells.</source>
        <translation>此次审像没有过程记录（旧版席位或其他程序）。上方为作出结论时的画面，下方为记录所载内容。</translation>
    </message>
    <message>
        <source>You are looking for yourself, not through the reviewer&apos;s eyes.</source>
        <translation>当前为自行查看，并非审像人员当时所见。</translation>
    </message>
    <message>
        <source>The film was long: %1 short moves of the view were left out.</source>
        <translation>过程较长：略去 %1 次短暂的视图移动。</translation>
    </message>
</context>
<context>
    <name>ReplayStage</name>
    <message>
        <source>Loupe</source>
        <translation>放大镜</translation>
    </message>
    <message>
        <source>The library has no picture of typical model %1 any more.</source>
        <translation>模型库中已无典型图像模型 %1 的图像。</translation>
    </message>
</context>
<context>
    <name>RoleGate</name>
    <message>
        <source>Your roles do not include reviewing: cases are given to reviewers and chiefs.</source>
        <translation>您的岗位不含审像：任务只派给审像员和带班科长。</translation>
    </message>
    <message>
        <source>A shift chief decides: there is nobody to refer this picture to.</source>
        <translation>带班科长须自行作出结论，不能再上报。</translation>
    </message>
    <message>
        <source>Referred to you by %1: %2</source>
        <translation>%1 上报给您：%2</translation>
    </message>
</context>
<context>
    <name>RoomFigures</name>
    <message>
        <source>Waiting</source>
        <translation>待审</translation>
    </message>
    <message>
        <source>oldest %1, at %2</source>
        <translation>最久 %1（%2）</translation>
    </message>
    <message>
        <source>nothing waits</source>
        <translation>无待审任务</translation>
    </message>
    <message>
        <source>Reviewers at work</source>
        <translation>在岗审像员</translation>
    </message>
    <message>
        <source>%1 cases at their desks</source>
        <translation>审像中 %1 票</translation>
    </message>
    <message>
        <source>Released at once today</source>
        <translation>今日直接放行率</translation>
    </message>
    <message>
        <source>target %1  ·  %2 of %3 cases</source>
        <translation>目标 %1 · 放行 %2／审结 %3</translation>
    </message>
    <message>
        <source>target %1</source>
        <translation>目标 %1</translation>
    </message>
    <message>
        <source>Half done within</source>
        <translation>半数审结用时</translation>
    </message>
    <message>
        <source>Nine of ten done within</source>
        <translation>九成审结用时</translation>
    </message>
    <message>
        <source>target %1  ·  95 of 100: %2</source>
        <translation>目标 %1 · 95 % 用时 %2</translation>
    </message>
    <message>
        <source>Engine gave a verdict on</source>
        <translation>智能审图可判比例</translation>
    </message>
    <message>
        <source>%1 scans today, %2 not judged</source>
        <translation>今日 %1 幅，%2 幅无法判断</translation>
    </message>
</context>
<context>
    <name>RoomHtml</name>
    <message>
        <source>The room now</source>
        <translation>当前态势</translation>
    </message>
    <message>
        <source>as of %1, %2; counted since %3</source>
        <translation>截至 %1（%2）；自 %3 起统计</translation>
    </message>
    <message>
        <source>Sites</source>
        <translation>各现场</translation>
    </message>
    <message>
        <source>Site</source>
        <translation>现场</translation>
    </message>
    <message>
        <source>Oldest</source>
        <translation>最久等待</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Decided in each hour of the day</source>
        <translation>今日各时段审结量</translation>
    </message>
    <message>
        <source>Scanners, against their own first weeks</source>
        <translation>各设备图像质量（与投用初期相比）</translation>
    </message>
    <message>
        <source>Scanner</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Scans</source>
        <translation>图像数</translation>
    </message>
    <message>
        <source>Alerts</source>
        <translation>告警</translation>
    </message>
    <message>
        <source>No new alerts</source>
        <translation>无新告警</translation>
    </message>
</context>
<context>
    <name>RoomMenu</name>
    <message>
        <source>&amp;Room</source>
        <extracomment>What of the desk&apos;s menus is of use in the room: signing out, settings, help.</extracomment>
        <translation>督导室(&amp;R)</translation>
    </message>
</context>
<context>
    <name>RoomPage</name>
    <message>
        <source>The hub does not answer: these figures are %1 old</source>
        <extracomment>Below this height the page has no room for the hours of the day [px].</extracomment>
        <translation>审像中心无应答：以下是 %1前的数据</translation>
    </message>
    <message>
        <source>Alerts</source>
        <translation>告警</translation>
    </message>
    <message numerus="yes">
        <source>%n new</source>
        <translation>
            <numerusform>%n 条新告警</numerusform>
        </translation>
    </message>
    <message>
        <source>Close this alert for good? It leaves this list; the log keeps it.</source>
        <translation>彻底关闭此告警？关闭后不再列出，审计日志仍保留。</translation>
    </message>
    <message>
        <source>The alert is closed.</source>
        <translation>告警已关闭。</translation>
    </message>
    <message>
        <source>Hold this room against: %1 released at once, half done within %2, nine of ten within %3? Every page and report counts by it from now on.</source>
        <translation>以下列目标衡量本中心：直接放行率 %1，半数在 %2内审结，九成在 %3内审结？此后各页面和报告均以此为准。</translation>
    </message>
    <message>
        <source>The targets are set: %1, %2, %3.</source>
        <translation>目标值已设定：%1、%2、%3。</translation>
    </message>
    <message>
        <source>Save the room as it stands</source>
        <translation>保存当前态势</translation>
    </message>
    <message>
        <source>Saved: %1</source>
        <translation>已保存：%1</translation>
    </message>
    <message>
        <source>Wall display</source>
        <translation>大屏显示</translation>
    </message>
    <message>
        <source>Save as HTML…</source>
        <translation>存为网页…</translation>
    </message>
    <message>
        <source>Targets…</source>
        <translation>目标值…</translation>
    </message>
    <message>
        <source>Seen</source>
        <translation>已阅</translation>
    </message>
    <message>
        <source>Close…</source>
        <translation>关闭…</translation>
    </message>
    <message>
        <source>Sites</source>
        <translation>各现场</translation>
    </message>
    <message>
        <source>Desks at work</source>
        <translation>在岗席位</translation>
    </message>
    <message>
        <source>Decided in each hour of the day</source>
        <translation>今日各时段审结量</translation>
    </message>
    <message>
        <source>Scanners, against their own first weeks</source>
        <translation>各设备图像质量（与投用初期相比）</translation>
    </message>
    <message>
        <source>Site</source>
        <translation>现场</translation>
    </message>
    <message>
        <source>Oldest</source>
        <translation>最久等待</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Officer</source>
        <translation>关员</translation>
    </message>
    <message>
        <source>Desk</source>
        <translation>席位</translation>
    </message>
    <message>
        <source>Sits for</source>
        <translation>在岗时长</translation>
    </message>
    <message>
        <source>Last heard</source>
        <translation>距上次联系</translation>
    </message>
    <message>
        <source>Holds</source>
        <translation>在手</translation>
    </message>
    <message>
        <source>Scanner</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Scans</source>
        <translation>图像数</translation>
    </message>
    <message>
        <source>What</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Nobody sits at a desk</source>
        <translation>无人在岗</translation>
    </message>
    <message>
        <source>No scan has been measured yet</source>
        <translation>尚无图像数据</translation>
    </message>
    <message>
        <source>Nothing asks for attention</source>
        <translation>无需关注事项</translation>
    </message>
</context>
<context>
    <name>RowsTable</name>
    <message>
        <source>Asking the hub…</source>
        <extracomment>What a colour of a figure means, for those who do not tell it from the others.</extracomment>
        <translation>正在向审像中心查询…</translation>
    </message>
</context>
<context>
    <name>ScanPane</name>
    <message>
        <source>No container structure: container not found</source>
        <translation>无箱体结构：未找到箱体</translation>
    </message>
</context>
<context>
    <name>ScannerSaid</name>
    <message>
        <source>Cameras read: %1</source>
        <translation>现场识别箱号：%1</translation>
    </message>
</context>
<context>
    <name>ScorePage</name>
    <message>
        <source>Your training</source>
        <translation>本次训练</translation>
    </message>
    <message>
        <source>needs cases of both kinds</source>
        <translation>需要两类任务都审过</translation>
    </message>
    <message>
        <source>%1  (95 %: %2 to %3)</source>
        <translation>%1（95% 区间：%2 至 %3）</translation>
    </message>
    <message>
        <source>Decided</source>
        <translation>已审</translation>
    </message>
    <message>
        <source>✓ Found</source>
        <translation>✓ 查获</translation>
    </message>
    <message>
        <source>✕ Missed</source>
        <translation>✕ 漏检</translation>
    </message>
    <message>
        <source>✓ Rightly released</source>
        <translation>✓ 正确放行</translation>
    </message>
    <message>
        <source>✕ Opened in vain</source>
        <translation>✕ 误报</translation>
    </message>
    <message>
        <source>Sensitivity d&apos;</source>
        <translation>辨别力 d&apos;</translation>
    </message>
    <message>
        <source>d&apos; tells how well you part containers that hide something from the others: 0 is guessing, 1 is fair, above 3 hardly anything is missed. With few cases the interval is wide. This score is kept nowhere.</source>
        <translation>d&apos; 表示区分有问题与无问题集装箱的能力：0 等于乱猜，1 为一般，3 以上几乎不漏。任务少时区间较宽。本成绩不保存。</translation>
    </message>
    <message>
        <source>Close the training</source>
        <translation>结束训练</translation>
    </message>
</context>
<context>
    <name>ScreenWatch</name>
    <message>
        <source>%1 goes on with the monitor as it is now; in %2 s the case goes back</source>
        <translation>按 %1 用显示器现状继续；%2 秒后任务退回队列</translation>
    </message>
    <message>
        <source>%1 went back to the queue: its monitor was gone</source>
        <translation>%1 已退回队列：所用显示器已断开</translation>
    </message>
    <message>
        <source>%1 was last checked on %2: it is time to check it again</source>
        <translation>%1 上次检查日期为 %2，该再次检查了</translation>
    </message>
    <message>
        <source>Nothing is decided: the monitor showed %1, now %2</source>
        <translation>暂不能作结论：显示器原为 %1，现为 %2</translation>
    </message>
    <message>
        <source>Nothing is decided: move the window back to its monitor %1</source>
        <translation>暂不能作结论：请把窗口移回原来的显示器 %1</translation>
    </message>
    <message>
        <source>Nothing is decided: the monitor of this case is gone, %1</source>
        <translation>暂不能作结论：本任务所用显示器 %1 已断开</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Desk</source>
        <translation>席位</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>Monitors</source>
        <translation>显示器</translation>
    </message>
</context>
<context>
    <name>Showing</name>
    <message>
        <source>Not shown to others: %1</source>
        <translation>未能展示：%1</translation>
    </message>
</context>
<context>
    <name>ShowingBar</name>
    <message>
        <source>◉  Shown to others</source>
        <translation>◉  正在展示</translation>
    </message>
    <message>
        <source>Nobody looks in yet</source>
        <translation>暂无人加入</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>Looking in: %1</source>
        <translation>共同查看：%1</translation>
    </message>
    <message>
        <source>they see only %1 of your %2 marks</source>
        <translation>对方只能看到您 %2 个标记中的 %1 个</translation>
    </message>
    <message>
        <source>%1: “%2”</source>
        <translation>%1：“%2”</translation>
    </message>
    <message>
        <source>Show no longer</source>
        <translation>结束展示</translation>
    </message>
</context>
<context>
    <name>SignInPage</name>
    <message>
        <source>Review Room</source>
        <translation>集中审像工作站</translation>
    </message>
    <message>
        <source>Desk %1</source>
        <translation>席位 %1</translation>
    </message>
    <message>
        <source>Officer</source>
        <translation>关员</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Asking the hub …</source>
        <translation>正在连接审像中心…</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>登录</translation>
    </message>
</context>
<context>
    <name>StatusStrip</name>
    <message numerus="yes">
        <source>%n case(s) ready</source>
        <translation>
            <numerusform>已备 %n 个任务</numerusform>
        </translation>
    </message>
    <message>
        <source>The queue is not known yet</source>
        <translation>队列情况未知</translation>
    </message>
    <message>
        <source>Waiting %1  ·  arriving %2  ·  at desks %3  ·  decided %4</source>
        <translation>待审 %1  ·  接收中 %2  ·  在审 %3  ·  已审 %4</translation>
    </message>
    <message>
        <source>oldest %1 min</source>
        <translation>最早 %1 分钟</translation>
    </message>
    <message>
        <source>Unmatched: scans %1, declarations %2</source>
        <translation>未匹配：扫描图像 %1，报关单 %2</translation>
    </message>
    <message>
        <source>◌ Connecting</source>
        <translation>◌ 正在连接</translation>
    </message>
    <message>
        <source>✕ Hub silent</source>
        <translation>✕ 审像中心无应答</translation>
    </message>
    <message numerus="yes">
        <source>◐ Sending %n decision(s)</source>
        <translation>
            <numerusform>◐ 正在发送 %n 个结论</numerusform>
        </translation>
    </message>
    <message>
        <source>● Hub connected</source>
        <translation>● 审像中心已连接</translation>
    </message>
    <message>
        <source>Lease held</source>
        <translation>租约有效</translation>
    </message>
    <message>
        <source>Lease %1</source>
        <translation>租约 %1</translation>
    </message>
</context>
<context>
    <name>SteerWords</name>
    <message>
        <source>Engine</source>
        <extracomment>Stands where there is nothing to say.</extracomment>
        <translation>比对中</translation>
    </message>
    <message>
        <source>Compared</source>
        <translation>已比对</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>待审</translation>
    </message>
    <message>
        <source>At desks</source>
        <translation>审像中</translation>
    </message>
    <message>
        <source>Parked</source>
        <translation>搁置</translation>
    </message>
    <message>
        <source>On its way</source>
        <translation>待下发</translation>
    </message>
    <message>
        <source>Announced</source>
        <translation>已下发</translation>
    </message>
    <message>
        <source>Inspected</source>
        <translation>已查验</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>已办结</translation>
    </message>
    <message>
        <source>Risk list</source>
        <translation>布控命中</translation>
    </message>
    <message>
        <source>Prohibited goods</source>
        <translation>禁限货物</translation>
    </message>
    <message>
        <source>Protected brand</source>
        <translation>知识产权</translation>
    </message>
    <message>
        <source>Scanner drifts</source>
        <translation>图像漂移</translation>
    </message>
    <message>
        <source>Missed at release</source>
        <translation>放行漏判</translation>
    </message>
    <message>
        <source>new</source>
        <translation>新</translation>
    </message>
    <message>
        <source>seen</source>
        <translation>已阅</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>已关闭</translation>
    </message>
    <message>
        <source>Noise</source>
        <translation>噪声</translation>
    </message>
    <message>
        <source>Sharpness</source>
        <translation>清晰度</translation>
    </message>
    <message>
        <source>Dead channels</source>
        <translation>坏道</translation>
    </message>
    <message>
        <source>Saturation</source>
        <translation>饱和</translation>
    </message>
    <message>
        <source>first</source>
        <translation>最先</translation>
    </message>
    <message>
        <source>sooner</source>
        <translation>提前</translation>
    </message>
    <message>
        <source>later</source>
        <translation>延后</translation>
    </message>
    <message>
        <source>Case</source>
        <translation>单个任务</translation>
    </message>
    <message>
        <source>Goods (HS)</source>
        <translation>货物（商品编码）</translation>
    </message>
    <message>
        <source>Site</source>
        <translation>现场</translation>
    </message>
    <message>
        <source>Risk instructions</source>
        <translation>布控指令</translation>
    </message>
    <message>
        <source>Protected brands</source>
        <translation>知识产权保护</translation>
    </message>
    <message>
        <source>container</source>
        <translation>箱号</translation>
    </message>
    <message>
        <source>consignee</source>
        <translation>收货人</translation>
    </message>
    <message>
        <source>HS code</source>
        <translation>商品编码</translation>
    </message>
    <message>
        <source>word in the goods</source>
        <translation>品名用词</translation>
    </message>
    <message>
        <source>with the scan</source>
        <translation>随图像显示</translation>
    </message>
    <message>
        <source>after judging</source>
        <translation>先独立判断后显示</translation>
    </message>
    <message>
        <source>when it differs</source>
        <translation>结论不同时才显示</translation>
    </message>
    <message>
        <source>%1, line %2: %3</source>
        <translation>%1 第 %2 行：%3</translation>
    </message>
    <message>
        <source>the picture is like %1</source>
        <translation>图像与 %1 相似</translation>
    </message>
    <message>
        <source>%1: %2, was %3 in its first weeks</source>
        <translation>%1：%2，投用初期为 %3</translation>
    </message>
    <message>
        <source>Two officers confirm that something was missed; is the container still there?</source>
        <translation>经两名关员确认存在漏判；该集装箱是否仍在现场？</translation>
    </message>
</context>
<context>
    <name>SteeringOrders</name>
    <message>
        <source>Take %1 from its desk? It waits again, and the desk is told why.</source>
        <translation>收回 %1？任务重新待审，并告知该席位原因。</translation>
    </message>
    <message>
        <source>%1 was taken from its desk and waits again.</source>
        <translation>已从席位收回 %1，该任务重新待审。</translation>
    </message>
    <message>
        <source>Ask that %1 may wait again? Another officer has to agree.</source>
        <translation>申请将 %1 重新列入待审？须另一人同意。</translation>
    </message>
    <message>
        <source>Asked. %1 stays parked until another officer has agreed.</source>
        <translation>已提出申请。另一名关员同意之前，%1 仍为搁置。</translation>
    </message>
    <message>
        <source>Ask that the decision on %1 be withdrawn? It stays here until another officer has agreed or not; then a chief decides anew.</source>
        <translation>申请撤销 %1 的审像结论？另一人同意或驳回前暂不下发；同意后由带班科长重新审定。</translation>
    </message>
    <message>
        <source>Asked. The decision on %1 does not leave until another officer has answered.</source>
        <translation>已提出申请。另一名关员答复之前，%1 的结论不会下发。</translation>
    </message>
    <message>
        <source>Decline what %2 asks for %1? It then stays as it is.</source>
        <translation>驳回 %2 对 %1 的申请？驳回后保持现状。</translation>
    </message>
    <message>
        <source>Declined. %1 stays as it is.</source>
        <translation>已驳回。%1 保持现状。</translation>
    </message>
    <message>
        <source>%1 “%2”: taken up %3? That counts for what waits now and for what comes.</source>
        <translation>%1“%2”：设为“%3”办理？对现在待审和以后到达的任务均有效。</translation>
    </message>
    <message>
        <source>%1 “%2”: taken up %3 from now on.</source>
        <translation>%1“%2”：此后按“%3”办理。</translation>
    </message>
    <message>
        <source>Let %1 wait in its turn again?</source>
        <translation>恢复 %1 的正常顺序？</translation>
    </message>
    <message>
        <source>%1 waits in its turn again.</source>
        <translation>%1 恢复正常顺序。</translation>
    </message>
    <message>
        <source>Cases with “%1”: read by %2, engine&apos;s verdict %3? That counts for cases taken up from now on.</source>
        <translation>“%1”任务：由%2审像，智能审图结论%3？对此后派出的任务有效。</translation>
    </message>
    <message>
        <source>one officer</source>
        <translation>一人</translation>
    </message>
    <message>
        <source>two officers, apart</source>
        <translation>两人分别</translation>
    </message>
    <message>
        <source>Cases with “%1”: to be decided within %2?</source>
        <translation>“%1”任务：须在 %2内作出结论？</translation>
    </message>
    <message>
        <source>Cases with “%1”: as the hub&apos;s settings say again?</source>
        <translation>“%1”任务：恢复审像中心配置的方式？</translation>
    </message>
    <message>
        <source>Set. It counts for cases with “%1” that are taken up from now on.</source>
        <translation>已设定，对此后派出的“%1”任务有效。</translation>
    </message>
</context>
<context>
    <name>SteeringPage</name>
    <message>
        <source>Cases at desks</source>
        <translation>各席位在审任务</translation>
    </message>
    <message>
        <source>Parked cases</source>
        <translation>搁置任务</translation>
    </message>
    <message>
        <source>Waiting for a second officer</source>
        <translation>待第二人同意</translation>
    </message>
    <message numerus="yes">
        <source>● %n waiting for you</source>
        <translation>
            <numerusform>● %n 项待您处理</numerusform>
        </translation>
    </message>
    <message>
        <source>Decisions that no site has acknowledged</source>
        <translation>现场尚未签收的结论</translation>
    </message>
    <message>
        <source>Priorities</source>
        <translation>优先顺序</translation>
    </message>
    <message>
        <source>Case</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Officer</source>
        <translation>关员</translation>
    </message>
    <message>
        <source>Desk</source>
        <translation>席位</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>剩余</translation>
    </message>
    <message>
        <source>Tries</source>
        <translation>尝试次数</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>已过时间</translation>
    </message>
    <message>
        <source>What</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>By</source>
        <translation>申请人</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>For</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>结论</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Taken up</source>
        <translation>顺序</translation>
    </message>
    <message>
        <source>No desk holds a case</source>
        <translation>各席位无在审任务</translation>
    </message>
    <message>
        <source>Nothing is parked</source>
        <translation>无搁置任务</translation>
    </message>
    <message>
        <source>Nothing waits for a second officer</source>
        <translation>无待同意的申请</translation>
    </message>
    <message>
        <source>Every decision has arrived</source>
        <translation>结论均已签收</translation>
    </message>
    <message>
        <source>Every case waits in its turn</source>
        <translation>均按正常顺序</translation>
    </message>
    <message>
        <source>Break the lease…</source>
        <translation>收回任务…</translation>
    </message>
    <message>
        <source>Set priority</source>
        <translation>设定优先</translation>
    </message>
    <message>
        <source>Unpark…</source>
        <translation>解除搁置…</translation>
    </message>
    <message>
        <source>Withdraw…</source>
        <translation>撤销…</translation>
    </message>
    <message>
        <source>Agree…</source>
        <translation>同意…</translation>
    </message>
    <message>
        <source>Decline…</source>
        <translation>驳回…</translation>
    </message>
    <message>
        <source>Set…</source>
        <translation>设定…</translation>
    </message>
    <message>
        <source>Take back…</source>
        <translation>取消…</translation>
    </message>
    <message>
        <source>site, HS code or SITE:SCAN</source>
        <translation>现场、商品编码或“现场:图像号”</translation>
    </message>
</context>
<context>
    <name>SteeringRows</name>
    <message>
        <source>yourself</source>
        <translation>本人</translation>
    </message>
    <message>
        <source>Another officer has to agree</source>
        <translation>须由另一名关员同意</translation>
    </message>
</context>
<context>
    <name>Strokes</name>
    <message>
        <source>Key %1</source>
        <translation>键 %1</translation>
    </message>
    <message>
        <source>Mouse back</source>
        <translation>鼠标后退键</translation>
    </message>
    <message>
        <source>Mouse forward</source>
        <translation>鼠标前进键</translation>
    </message>
    <message>
        <source>Mouse %1</source>
        <translation>鼠标键 %1</translation>
    </message>
</context>
<context>
    <name>SupervisorPages</name>
    <message>
        <source>The room now</source>
        <translation>当前态势</translation>
    </message>
    <message>
        <source>Steering</source>
        <translation>调度</translation>
    </message>
    <message>
        <source>Risk lists</source>
        <translation>布控名单</translation>
    </message>
    <message>
        <source>Find decisions</source>
        <translation>查找结论</translation>
    </message>
    <message>
        <source>Replay</source>
        <translation>审像回放</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>统计</translation>
    </message>
    <message>
        <source>Re-checks</source>
        <translation>抽查复核</translation>
    </message>
    <message>
        <source>Test images</source>
        <translation>测试图像</translation>
    </message>
    <message>
        <source>Evidence log</source>
        <translation>审计日志</translation>
    </message>
</context>
<context>
    <name>SupervisorRoom</name>
    <message>
        <source>Pages of the supervisor&apos;s room</source>
        <translation>监督室页面</translation>
    </message>
    <message>
        <source>%1, %2 waiting</source>
        <translation>%1，%2 项待处理</translation>
    </message>
</context>
<context>
    <name>TargetsBar</name>
    <message>
        <source>Released at once, at least [%]</source>
        <translation>直接放行率不低于 [%]</translation>
    </message>
    <message>
        <source>Half done within [min]</source>
        <translation>半数审结用时 [分钟]</translation>
    </message>
    <message>
        <source>Nine of ten done within [h]</source>
        <translation>九成审结用时 [小时]</translation>
    </message>
    <message>
        <source>Set…</source>
        <translation>设定…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>TaskClock</name>
    <message>
        <source>%1 h · %2 done</source>
        <translation>%1 · 已审 %2</translation>
    </message>
    <message>
        <source>At work for %1 without a break; %2 decided since signing in</source>
        <translation>已连续审像 %1，登录后已审 %2 票</translation>
    </message>
    <message>
        <source>%1 at work without a break: a short rest helps.  %2 reminds you later.</source>
        <translation>已连续审像 %1，休息一下更好。  按 %2 稍后再提醒。</translation>
    </message>
</context>
<context>
    <name>TestImageNews</name>
    <message>
        <source>a dense metal box</source>
        <translation>高密度金属箱</translation>
    </message>
    <message>
        <source>pressed packets</source>
        <translation>压制包块</translation>
    </message>
    <message>
        <source>long metal parts in a case</source>
        <translation>箱装长条金属件</translation>
    </message>
    <message>
        <source>gas bottles</source>
        <translation>气瓶</translation>
    </message>
    <message>
        <source>a shielded drum</source>
        <translation>屏蔽桶</translation>
    </message>
    <message>
        <source>cartons of bottles</source>
        <translation>整箱瓶装物</translation>
    </message>
    <message>
        <source>bundles of paper in a suitcase</source>
        <translation>手提箱内成捆纸品</translation>
    </message>
    <message>
        <source>tusks</source>
        <translation>象牙状物</translation>
    </message>
    <message>
        <source>goods from an earlier find</source>
        <translation>以往查获物品</translation>
    </message>
    <message>
        <source>This was a test image</source>
        <translation>这是一幅测试图像</translation>
    </message>
    <message>
        <source>✓ You found the object: %1. It is not in the real container.</source>
        <translation>✓ 您发现了测试物：%1。实际箱内并无此物。</translation>
    </message>
    <message>
        <source>✕ You released it. The object was here: %1. It is not in the real container.</source>
        <translation>✕ 您已放行。测试物在此处：%1。实际箱内并无此物。</translation>
    </message>
    <message>
        <source>✕ You would have opened it, but not for the object, which was here: %1. It is not in the real container.</source>
        <translation>✕ 您要求查验，但未指出测试物。测试物在此处：%1。实际箱内并无此物。</translation>
    </message>
    <message>
        <source>Nothing was decided. The scan as it really is comes back to you next: look at it and decide it by itself.</source>
        <translation>本次未作任何结论。真实扫描图像随后派给您，请另行审看并作出结论。</translation>
    </message>
    <message>
        <source>Go on (Enter)</source>
        <translation>继续（Enter）</translation>
    </message>
</context>
<context>
    <name>TestImagesPage</name>
    <message>
        <source>Found, by time at work without a rest</source>
        <translation>发现率（按连续工作时间）</translation>
    </message>
    <message>
        <source>Found, by object</source>
        <translation>发现率（按测试物）</translation>
    </message>
    <message>
        <source>By officer</source>
        <translation>按关员</translation>
    </message>
    <message>
        <source>Share of cases that are shown as a test image first</source>
        <translation>先以测试图像出现的任务比例</translation>
    </message>
    <message>
        <source>Objects</source>
        <translation>测试物库</translation>
    </message>
    <message>
        <source>Newest answers</source>
        <translation>最近的应答</translation>
    </message>
    <message>
        <source>Share (1 to 2 % is usual)</source>
        <translation>比例（通常 1～2 %）</translation>
    </message>
    <message>
        <source>Sites without test images</source>
        <translation>不投放的现场</translation>
    </message>
    <message>
        <source>Names, parted by commas</source>
        <translation>现场名称，以逗号分隔</translation>
    </message>
    <message>
        <source>Reason; it goes into the evidence log</source>
        <translation>理由（记入审计日志）</translation>
    </message>
    <message>
        <source>Set</source>
        <translation>设定</translation>
    </message>
    <message>
        <source>A test image never leaves the centre: no decision and no site ever hears of it. Its officer is told at once, and decides the scan as it really is by itself.</source>
        <translation>测试图像不会离开审像中心：不产生结论，也不会发往任何现场。关员作答后立即得知，并对真实扫描图像另行作出结论。</translation>
    </message>
    <message>
        <source>Say why: a reason is kept with every change.</source>
        <translation>请填写理由：每次变更均须留存理由。</translation>
    </message>
    <message>
        <source>Set. It counts for scans that are compared from now on.</source>
        <translation>已设定，对此后比对的扫描图像起作用。</translation>
    </message>
    <message>
        <source>Figures by name are shown from 50 test images of an officer on.</source>
        <translation>个人数据满 50 幅测试图像后才显示。</translation>
    </message>
    <message>
        <source>Answered</source>
        <translation>已应答</translation>
    </message>
    <message>
        <source>Case</source>
        <translation>审像任务</translation>
    </message>
    <message>
        <source>Object</source>
        <translation>测试物</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Looked at for</source>
        <translation>审看时长</translation>
    </message>
    <message>
        <source>At work for</source>
        <translation>连续工作</translation>
    </message>
    <message>
        <source>of %1 made</source>
        <translation>共制作 %1 幅</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>发现率</translation>
    </message>
    <message>
        <source>Scans opened (at most false alarms)</source>
        <translation>真实图像转查验率（误报上限）</translation>
    </message>
    <message>
        <source>Detectability d_a</source>
        <translation>辨别力 d_a</translation>
    </message>
    <message>
        <source>at least; slope 0.6; 0 is guessing</source>
        <translation>下限；斜率 0.6；0 等同猜测</translation>
    </message>
    <message>
        <source>● Test images are ON.</source>
        <translation>● 测试图像已启用。</translation>
    </message>
    <message>
        <source>○ Test images are OFF.</source>
        <translation>○ 测试图像未启用。</translation>
    </message>
    <message>
        <source>over %1 min</source>
        <translation>%1 分钟以上</translation>
    </message>
    <message>
        <source>%1 to %2 min</source>
        <translation>%1～%2 分钟</translation>
    </message>
    <message>
        <source>✓ found</source>
        <translation>✓ 已发现</translation>
    </message>
    <message>
        <source>✕ missed</source>
        <translation>✕ 漏判</translation>
    </message>
    <message>
        <source>✕ marked elsewhere</source>
        <translation>✕ 标在别处</translation>
    </message>
</context>
<context>
    <name>TiersPanel</name>
    <message>
        <source>How cases are read</source>
        <translation>审像方式</translation>
    </message>
    <message>
        <source>Cases</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Read by</source>
        <translation>审像人数</translation>
    </message>
    <message>
        <source>Engine&apos;s verdict shown</source>
        <translation>智能审图结论显示</translation>
    </message>
    <message>
        <source>Within [min]</source>
        <translation>时限 [分钟]</translation>
    </message>
    <message>
        <source>one</source>
        <translation>一人审像</translation>
    </message>
    <message>
        <source>two, apart</source>
        <translation>两人分别审像</translation>
    </message>
    <message>
        <source>Set…</source>
        <translation>设定…</translation>
    </message>
    <message>
        <source>Default…</source>
        <translation>恢复默认…</translation>
    </message>
</context>
<context>
    <name>TimeLine</name>
    <message>
        <source>Not recorded: where the view was, and how coverage grew.</source>
        <translation>未记录：视图位置及覆盖范围的变化。</translation>
    </message>
    <message numerus="yes">
        <source>%n mark(s), drawn at times unknown.</source>
        <translation>
            <numerusform>嫌疑标记 %n 个，绘制时刻不详。</numerusform>
        </translation>
    </message>
    <message>
        <source>Covered</source>
        <translation>已覆盖</translation>
    </message>
</context>
<context>
    <name>ToneSection</name>
    <message>
        <source>Grey window</source>
        <translation>灰度窗</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>窗宽</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>窗位</translation>
    </message>
    <message>
        <source>Black</source>
        <translation>黑点</translation>
    </message>
    <message>
        <source>White</source>
        <translation>白点</translation>
    </message>
    <message>
        <source>in counts: 0 is opaque, 65535 is open air</source>
        <translation>单位为计数：0 为完全不透，65535 为空气</translation>
    </message>
    <message>
        <source>Share of the beam that is shown black</source>
        <translation>显示为黑的射线透过率</translation>
    </message>
    <message>
        <source>Share of the beam that is shown white</source>
        <translation>显示为白的射线透过率</translation>
    </message>
    <message>
        <source>Auto window</source>
        <translation>自动窗</translation>
    </message>
    <message>
        <source>Spread the greys over what is seen</source>
        <translation>按所见内容展开灰度</translation>
    </message>
    <message>
        <source>So many of the pixels become black</source>
        <translation>此比例的像素变黑</translation>
    </message>
    <message>
        <source>All pixels above this share become white</source>
        <translation>高于此比例的像素变白</translation>
    </message>
    <message>
        <source>Linear</source>
        <translation>线性</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>对数</translation>
    </message>
    <message>
        <source>Gamma</source>
        <translation>伽马</translation>
    </message>
    <message>
        <source>Invert</source>
        <translation>反相</translation>
    </message>
    <message>
        <source>Above 1 lifts the dark greys</source>
        <translation>大于 1 提亮暗部</translation>
    </message>
</context>
<context>
    <name>ToolBar</name>
    <message>
        <source>Presets</source>
        <extracomment>(caption, commands); a caption of &quot;&quot; shows the command last taken instead</extracomment>
        <translation>方案</translation>
    </message>
    <message>
        <source>Filters</source>
        <translation>滤波</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比对</translation>
    </message>
    <message>
        <source>Regions</source>
        <translation>异常区域</translation>
    </message>
</context>
<context>
    <name>Training</name>
    <message>
        <source>a dense box</source>
        <translation>高密度箱体</translation>
    </message>
    <message>
        <source>packets</source>
        <translation>小包物品</translation>
    </message>
    <message>
        <source>a cavity in the load</source>
        <translation>货物夹层</translation>
    </message>
    <message>
        <source>a false wall</source>
        <translation>假壁</translation>
    </message>
    <message>
        <source>other goods</source>
        <translation>夹带其他货物</translation>
    </message>
    <message>
        <source>metal parts</source>
        <translation>金属物品</translation>
    </message>
    <message>
        <source>✓ Right: to be opened.</source>
        <translation>✓ 正确：应当查验。</translation>
    </message>
    <message>
        <source>✕ Missed: this should be opened.</source>
        <translation>✕ 漏检：应当查验。</translation>
    </message>
    <message>
        <source>✕ In vain: nothing is wrong here.</source>
        <translation>✕ 误报：本箱没有问题。</translation>
    </message>
    <message>
        <source>✓ Right: nothing is wrong here.</source>
        <translation>✓ 正确：本箱没有问题。</translation>
    </message>
    <message>
        <source>Not counted: the picture is good enough to judge.</source>
        <translation>不计分：图像质量足以判断。</translation>
    </message>
    <message>
        <source>%1, %2 kg</source>
        <translation>%1，%2 kg</translation>
    </message>
</context>
<context>
    <name>TrainingBar</name>
    <message>
        <source>▣ TRAINING · simulated containers; nothing here is sent, recorded or counted  ·  decided %1 of %2, right %3</source>
        <translation>▣ 训练 · 模拟集装箱，不发送、不记录、不统计  ·  已审 %1 / %2，正确 %3</translation>
    </message>
</context>
<context>
    <name>TrainingCoach</name>
    <message>
        <source>Review Room · Training</source>
        <translation>集中审像 · 训练</translation>
    </message>
    <message>
        <source>%1: next case</source>
        <translation>按 %1 进入下一票</translation>
    </message>
    <message>
        <source>Declared and loaded: %1.</source>
        <translation>申报与实装：%1。</translation>
    </message>
    <message>
        <source>Declared: %1; loaded: %2.</source>
        <translation>申报：%1；实装：%2。</translation>
    </message>
    <message>
        <source>; </source>
        <translation>；</translation>
    </message>
    <message>
        <source>Hidden, drawn over the scan: %1.</source>
        <translation>夹藏（已在图上标出）：%1。</translation>
    </message>
</context>
<context>
    <name>VerdictPanel</name>
    <message>
        <source>Comparison engine</source>
        <translation>智能审图</translation>
    </message>
    <message>
        <source>The engine has not compared this scan.</source>
        <translation>该扫描图像尚未比对。</translation>
    </message>
    <message>
        <source>▲ Resembles prohibited goods: %1 (%2)</source>
        <translation>▲ 与禁止进境货物相似：%1（%2）</translation>
    </message>
</context>
<context>
    <name>VerifyCard</name>
    <message>
        <source>Entries that hold</source>
        <translation>完好的记录</translation>
    </message>
    <message>
        <source>Proven by a signed checkpoint up to entry</source>
        <translation>签名检查点已证明至第</translation>
    </message>
    <message>
        <source>Checkpoints held against the log</source>
        <translation>已核对的检查点</translation>
    </message>
    <message>
        <source>Of these, from witnesses&apos; files</source>
        <translation>其中来自见证方文件</translation>
    </message>
    <message>
        <source>Time taken</source>
        <translation>用时</translation>
    </message>
    <message>
        <source>What stands there now</source>
        <translation>该处现有内容</translation>
    </message>
    <message>
        <source>%1 entries a second</source>
        <translation>每秒 %1 条</translation>
    </message>
    <message>
        <source>The log has not been verified since the hub was started.</source>
        <translation>审像中心启动以来尚未校验过日志。</translation>
    </message>
    <message>
        <source>A verification reads every entry and holds it against the one before it, the checkpoints that the hub signed, and the records. Whoever owns the hub and its key can rewrite all of these; what sites and desks keep tells even that: take their files along.</source>
        <translation>校验逐条读取日志，与前一条、审像中心签署的检查点以及业务记录相核对。掌握审像中心及其密钥的人可以改写这一切；现场和席位自行保存的检查点连这种改写也能识别，请一并带入。</translation>
    </message>
    <message>
        <source>Verifying…</source>
        <translation>正在校验…</translation>
    </message>
    <message>
        <source>The room works on meanwhile.</source>
        <translation>校验期间审像照常进行。</translation>
    </message>
    <message>
        <source>The verification was cancelled; it says nothing.</source>
        <translation>校验已取消，没有结果。</translation>
    </message>
    <message>
        <source>The verification could not be made.</source>
        <translation>校验未能完成。</translation>
    </message>
    <message>
        <source>Every entry holds, and the records agree.</source>
        <translation>每条记录完好，且与数据库一致。</translation>
    </message>
    <message>
        <source>Every entry holds, but not all of it is proven.</source>
        <translation>各条记录均完整，但并非全部得到证明。</translation>
    </message>
    <message>
        <source>Entry %1 does not hold.</source>
        <translation>第 %1 条记录不成立。</translation>
    </message>
    <message>
        <source>The hub&apos;s key has signed two logs that contradict each other: from entry %1 on nothing is proven. Find out who had the key.</source>
        <translation>审像中心的密钥签署了两份互相矛盾的日志：自第 %1 条起均不能证明。请查明何人掌握过密钥。</translation>
    </message>
    <message>
        <source>No checkpoint proves anything; ask the witnesses for theirs.</source>
        <translation>没有检查点可作证明，请向见证方索取其保存的检查点。</translation>
    </message>
    <message>
        <source>Entries 1 to %1 of the log itself are proven; the records contradict them.</source>
        <translation>日志第 1 至 %1 条本身已获证明，但数据库与之矛盾。</translation>
    </message>
    <message>
        <source>Entries 1 to %1 are still proven by a signed checkpoint.</source>
        <translation>第 1 至 %1 条仍由签名检查点证明完好。</translation>
    </message>
    <message>
        <source>%1 of %2 entries</source>
        <translation>%1／%2 条</translation>
    </message>
    <message>
        <source>holding the records against the log</source>
        <translation>正在核对业务记录与日志</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>剩余 %1</translation>
    </message>
    <message>
        <source>%1 keeps a checkpoint of %2 entries, more than are proven here: verify with what it keeps.</source>
        <translation>%1 保存的检查点含 %2 条记录，多于此处已证明的：请用它保存的检查点再行校验。</translation>
    </message>
    <message>
        <source>Verified at %1 for %2.</source>
        <translation>%1 校验完毕，发起人 %2。</translation>
    </message>
</context>
<context>
    <name>VerifyPage</name>
    <message>
        <source>&amp;Verify now</source>
        <translation>立即校验(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>取消(&amp;C)</translation>
    </message>
    <message>
        <source>Check a &amp;proof file…</source>
        <translation>核验证明文件(&amp;P)…</translation>
    </message>
    <message>
        <source>Hash every picture, too</source>
        <translation>同时校验每幅图像</translation>
    </message>
    <message>
        <source>Reads the whole store, and takes that much longer</source>
        <translation>读取全部图像，耗时较长</translation>
    </message>
    <message>
        <source>The proof</source>
        <translation>证明文件</translation>
    </message>
    <message>
        <source>Proofs (*.tlog-proof);;All files (*)</source>
        <translation>证明文件 (*.tlog-proof);;所有文件 (*)</translation>
    </message>
    <message>
        <source>The hub&apos;s card, as you were given it</source>
        <translation>您手中的审像中心名片文件</translation>
    </message>
    <message>
        <source>This is not a hub&apos;s card, or it cannot be read.</source>
        <translation>这不是审像中心名片文件，或无法读取。</translation>
    </message>
    <message>
        <source>The proof does not hold: this hub did not sign its checkpoint.</source>
        <translation>证明不成立：其检查点不是该审像中心签名的。</translation>
    </message>
    <message>
        <source>The proof does not hold: it was changed, or it is of something else.</source>
        <translation>证明不成立：内容被改动过，或并非此事的证明。</translation>
    </message>
</context>
<context>
    <name>VerifyWords</name>
    <message>
        <source>The entry is missing; entry %1 follows in its place.</source>
        <extracomment>A form of a reason -&gt; its sentence; ``%1`` and ``%2`` are what the form holds in brackets.</extracomment>
        <translation>该条记录缺失，其位置上是第 %1 条。</translation>
    </message>
    <message>
        <source>The log ends too early: %1 entries were signed (%2), and from here on they are gone.</source>
        <translation>日志被截短：曾签名 %1 条记录（%2），从此处起已不存在。</translation>
    </message>
    <message>
        <source>The entry, or its hash, was changed: it does not follow the one before.</source>
        <translation>该条记录或其摘要被改动，与前一条不能衔接。</translation>
    </message>
    <message>
        <source>Entries %1 to %2 are not those that were signed (%3): the log was written anew.</source>
        <translation>第 %1 至 %2 条不是当时签名的内容（%3）：日志被重写过。</translation>
    </message>
    <message>
        <source>What stands there is no entry of this log.</source>
        <translation>该处内容不是本日志的记录。</translation>
    </message>
    <message>
        <source>Decision %1 is signed by a key that %2 never had.</source>
        <translation>结论 %1 的签名密钥从不属于 %2。</translation>
    </message>
    <message>
        <source>Decision %1 is not what %2 signed.</source>
        <translation>结论 %1 与 %2 所签内容不符。</translation>
    </message>
    <message>
        <source>Inspection result %1 was edited in the records.</source>
        <translation>查验结果 %1 在记录中被改动。</translation>
    </message>
    <message>
        <source>Inspection result %1 was removed from the records.</source>
        <translation>查验结果 %1 已从记录中删除。</translation>
    </message>
    <message>
        <source>The film of decision %1 was changed.</source>
        <translation>结论 %1 的过程记录被改动。</translation>
    </message>
    <message>
        <source>The film of decision %1 was removed from the records.</source>
        <translation>结论 %1 的过程记录已被删除。</translation>
    </message>
    <message>
        <source>The film of decision %1 is another than was kept.</source>
        <translation>结论 %1 的过程记录与所存不符。</translation>
    </message>
    <message>
        <source>Decision %1 in the records is not what was written down: it was edited.</source>
        <translation>数据库中的结论 %1 与日志不符：被改动过。</translation>
    </message>
    <message>
        <source>Decision %1 was removed from the records.</source>
        <translation>结论 %1 已从数据库中被删除。</translation>
    </message>
    <message>
        <source>Whether decision %1 was taken back, records and log disagree.</source>
        <translation>结论 %1 是否已撤回，数据库与日志不一致。</translation>
    </message>
    <message>
        <source>Whether decision %1 stands, records and log disagree.</source>
        <translation>结论 %1 是否有效，数据库与日志不一致。</translation>
    </message>
    <message>
        <source>Decision %1 counts twice, or in a case or for an officer that it was not taken for.</source>
        <translation>结论 %1 被重复计入，或计入了并非作出该结论时的任务或关员。</translation>
    </message>
    <message>
        <source>Whether decision %1 settles its case, records and log disagree.</source>
        <translation>结论 %1 是否为该任务的最终结论，数据库与日志不一致。</translation>
    </message>
    <message>
        <source>Decision %1 is on its way to a site although it settled nothing.</source>
        <translation>结论 %1 并非最终结论，却在下发队列中。</translation>
    </message>
    <message>
        <source>Decision %1 is on its way to another site or at another time.</source>
        <translation>结论 %1 的下发现场或时间被改动。</translation>
    </message>
    <message>
        <source>Decision %1 is on its way although it was taken back, or the reverse.</source>
        <translation>结论 %1 已撤回却仍在下发，或相反。</translation>
    </message>
    <message>
        <source>Decision %1 settled its case, but was taken out of the site&apos;s post.</source>
        <translation>结论 %1 为最终结论，却被移出下发队列。</translation>
    </message>
    <message>
        <source>Whether a site applied decision %1, records and log disagree.</source>
        <translation>现场是否已执行结论 %1，数据库与日志不一致。</translation>
    </message>
    <message>
        <source>Case %1 stands at another stage than was written down (%2).</source>
        <translation>任务 %1 的状态与日志不符（现为 %2）。</translation>
    </message>
    <message>
        <source>Case %1 was given another picture than was received.</source>
        <translation>任务 %1 的图像不是当时收到的那一幅。</translation>
    </message>
    <message>
        <source>The picture of case %1 is gone from the store.</source>
        <translation>任务 %1 的图像已不在库中。</translation>
    </message>
    <message>
        <source>The picture of case %1 was changed in the store.</source>
        <translation>任务 %1 的图像在库中被改动。</translation>
    </message>
    <message>
        <source>Case %1 was removed from the records.</source>
        <translation>任务 %1 已从数据库中被删除。</translation>
    </message>
    <message>
        <source>The key of %1 was changed, or let in again, behind the log&apos;s back.</source>
        <translation>%1 的密钥未经日志被更换或重新启用。</translation>
    </message>
    <message>
        <source>Officer %1 has other roles than were written down.</source>
        <translation>人员 %1 的角色与日志不符。</translation>
    </message>
    <message>
        <source>%1 was removed from the records.</source>
        <translation>%1 已从数据库中被删除。</translation>
    </message>
    <message>
        <source>The site holds an order that nobody signed: %1.</source>
        <translation>现场存有未经签名的指令：%1。</translation>
    </message>
    <message>
        <source>The site holds an order that says otherwise than its decision: %1.</source>
        <translation>现场存有与结论不符的指令：%1。</translation>
    </message>
    <message>
        <source>The site acted on a decision that was taken back: %2.</source>
        <translation>现场执行了已撤回的结论：%2。</translation>
    </message>
    <message>
        <source>A checkpoint was forged: %1 is not signed by this hub.</source>
        <translation>检查点系伪造：%1 不是本审像中心签名的。</translation>
    </message>
    <message>
        <source>A checkpoint is of another hub&apos;s log: %1.</source>
        <translation>检查点属于另一审像中心的日志：%1。</translation>
    </message>
    <message>
        <source>A checkpoint is damaged: %1.</source>
        <translation>检查点已损坏：%1。</translation>
    </message>
</context>
<context>
    <name>VisitBar</name>
    <message>
        <source>Nothing is decided or drawn here: this is the case of %1</source>
        <translation>此处不能作出结论或画标记：这是 %1 的任务</translation>
    </message>
    <message>
        <source>◎  You look into the case of %1 · %2 · to read only</source>
        <translation>◎  正在查看 %1 的任务 · %2 · 只读</translation>
    </message>
    <message>
        <source>You see what %1 sees</source>
        <translation>画面跟随 %1</translation>
    </message>
    <message>
        <source>You look around yourself; %1 follows again</source>
        <translation>画面由您自行移动；按 %1 重新跟随</translation>
    </message>
    <message>
        <source>the engine&apos;s answer stays hidden until %1 has judged</source>
        <translation>%1 作出初判前，不显示比对结果</translation>
    </message>
    <message>
        <source>A few words to %1  (%2), Enter sends</source>
        <translation>给 %1 留言  (%2)，回车发送</translation>
    </message>
    <message>
        <source>Note to who shows</source>
        <translation>给展示者留言</translation>
    </message>
    <message>
        <source>You said: “%1”</source>
        <translation>您的留言：“%1”</translation>
    </message>
    <message>
        <source>Back to your own case</source>
        <translation>返回自己的任务</translation>
    </message>
</context>
<context>
    <name>Visiting</name>
    <message>
        <source>The shown case is on its way.</source>
        <translation>正在打开共同查看的任务。</translation>
    </message>
    <message>
        <source>Looking in has ended: %1</source>
        <translation>已退出：%1</translation>
    </message>
</context>
<context>
    <name>WallDisplay</name>
    <message numerus="yes">
        <source>▲ %n new alert(s)</source>
        <translation>
            <numerusform>▲ %n 条新告警</numerusform>
        </translation>
    </message>
    <message>
        <source>No new alerts</source>
        <translation>无新告警</translation>
    </message>
    <message>
        <source>The room now</source>
        <translation>当前态势</translation>
    </message>
    <message>
        <source>Central image review</source>
        <translation>集中审像中心</translation>
    </message>
    <message>
        <source>No answer from the hub</source>
        <translation>中心无应答</translation>
    </message>
    <message numerus="yes">
        <source>and %n more site(s)</source>
        <translation>
            <numerusform>另有 %n 个现场</numerusform>
        </translation>
    </message>
    <message>
        <source>Site</source>
        <translation>现场</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>待审</translation>
    </message>
    <message>
        <source>Oldest</source>
        <translation>最久等待</translation>
    </message>
</context>
<context>
    <name>WatchPage</name>
    <message>
        <source>all sites</source>
        <translation>所有现场</translation>
    </message>
    <message>
        <source>%1, line %2</source>
        <translation>%1 第 %2 行</translation>
    </message>
    <message>
        <source>over</source>
        <translation>已失效</translation>
    </message>
    <message>
        <source>Import a list</source>
        <translation>导入名单</translation>
    </message>
    <message>
        <source>a list&apos;s name has letters, digits and “_.-” only, 64 at most</source>
        <translation>名单名称只能用字母、数字和“_.-”，最多 64 个字符</translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) are in force.</source>
        <translation>
            <numerusform>%n 行已生效。</numerusform>
        </translation>
    </message>
    <message>
        <source>Take the list %1 out of force? Its hits end.</source>
        <translation>停用名单 %1？其命中随之失效。</translation>
    </message>
    <message>
        <source>The list %1 is out of force; its hits have ended.</source>
        <translation>名单 %1 已停用，其命中随之结束。</translation>
    </message>
    <message>
        <source>Lists in force</source>
        <translation>生效名单</translation>
    </message>
    <message>
        <source>Lines of the chosen list</source>
        <translation>所选名单内容</translation>
    </message>
    <message>
        <source>Hits</source>
        <translation>命中记录</translation>
    </message>
    <message>
        <source>List</source>
        <translation>名单</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Lines</source>
        <translation>行数</translation>
    </message>
    <message>
        <source>Open hits</source>
        <translation>当前命中</translation>
    </message>
    <message>
        <source>All hits</source>
        <translation>累计命中</translation>
    </message>
    <message>
        <source>Imported</source>
        <translation>导入时间</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>行</translation>
    </message>
    <message>
        <source>Means</source>
        <translation>布控对象</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>现场</translation>
    </message>
    <message>
        <source>Asks for</source>
        <translation>要求</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>有效期至</translation>
    </message>
    <message>
        <source>Instruction</source>
        <translation>指令</translation>
    </message>
    <message>
        <source>Case</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Container</source>
        <translation>箱号</translation>
    </message>
    <message>
        <source>Stands</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>List, line</source>
        <translation>名单、行</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>No list is in force</source>
        <translation>无生效名单</translation>
    </message>
    <message>
        <source>Choose a list to see its lines</source>
        <translation>选中名单以查看内容</translation>
    </message>
    <message>
        <source>No case was meant yet</source>
        <translation>尚无命中</translation>
    </message>
    <message>
        <source>Import a file…</source>
        <translation>导入文件…</translation>
    </message>
    <message>
        <source>Take out of force…</source>
        <translation>停用…</translation>
    </message>
    <message>
        <source>Name; that of the file when empty</source>
        <translation>名称（不填则取文件名）</translation>
    </message>
    <message>
        <source>Reason; it goes into the evidence log</source>
        <translation>理由（记入审计日志）</translation>
    </message>
</context>
<context>
    <name>WindowMenus</name>
    <message>
        <source>&amp;Case</source>
        <translation>任务(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Decision</source>
        <translation>结论(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Marks</source>
        <translation>标记(&amp;M)</translation>
    </message>
    <message>
        <source>M&amp;easures</source>
        <translation>测量(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Picture</source>
        <translation>图像(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Look</source>
        <translation>显示(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Filters</source>
        <translation>滤波(&amp;F)</translation>
    </message>
    <message>
        <source>C&amp;ompare</source>
        <translation>比对(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>Switch the language</source>
        <translation>切换语言</translation>
    </message>
</context>
<context>
    <name>WindowNews</name>
    <message>
        <source>%1 was taken back by %2: %3</source>
        <translation>%1 已被 %2 收回：%3</translation>
    </message>
    <message>
        <source>%1 comes back to you: %2</source>
        <translation>%1 仍由您审像：%2</translation>
    </message>
    <message>
        <source>A scan cannot be shown and went back: %1</source>
        <translation>一幅扫描图像无法显示，已退回：%1</translation>
    </message>
    <message>
        <source>The hub&apos;s log contradicts what it showed this desk before. Tell the administrator; keep the folder %1 for the auditor.</source>
        <translation>审像中心的日志与此前向本席位出示的内容不一致。请报告管理员，并保留文件夹 %1 供审计人员核查。</translation>
    </message>
    <message>
        <source>Your decision on %1, kept from before, was NOT recorded: %2</source>
        <translation>您此前对 %1 作出的结论未被记录：%2</translation>
    </message>
</context>
<context>
    <name>WitnessPanel</name>
    <message>
        <source>Witnesses: sites and desks that keep a checkpoint of their own</source>
        <translation>见证方：自行保存检查点的现场和席位</translation>
    </message>
    <message>
        <source>Witnesses&apos; files, taken along when the log is verified</source>
        <translation>校验时一并核对的见证方文件</translation>
    </message>
    <message>
        <source>Machine</source>
        <translation>机器</translation>
    </message>
    <message>
        <source>Keeps up to entry</source>
        <translation>保存至第几条</translation>
    </message>
    <message>
        <source>Last asked</source>
        <translation>最近询问</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Up to entry</source>
        <translation>至第几条</translation>
    </message>
    <message>
        <source>No site or desk keeps a checkpoint yet</source>
        <translation>尚无现场或席位保存检查点</translation>
    </message>
    <message>
        <source>Fetch the folder “witness” of some sites and desks</source>
        <translation>请取得若干现场和席位的“witness”文件夹</translation>
    </message>
    <message>
        <source>Add files…</source>
        <translation>添加文件…</translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation>添加文件夹…</translation>
    </message>
    <message>
        <source>Take none</source>
        <translation>清空</translation>
    </message>
    <message>
        <source>Checkpoints that sites and desks keep</source>
        <translation>现场和席位保存的检查点</translation>
    </message>
    <message>
        <source>Checkpoints (*.checkpoint *.notes *.txt);;All files (*)</source>
        <translation>检查点 (*.checkpoint *.notes *.txt);;所有文件 (*)</translation>
    </message>
    <message>
        <source>A folder with checkpoints that sites and desks keep</source>
        <translation>存有现场和席位检查点的文件夹</translation>
    </message>
    <message>
        <source>%1 older checkpoints are left out.</source>
        <translation>另有 %1 个较早的检查点未带入。</translation>
    </message>
    <message>
        <source>No checkpoint was found in: %1</source>
        <translation>以下文件中没有检查点：%1</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>Release</source>
        <translation>放行</translation>
    </message>
    <message>
        <source>Inspect</source>
        <translation>转查验</translation>
    </message>
    <message>
        <source>Rescan</source>
        <translation>重扫</translation>
    </message>
    <message>
        <source>Refer</source>
        <translation>上报</translation>
    </message>
    <message>
        <source>Consistent with the declaration</source>
        <translation>与申报相符</translation>
    </message>
    <message>
        <source>Does not fit the declaration</source>
        <translation>与申报不符</translation>
    </message>
    <message>
        <source>Cannot judge</source>
        <translation>无法判断</translation>
    </message>
    <message>
        <source>Training: the engine keeps its opinion to itself.</source>
        <translation>训练：智能审图不给出意见。</translation>
    </message>
    <message>
        <source>No goods are declared.</source>
        <translation>未申报货物。</translation>
    </message>
    <message>
        <source>The library has no typical model of the declared goods.</source>
        <translation>模型库中没有所申报货物的典型模型。</translation>
    </message>
    <message>
        <source>The library of typical models is empty.</source>
        <translation>典型模型库为空。</translation>
    </message>
    <message>
        <source>No container was found in the picture.</source>
        <translation>图像中未找到集装箱。</translation>
    </message>
    <message>
        <source>The picture is too poor to compare.</source>
        <translation>图像质量差，无法比对。</translation>
    </message>
    <message>
        <source>The picture seems to be upside down.</source>
        <translation>图像似乎上下颠倒。</translation>
    </message>
    <message>
        <source>The library was described by another version; it must be indexed anew.</source>
        <translation>模型库由另一版本建立特征，须重新建立索引。</translation>
    </message>
    <message>
        <source>Some typical models await indexing and were left out.</source>
        <translation>部分典型模型尚待建立索引，未参与比对。</translation>
    </message>
    <message>
        <source>The library of typical models is being indexed; not all of it was compared with.</source>
        <translation>典型图像模型库正在建立索引，尚未与全部模型比对。</translation>
    </message>
    <message>
        <source>None of the typical models can be read; ask the librarian to index the library again.</source>
        <translation>典型图像模型均无法读取；请模型管理员重新建立索引。</translation>
    </message>
    <message>
        <source>Some typical models are damaged and were left out.</source>
        <translation>部分典型图像模型已损坏，未参与比对。</translation>
    </message>
    <message>
        <source>No step wedge: densities were compared relative to each other only.</source>
        <translation>无阶梯楔标定：密度只作相对比较。</translation>
    </message>
    <message>
        <source>8-bit picture: dense goods were compared coarsely.</source>
        <translation>8 位图像：高密度货物只能粗略比对。</translation>
    </message>
    <message>
        <source>The load is unlike every typical model in the library.</source>
        <translation>货物与库中任何典型模型都不相似。</translation>
    </message>
    <message>
        <source>The engine failed on this scan.</source>
        <translation>智能审图处理该扫描图像时出错。</translation>
    </message>
    <message>
        <source>The container looks empty.</source>
        <translation>集装箱看来是空的。</translation>
    </message>
    <message>
        <source>Only some of the declared goods have typical models.</source>
        <translation>所申报的货物只有一部分有典型模型。</translation>
    </message>
    <message>
        <source>Too few typical models to tell how unusual this load is.</source>
        <translation>典型模型太少，无法判断该装载是否异常。</translation>
    </message>
    <message>
        <source>Few typical models: judge with care.</source>
        <translation>典型模型较少，请谨慎判断。</translation>
    </message>
    <message>
        <source>Calibrated on simulated scans: judge with care.</source>
        <translation>依据模拟图像标定，请谨慎判断。</translation>
    </message>
    <message>
        <source>The pixel size is unknown; sizes were compared by the container&apos;s height.</source>
        <translation>像素尺寸未知，已按箱体高度比较大小。</translation>
    </message>
    <message>
        <source>One energy only: materials were not compared.</source>
        <translation>只有单能图像，未比较材料。</translation>
    </message>
    <message>
        <source>The load is unlike every typical model of the declared goods.</source>
        <translation>装载与所申报货物的任何典型模型都不相似。</translation>
    </message>
    <message>
        <source>texture</source>
        <translation>纹理</translation>
    </message>
    <message>
        <source>density</source>
        <translation>密度</translation>
    </message>
    <message>
        <source>material</source>
        <translation>材料</translation>
    </message>
    <message>
        <source>fill height</source>
        <translation>装载高度</translation>
    </message>
    <message>
        <source>a gap</source>
        <translation>空缺</translation>
    </message>
    <message>
        <source>unlike the models</source>
        <translation>与模型不似</translation>
    </message>
    <message>
        <source>Empty</source>
        <translation>空箱</translation>
    </message>
    <message>
        <source>Partly loaded</source>
        <translation>部分装载</translation>
    </message>
    <message>
        <source>Full</source>
        <translation>满载</translation>
    </message>
    <message>
        <source>The monitor has changed: see the line above the picture</source>
        <translation>显示器有变化：请看图像上方的提示</translation>
    </message>
    <message>
        <source>the file is too large</source>
        <translation>文件过大</translation>
    </message>
    <message>
        <source>it has too many pixels</source>
        <translation>像素过多</translation>
    </message>
    <message>
        <source>it is neither a JPEG nor a PNG</source>
        <translation>不是 JPEG 或 PNG 图片</translation>
    </message>
    <message>
        <source>it is damaged or cut short</source>
        <translation>已损坏或不完整</translation>
    </message>
    <message>
        <source>reading it takes too long</source>
        <translation>读取耗时过长</translation>
    </message>
    <message>
        <source>the site could not open the file</source>
        <translation>现场无法打开该文件</translation>
    </message>
    <message>
        <source>more photos than travel with a scan</source>
        <translation>超出每次扫描可随附的张数</translation>
    </message>
    <message>
        <source>No more marks: a decision holds %1 at most.</source>
        <translation>标记已满：一个结论最多 %1 个标记。</translation>
    </message>
    <message>
        <source>The guessed goods are too long: %1 characters at most.</source>
        <translation>货物名称过长：最多 %1 个字符。</translation>
    </message>
    <message>
        <source>An HS code has 2 to 10 digits.</source>
        <translation>商品编码应为 2 至 10 位数字。</translation>
    </message>
    <message>
        <source>The place of this mark is too long.</source>
        <translation>该标记的位置说明过长。</translation>
    </message>
    <message>
        <source>left end</source>
        <translation>左端</translation>
    </message>
    <message>
        <source>right end</source>
        <translation>右端</translation>
    </message>
    <message>
        <source>floor</source>
        <translation>箱底</translation>
    </message>
    <message>
        <source>roof</source>
        <translation>箱顶</translation>
    </message>
    <message>
        <source>doors (left)</source>
        <translation>箱门（左端）</translation>
    </message>
    <message>
        <source>doors (right)</source>
        <translation>箱门（右端）</translation>
    </message>
    <message>
        <source>front end</source>
        <translation>前端</translation>
    </message>
    <message>
        <source>risk control demands that this container is inspected; the case comes again</source>
        <translation>布控要求查验该集装箱；本案将重新派来</translation>
    </message>
    <message>
        <source>the hub knows another key of this desk; an administrator has to enrol it anew</source>
        <translation>中心登记的本台密钥不同；须由管理员重新登记本台</translation>
    </message>
    <message>
        <source>too many cases were handed back within an hour; decide this one, or refer it</source>
        <translation>一小时内退回的任务过多；请审结本票，或疑难上报</translation>
    </message>
    <message>
        <source>the hub&apos;s own copy is damaged or missing; the site is asked to send it again</source>
        <translation>审像中心存储的文件已损坏或缺失，已要求现场重新发送</translation>
    </message>
    <message>
        <source>This desk and the hub run versions too far apart; the older must be upgraded.</source>
        <translation>本席位与审像中心的程序版本相差过大，请升级较旧的一方。</translation>
    </message>
    <message>
        <source>it made the decoder crash, twice</source>
        <translation>两次使解码程序崩溃</translation>
    </message>
    <message>
        <source>decoding it took too long</source>
        <translation>解码超时</translation>
    </message>
    <message>
        <source>pictures cannot be decoded on this machine; start the program again</source>
        <translation>本机无法解码图像，请重新启动程序</translation>
    </message>
    <message>
        <source>two officers read the case apart and differ</source>
        <translation>双人审像结论不一致</translation>
    </message>
    <message>
        <source>Photo %1 of %2</source>
        <translation>照片 %1／%2</translation>
    </message>
    <message>
        <source>Photo %1 is missing: %2</source>
        <translation>照片 %1 缺失：%2</translation>
    </message>
    <message>
        <source>No case is open</source>
        <translation>没有打开的任务</translation>
    </message>
    <message>
        <source>Nobody is signed in</source>
        <translation>尚未登录</translation>
    </message>
    <message>
        <source>The window is in the background</source>
        <translation>窗口在后台</translation>
    </message>
    <message>
        <source>Typing; Esc leads back to the picture</source>
        <translation>正在输入；按 Esc 返回图像</translation>
    </message>
    <message>
        <source>The picture is not complete yet</source>
        <translation>图像尚未完整显示</translation>
    </message>
    <message>
        <source>Look first</source>
        <translation>请先审看图像</translation>
    </message>
    <message>
        <source>Choose a reason</source>
        <translation>请选择理由</translation>
    </message>
    <message>
        <source>This is not your open case: nothing is decided here</source>
        <translation>此图像不是您的待审任务，不能在此作结论</translation>
    </message>
    <message>
        <source>The engine sees it otherwise: look again, then press again</source>
        <translation>智能审图意见不同：请再看一遍，再按一次</translation>
    </message>
    <message>
        <source>No picture to judge by: refer it, or ask for a rescan</source>
        <translation>无图像可供判断：请上报或要求重扫</translation>
    </message>
    <message>
        <source>Risk control demands an inspection: this container cannot be released</source>
        <translation>布控要求查验：该集装箱不能放行</translation>
    </message>
    <message>
        <source>Ordinary risk</source>
        <translation>一般风险</translation>
    </message>
    <message>
        <source>Raised risk</source>
        <translation>较高风险</translation>
    </message>
    <message>
        <source>High risk</source>
        <translation>高风险</translation>
    </message>
    <message>
        <source>The same container</source>
        <translation>同一集装箱</translation>
    </message>
    <message>
        <source>The same consignee</source>
        <translation>同一收货人</translation>
    </message>
    <message>
        <source>Sisters of this declaration</source>
        <translation>同一报关单的其他集装箱</translation>
    </message>
    <message>
        <source>from the side</source>
        <translation>侧视</translation>
    </message>
    <message>
        <source>from above</source>
        <translation>顶视</translation>
    </message>
    <message>
        <source>Box</source>
        <translation>方框</translation>
    </message>
    <message>
        <source>Ellipse</source>
        <translation>椭圆</translation>
    </message>
    <message>
        <source>Arrow</source>
        <translation>箭头</translation>
    </message>
    <message>
        <source>Polygon</source>
        <translation>多边形</translation>
    </message>
    <message>
        <source>Freehand</source>
        <translation>手绘</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文字</translation>
    </message>
    <message>
        <source>The marks have too many points; draw more simply.</source>
        <translation>标记的点过多，请画得简单些。</translation>
    </message>
    <message>
        <source>This mark has too few points.</source>
        <translation>此标记的点太少。</translation>
    </message>
    <message>
        <source>This mark has no place in the picture.</source>
        <translation>此标记在图像中没有位置。</translation>
    </message>
    <message>
        <source>The words at the marks are too long.</source>
        <translation>标记的文字过长。</translation>
    </message>
    <message>
        <source>A text mark needs words.</source>
        <translation>文字标记须有文字。</translation>
    </message>
    <message>
        <source>Officer or password is not right.</source>
        <translation>关员或密码不正确。</translation>
    </message>
    <message>
        <source>Too many attempts. Wait a while, or ask an administrator.</source>
        <translation>尝试次数过多，请稍候或联系管理员。</translation>
    </message>
    <message>
        <source>The directory does not answer, so your password cannot be checked. Try again in a moment.</source>
        <translation>目录服务没有应答，无法核对您的密码，请稍后再试。</translation>
    </message>
    <message>
        <source>The directory&apos;s groups leave you no role here. Ask an administrator.</source>
        <translation>按目录服务中的组，您在此没有任何角色，请联系管理员。</translation>
    </message>
    <message>
        <source>The session has ended. Please sign in again.</source>
        <translation>会话已结束，请重新登录。</translation>
    </message>
    <message>
        <source>The session was ended elsewhere. Please sign in again.</source>
        <translation>会话已在别处结束，请重新登录。</translation>
    </message>
    <message>
        <source>the lease had ended; the case is with somebody else</source>
        <translation>租约已到期，任务已转给他人</translation>
    </message>
    <message>
        <source>the hub holds another picture of this scan</source>
        <translation>审像中心保存的是另一幅图像</translation>
    </message>
    <message>
        <source>the case has been decided already</source>
        <translation>该任务已有结论</translation>
    </message>
    <message>
        <source>the case was referred already; a chief has to decide it</source>
        <translation>该任务已疑难上报，须由带班科长作出结论</translation>
    </message>
    <message>
        <source>the desk is locked</source>
        <translation>席位已锁定</translation>
    </message>
    <message>
        <source>two officers read this case apart; it cannot be shown to others</source>
        <translation>该任务为双人审像，不能共同查看</translation>
    </message>
    <message>
        <source>the joint view has ended</source>
        <translation>共同查看已结束</translation>
    </message>
    <message>
        <source>there is too much in it to be sent</source>
        <translation>内容过多，无法发送</translation>
    </message>
    <message>
        <source>you have no right to do this</source>
        <translation>您没有此项权限</translation>
    </message>
    <message>
        <source>The hub runs a version that does not fit this desk.</source>
        <translation>审像中心的版本与本席位不符。</translation>
    </message>
    <message>
        <source>The hub has a fault of its own; it is tried again.</source>
        <translation>审像中心自身出错，正在重试。</translation>
    </message>
    <message>
        <source>The hub&apos;s answer was not understood.</source>
        <translation>无法理解审像中心的应答。</translation>
    </message>
    <message>
        <source>the file cannot be read</source>
        <translation>文件无法读取</translation>
    </message>
    <message>
        <source>it arrived damaged, twice</source>
        <translation>两次传输均已损坏</translation>
    </message>
    <message>
        <source>the disk of this machine refuses</source>
        <translation>本机磁盘无法写入</translation>
    </message>
    <message>
        <source>The picture is blank.</source>
        <translation>图像空白。</translation>
    </message>
    <message>
        <source>The picture is too dark: nothing in it is near open air.</source>
        <translation>图像过暗：没有接近空气的区域。</translation>
    </message>
    <message>
        <source>Most of the picture is black: the beam did not get through.</source>
        <translation>图像大部分为黑色：射线未能穿透。</translation>
    </message>
    <message>
        <source>Most of the picture is saturated white.</source>
        <translation>图像大部分过曝为白色。</translation>
    </message>
    <message>
        <source>%1 of the picture is quite black: too dense, or not measured.</source>
        <translation>图像有 %1 全黑：可能穿不透，也可能是探测器无读数。</translation>
    </message>
    <message>
        <source>%1 of the pixels are 0, which may mean opaque or invalid.</source>
        <translation>%1 的像素为 0，可能不透射或无效。</translation>
    </message>
    <message>
        <source>%1 columns are dead: they hold one value from top to bottom.</source>
        <translation>%1 列失效：自上而下为同一数值。</translation>
    </message>
    <message>
        <source>The picture has a transparency channel; it was left out.</source>
        <translation>图像含透明通道，已忽略。</translation>
    </message>
    <message>
        <source>The picture is coloured; its brightness was taken as transmission.</source>
        <translation>图像为彩色，已取其亮度作为透射值。</translation>
    </message>
    <message>
        <source>The file is named like a scan package, but its description is missing.</source>
        <translation>文件名像扫描包，但缺少说明信息。</translation>
    </message>
    <message>
        <source>The scan&apos;s time has no time zone or is not ISO 8601; it is left out.</source>
        <translation>扫描时间缺少时区或格式不符 ISO 8601，已略去。</translation>
    </message>
    <message>
        <source>View %1: the low energy is brighter than the high; they may be swapped.</source>
        <translation>视角 %1：低能图像比高能更亮，二者可能颠倒。</translation>
    </message>
    <message>
        <source>Side view, high energy: %1</source>
        <translation>侧视高能：%1</translation>
    </message>
    <message>
        <source>Side view, low energy: %1</source>
        <translation>侧视低能：%1</translation>
    </message>
    <message>
        <source>Side view, single energy: %1</source>
        <translation>侧视单能：%1</translation>
    </message>
    <message>
        <source>Top view, high energy: %1</source>
        <translation>顶视高能：%1</translation>
    </message>
    <message>
        <source>Top view, low energy: %1</source>
        <translation>顶视低能：%1</translation>
    </message>
    <message>
        <source>Top view, single energy: %1</source>
        <translation>顶视单能：%1</translation>
    </message>
    <message>
        <source>, </source>
        <translation>，</translation>
    </message>
    <message>
        <source>Its density differs from the load at its height.</source>
        <translation>密度与同高度的货物不同。</translation>
    </message>
    <message>
        <source>Its material differs from the declared goods.</source>
        <translation>材料与申报货物不同。</translation>
    </message>
    <message>
        <source>Its texture is unlike the declared goods.</source>
        <translation>纹理与申报货物不似。</translation>
    </message>
    <message>
        <source>The load stands higher or lower here than such goods do.</source>
        <translation>此处货物的高度与此类货物不同。</translation>
    </message>
    <message>
        <source>Less stands here than around it: a gap in the load.</source>
        <translation>此处比周围少货：货物中有空缺。</translation>
    </message>
    <message>
        <source>No place in the models of the declared goods looks like it.</source>
        <translation>申报货物的模型中没有与之相似之处。</translation>
    </message>
    <message>
        <source>The scanner&apos;s own detection points at it.</source>
        <translation>设备自带的检测程序提示此处。</translation>
    </message>
    <message>
        <source>organic</source>
        <translation>有机物</translation>
    </message>
    <message>
        <source>mixed</source>
        <translation>混合物</translation>
    </message>
    <message>
        <source>metal</source>
        <translation>金属</translation>
    </message>
    <message>
        <source>Denser than the load at its height by %1 g/cm².</source>
        <translation>比同高度的货物密 %1 g/cm²。</translation>
    </message>
    <message>
        <source>Lighter than the load at its height by %1 g/cm².</source>
        <translation>比同高度的货物疏 %1 g/cm²。</translation>
    </message>
    <message>
        <source>By its two energies it reads as %1.</source>
        <translation>按双能判别，此处为%1。</translation>
    </message>
    <message>
        <source>By its two energies it reads as %1; in the declared goods&apos; model, as %2.</source>
        <translation>按双能判别，此处为%1；申报货物的模型中为%2。</translation>
    </message>
    <message>
        <source>Not calibrated: too few typical models</source>
        <translation>未标定：典型模型太少</translation>
    </message>
    <message>
        <source>Of 100 loads that are as declared, fewer than 1 looks as unusual.</source>
        <translation>每 100 个与申报相符的箱子中，同样异常的不到 1 个。</translation>
    </message>
    <message>
        <source>Of 100 loads that are as declared, about %2 look as unusual.</source>
        <translation>每 100 个与申报相符的箱子中，约有 %2 个同样异常。</translation>
    </message>
    <message>
        <source>The engine objects below %1; so it objects wrongly to %1 of 100 such loads.</source>
        <translation>少于 %1 个时判为不符，因此每 100 个相符的箱子会误报 %1 个。</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>two sentences, one behind the other</comment>
        <translation>%1%2</translation>
    </message>
    <message>
        <source>p-value: %1</source>
        <translation>p 值：%1</translation>
    </message>
    <message>
        <source>Version of the engine: %1</source>
        <translation>智能审图版本：%1</translation>
    </message>
    <message>
        <source>Version of the model library: %1</source>
        <translation>模型库版本：%1</translation>
    </message>
    <message>
        <source>Time taken: %1 s</source>
        <translation>用时：%1 秒</translation>
    </message>
    <message>
        <source>How much the scan looks like this model: 0 not at all, 1 the same</source>
        <translation>图像与该模型的相似程度：0 为完全不像，1 为相同</translation>
    </message>
    <message>
        <source>How strongly this place differs: 0 not at all, 1 the most</source>
        <translation>此处的差异程度：0 为无差异，1 为差异最大</translation>
    </message>
    <message>
        <source>▲ Unlike the other containers of its lot (%1 compared)</source>
        <translation>▲ 与同批其他集装箱不一致（比对 %1 个）</translation>
    </message>
    <message>
        <source>● Like most of its lot (%1 compared); the odd one is %2</source>
        <translation>● 与同批多数一致（比对 %1 个）；不一致的是 %2</translation>
    </message>
    <message>
        <source>● Like the other containers of its lot (%1 compared)</source>
        <translation>● 与同批其他集装箱一致（比对 %1 个）</translation>
    </message>
    <message>
        <source>The scanner&apos;s own raw picture has no public layout; its 8-bit JPEG is shown instead.</source>
        <translation>设备原始图像格式未公开，当前显示其 8 位 JPEG 图像。</translation>
    </message>
    <message>
        <source>The site read container number %1, whose check digit does not agree.</source>
        <translation>现场识别的箱号 %1 校验码不符。</translation>
    </message>
    <message>
        <source>More than one container was scanned: %1.</source>
        <translation>本次扫描含多个集装箱：%1。</translation>
    </message>
    <message>
        <source>The file is named after container %1, but the scan says %2.</source>
        <translation>文件名中的箱号为 %1，但扫描图像记载为 %2。</translation>
    </message>
    <message>
        <source>The file has more than 16 bits a pixel; 16 of them are kept.</source>
        <translation>文件像素超过 16 位，仅保留 16 位。</translation>
    </message>
    <message>
        <source>The file does not say which value is open air; 0 to 1 was taken.</source>
        <translation>文件未说明空气值，按 0 至 1 处理。</translation>
    </message>
    <message>
        <source>Some pixels are not numbers; they are shown as opaque.</source>
        <translation>部分像素不是有效数值，按不透光显示。</translation>
    </message>
    <message>
        <source>Pixels below zero were taken as opaque.</source>
        <translation>小于零的像素按不透光处理。</translation>
    </message>
    <message>
        <source>The greys are logarithmic, not transmission; material colours are doubtful.</source>
        <translation>图像灰度为对数值而非透射率，材料颜色仅供参考。</translation>
    </message>
    <message>
        <source>The picture was compressed with loss before it came here.</source>
        <translation>图像在送达前经过有损压缩。</translation>
    </message>
    <message>
        <source>A threat report lay beside it that speaks of another picture; it is left out.</source>
        <translation>随附的威胁检测报告属于另一幅图像，未采用。</translation>
    </message>
    <message>
        <source>The scanner reports a threat outside of its picture; that place is left out.</source>
        <translation>设备报告的威胁位置超出图像范围，未采用。</translation>
    </message>
    <message>
        <source>Gain drift of %1 was levelled by the open air beside the container.</source>
        <translation>已按箱外空气校平 %1 的增益漂移。</translation>
    </message>
    <message>
        <source>%1 missing lines were filled from their neighbours.</source>
        <translation>%1 条缺失的扫描线已由相邻线补齐。</translation>
    </message>
    <message>
        <source>The low energy was shifted by %1 px to lie on the high.</source>
        <translation>低能图像已平移 %1 像素，与高能对齐。</translation>
    </message>
    <message>
        <source>The size of a pixel was taken from the container&apos;s own size and holds for its near side.</source>
        <translation>像素尺寸由集装箱外形尺寸推算，仅适用于近侧面。</translation>
    </message>
    <message>
        <source>Scanner alarm</source>
        <translation>设备报警</translation>
    </message>
    <message>
        <source>anomaly</source>
        <translation>异常</translation>
    </message>
    <message>
        <source>contraband</source>
        <translation>违禁品</translation>
    </message>
    <message>
        <source>explosive</source>
        <translation>爆炸物</translation>
    </message>
    <message>
        <source>pharmaceutical</source>
        <translation>药品</translation>
    </message>
    <message>
        <source>prohibited item</source>
        <translation>禁限物品</translation>
    </message>
</context>
<context>
    <name>WordsField</name>
    <message>
        <source>Words, then Enter</source>
        <translation>输入文字，按回车确认</translation>
    </message>
    <message>
        <source>Words of the mark</source>
        <translation>标记的文字</translation>
    </message>
</context>
<context>
    <name>_Chip</name>
    <message>
        <source>taking it back …</source>
        <translation>正在撤回…</translation>
    </message>
    <message>
        <source>recorded; announced in %1 s</source>
        <translation>已记录，%1 秒后下发</translation>
    </message>
    <message>
        <source>recorded</source>
        <translation>已记录</translation>
    </message>
    <message>
        <source>recorded; another officer reads it too</source>
        <translation>已记录；另一名关员还要独立审看</translation>
    </message>
    <message>
        <source>recorded; stands if both readings agree</source>
        <translation>已记录；两次结论一致即生效</translation>
    </message>
    <message>
        <source>recorded; the crew is told to open it</source>
        <translation>已记录；已通知查验人员开箱</translation>
    </message>
    <message>
        <source>recorded; held until the site has scanned it again</source>
        <translation>已记录；扣留待现场重扫</translation>
    </message>
    <message>
        <source>recorded; a shift chief decides</source>
        <translation>已记录；由带班科长决定</translation>
    </message>
    <message>
        <source>recorded; can be taken back for %1 s</source>
        <translation>已记录，%1 秒内可撤回</translation>
    </message>
    <message>
        <source>NOT recorded: %1</source>
        <translation>未记录：%1</translation>
    </message>
    <message>
        <source>taken back before it was sent; the case is open again</source>
        <translation>发送前已撤回，任务重新打开</translation>
    </message>
    <message>
        <source>taken back; the case is in the queue again</source>
        <translation>已撤回，任务退回队列</translation>
    </message>
    <message>
        <source>too late to take back: it has been announced</source>
        <translation>已下发，无法撤回</translation>
    </message>
    <message>
        <source>kept at this desk; not sent yet</source>
        <translation>已保存在本席位，尚未发送</translation>
    </message>
</context>
<context>
    <name>_RegionRow</name>
    <message>
        <source>Differs: %1</source>
        <translation>不同之处：%1</translation>
    </message>
</context>
<context>
    <name>_Row</name>
    <message>
        <source>not decided yet</source>
        <translation>尚无结论</translation>
    </message>
</context>
</TS>
