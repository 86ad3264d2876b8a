<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>Banner</name>
    <message>
        <source>Marks and decisions cannot be kept on this machine: %1</source>
        <translation>标记和结论无法保存在本机：%1</translation>
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
        <source>The check digit does not agree</source>
        <translation>箱号校验位不符</translation>
    </message>
    <message>
        <source>▲ Risk instruction: %1</source>
        <translation>▲ 布控指令：%1</translation>
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
        <source>Next reason</source>
        <translation>下一理由</translation>
    </message>
    <message>
        <source>Choose the next reason for an inspection</source>
        <translation>选择下一个查验理由</translation>
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
        <source>Give back</source>
        <translation>退回</translation>
    </message>
    <message>
        <source>Give the case back to the queue undecided</source>
        <translation>不作结论，将任务退回队列</translation>
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
        <source>Move the picture by dragging</source>
        <translation>拖动图像</translation>
    </message>
    <message>
        <source>Box</source>
        <translation>方框</translation>
    </message>
    <message>
        <source>Draw a box around something suspicious</source>
        <translation>用方框标出可疑处</translation>
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
        <source>Undo</source>
        <translation>撤销</translation>
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
        <source>Take the newest mark away</source>
        <translation>去掉最后一个标记</translation>
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
        <source>Full screen</source>
        <translation>全屏</translation>
    </message>
    <message>
        <source>Use the whole screen</source>
        <translation>使用整个屏幕</translation>
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
</context>
<context>
    <name>DecisionBar</name>
    <message>
        <source>Reason for the inspection</source>
        <translation>查验理由</translation>
    </message>
    <message>
        <source>Reason for the inspection; %1 chooses the next</source>
        <translation>查验理由；按 %1 选择下一个</translation>
    </message>
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
    <name>DeclarationPanel</name>
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
        <source>No declaration has arrived for this scan.</source>
        <translation>该扫描图像尚未收到报关单。</translation>
    </message>
    <message>
        <source>The declaration names another container: %1</source>
        <translation>报关单所列箱号不同：%1</translation>
    </message>
    <message numerus="yes">
        <source>and %n more line(s)</source>
        <translation>
            <numerusform>另有 %n 项</numerusform>
        </translation>
    </message>
    <message>
        <source>packages</source>
        <translation>件</translation>
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
        <source>The library holds no typical model to compare with.</source>
        <translation>典型模型库中没有可比对的模型。</translation>
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
        <source>smoothed</source>
        <translation>平滑</translation>
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
        <source>equalised</source>
        <translation>均衡</translation>
    </message>
    <message>
        <source>no filter</source>
        <translation>无滤波</translation>
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
    <name>KeySheet</name>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
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
        <source>Picture</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Review Room</source>
        <translation>集中审像工作站</translation>
    </message>
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
        <source>&amp;Picture</source>
        <translation>图像(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>Switch the language</source>
        <translation>切换语言</translation>
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
    <message>
        <source>A scan cannot be shown and went back: %1</source>
        <translation>一幅扫描图像无法显示，已退回：%1</translation>
    </message>
    <message>
        <source>Your decision on %1, kept from before, was NOT recorded: %2</source>
        <translation>您此前对 %1 作出的结论未被记录：%2</translation>
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
    <name>MarksPanel</name>
    <message>
        <source>Marks</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>None. Draw with B, E or A.</source>
        <translation>无。按 B、E 或 A 绘制。</translation>
    </message>
    <message numerus="yes">
        <source>%n earlier mark(s)</source>
        <translation>
            <numerusform>之前还有 %n 个标记</numerusform>
        </translation>
    </message>
    <message>
        <source>Take mark %1 away</source>
        <translation>去掉标记 %1</translation>
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
        <source>Lease %1</source>
        <translation>租约 %1</translation>
    </message>
</context>
<context>
    <name>VerdictPanel</name>
    <message>
        <source>Comparison engine</source>
        <translation>智能比对</translation>
    </message>
    <message>
        <source>The engine has not compared this scan.</source>
        <translation>该扫描图像尚未比对。</translation>
    </message>
    <message>
        <source>Engine %1 · library %2 · %3 s</source>
        <translation>引擎 %1 · 模型库 %2 · %3 秒</translation>
    </message>
    <message>
        <source>Region %1 differs: %2</source>
        <translation>区域 %1 异常：%2</translation>
    </message>
    <message numerus="yes">
        <source>and %n more region(s)</source>
        <translation>
            <numerusform>另有 %n 处区域</numerusform>
        </translation>
    </message>
    <message>
        <source>▲ Resembles prohibited goods: %1 (%2)</source>
        <translation>▲ 与禁止进境货物相似：%1（%2）</translation>
    </message>
    <message>
        <source>Load: %1, %2</source>
        <translation>装载：%1，%2</translation>
    </message>
    <message>
        <source>about %1 t</source>
        <translation>约 %1 吨</translation>
    </message>
    <message>
        <source>declared %1 t</source>
        <translation>申报 %1 吨</translation>
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
        <source>The engine failed on this scan.</source>
        <translation>引擎处理该扫描图像时出错。</translation>
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
        <source>Unlike the declared goods</source>
        <translation>与申报货物不符</translation>
    </message>
    <message>
        <source>Hidden object suspected</source>
        <translation>疑似夹藏</translation>
    </message>
    <message>
        <source>Prohibited goods suspected</source>
        <translation>疑似禁止进境货物</translation>
    </message>
    <message>
        <source>Mass differs from the declared</source>
        <translation>重量与申报不符</translation>
    </message>
    <message>
        <source>Declared empty, but is not</source>
        <translation>申报空箱但非空</translation>
    </message>
    <message>
        <source>Risk instruction</source>
        <translation>布控指令</translation>
    </message>
    <message>
        <source>Too dense to see through</source>
        <translation>密度过高无法穿透</translation>
    </message>
    <message>
        <source>Poor picture</source>
        <translation>图像质量差</translation>
    </message>
    <message>
        <source>Container cut off</source>
        <translation>集装箱图像不完整</translation>
    </message>
    <message>
        <source>Another container than declared</source>
        <translation>箱号与申报不符</translation>
    </message>
    <message>
        <source>Goods not known</source>
        <translation>货物不明</translation>
    </message>
    <message>
        <source>Second opinion wanted</source>
        <translation>需要复审意见</translation>
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
    <message>
        <source>Officer or password is not right.</source>
        <translation>关员或密码不正确。</translation>
    </message>
    <message>
        <source>Too many attempts. Wait a while, or ask an administrator.</source>
        <translation>尝试次数过多，请稍候或联系管理员。</translation>
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
        <source>outside the container</source>
        <translation>箱体之外</translation>
    </message>
    <message>
        <source>%1 to %2 m from the left end</source>
        <translation>距左端 %1 至 %2 m</translation>
    </message>
    <message>
        <source>eighth %1 of 8 from the left end</source>
        <translation>自左端第 %1/8 段</translation>
    </message>
    <message>
        <source>eighths %1 to %2 of 8 from the left end</source>
        <translation>自左端第 %1 至 %2/8 段</translation>
    </message>
    <message>
        <source>full height</source>
        <translation>全高</translation>
    </message>
    <message>
        <source>Not calibrated: too few typical models</source>
        <translation>未标定：典型模型太少</translation>
    </message>
    <message>
        <source>p = %1, threshold %2 (share of false alarms)</source>
        <translation>p = %1，阈值 %2（误报率）</translation>
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
</TS>
