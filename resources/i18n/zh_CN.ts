<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en_US">
    <context>
        <name>Errors</name>
        <message>
            <source>There is no model yet. Add a GGUF file: drop it on the window, or run lamplight models add PATH.</source>
            <translation>还没有模型。请添加一个 GGUF 文件：把它拖到窗口上，或运行 lamplight models add PATH。</translation>
        </message>
        <message>
            <source>There is no model called “{name}”. Known: {known}.</source>
            <translation>没有名为“{name}”的模型。已有：{known}。</translation>
        </message>
        <message>
            <source>The model file {path} is not there any more.</source>
            <translation>模型文件 {path} 已经不在了。</translation>
        </message>
        <message>
            <source>The model file {path} is empty. Download it again.</source>
            <translation>模型文件 {path} 是空的，请重新下载。</translation>
        </message>
        <message>
            <source>The model file {path} ends too early; its download was probably cut. Download it again.</source>
            <translation>模型文件 {path} 不完整，多半是下载中断了，请重新下载。</translation>
        </message>
        <message>
            <source>{path} is not a GGUF model file.</source>
            <translation>{path} 不是 GGUF 模型文件。</translation>
        </message>
        <message>
            <source>The model file {path} is damaged. Download it again.</source>
            <translation>模型文件 {path} 已损坏，请重新下载。</translation>
        </message>
        <message>
            <source>The model in {path} is of a kind this version can't run. Choose another model.</source>
            <translation>{path} 里的模型类型，这个版本无法运行。请换一个模型。</translation>
        </message>
        <message>
            <source>The model file {path} can't be read.</source>
            <translation>无法读取模型文件 {path}。</translation>
        </message>
        <message>
            <source>The model could not be loaded. The log has the details; another model may work.</source>
            <translation>模型无法载入。详情见日志；可以换一个模型试试。</translation>
        </message>
        <message>
            <source>The model's process stopped. What it wrote is kept.</source>
            <translation>模型的进程停了，已写的内容都还在。</translation>
        </message>
        <message>
            <source>The memory did not suffice for this model and context. Choose a shorter context or a smaller model.</source>
            <translation>内存不够这个模型和上下文使用。请选短一些的上下文，或小一些的模型。</translation>
        </message>
        <message>
            <source>The window and the model's process are of different versions. Install Lamplight again.</source>
            <translation>窗口与模型进程的版本不一致。请重新安装灯下。</translation>
        </message>
        <message>
            <source>The model's process could not do this. The log has the details.</source>
            <translation>模型的进程没能完成这件事。详情见日志。</translation>
        </message>
        <message>
            <source>The program is closing.</source>
            <translation>程序正在关闭。</translation>
        </message>
        <message>
            <source>Stopped.</source>
            <translation>已停止。</translation>
        </message>
        <message>
            <source>A context this long is more than the model or the memory allows. Choose a shorter one in Settings.</source>
            <translation>这样长的上下文超出了模型或内存所能承受的。请在设置里选短一些的。</translation>
        </message>
        <message>
            <source>The conversation no longer fits the model's context. Start a new one or choose a longer context.</source>
            <translation>对话已超出模型的上下文。请新开一个对话，或选长一些的上下文。</translation>
        </message>
        <message>
            <source>The model's own chat template failed on this conversation. Another model may work.</source>
            <translation>模型自带的对话模板处理不了这段对话。可以换一个模型试试。</translation>
        </message>
        <message>
            <source>“{value}” is not possible for {name}.</source>
            <translation>{name} 不能设为“{value}”。</translation>
        </message>
        <message>
            <source>The folder {path} can't be written to, so nothing could be kept. Allow writing or choose another.</source>
            <translation>文件夹 {path} 不能写入，内容无法保存。请允许写入，或换一个文件夹。</translation>
        </message>
        <message>
            <source>The disk is full. Nothing that was kept is lost; free some space and try again.</source>
            <translation>磁盘已满。已保存的内容都还在；请腾出一些空间再试。</translation>
        </message>
        <message>
            <source>Your conversations were kept by a newer version of Lamplight. Nothing was changed; install that one.</source>
            <translation>你的对话是由更新版本的灯下保存的。什么都没有改动，请安装那个版本。</translation>
        </message>
        <message>
            <source>The file of your conversations is damaged. It is set aside untouched as {kept}.</source>
            <translation>保存对话的文件已损坏。它已原样另存为 {kept}。</translation>
        </message>
        <message>
            <source>The file of your conversations is in use by another program. Try again in a moment.</source>
            <translation>保存对话的文件正被另一个程序使用。请稍后再试。</translation>
        </message>
        <message>
            <source>The file of your conversations could not be read or written. The log has the details.</source>
            <translation>保存对话的文件无法读写。详情见日志。</translation>
        </message>
        <message>
            <source>This conversation is not there any more.</source>
            <translation>这个对话已经不在了。</translation>
        </message>
        <message>
            <source>There is no display to open a window on. Use lamplight chat here, or run it under xvfb-run.</source>
            <translation>这里没有可以打开窗口的显示器。请用 lamplight chat，或在 xvfb-run 下运行。</translation>
        </message>
        <message>
            <source>This can't be done that way. See lamplight --help.</source>
            <translation>不能这样使用。请看 lamplight --help。</translation>
        </message>
        <message>
            <source>Something went wrong inside Lamplight. The log has the details.</source>
            <translation>灯下内部出了问题。详情见日志。</translation>
        </message>
        <message>
            <source>exit code {code}</source>
            <translation>退出码 {code}</translation>
        </message>
        <message>
            <source>ended from outside or for lack of memory, signal {number}</source>
            <translation>被外部结束或内存不足，信号 {number}</translation>
        </message>
        <message>
            <source>signal {number} {name}</source>
            <translation>信号 {number} {name}</translation>
        </message>
    </context>
    <context>
        <name>Settings</name>
        <message>
            <source>Language</source>
            <translation>语言</translation>
        </message>
        <message>
            <source>The language of the interface; you can write in any.</source>
            <translation>界面的语言；写什么语言都可以。</translation>
        </message>
        <message>
            <source>System</source>
            <translation>跟随系统</translation>
        </message>
        <message>
            <source>Appearance</source>
            <translation>外观</translation>
        </message>
        <message>
            <source>Light or dark; the system's choice is followed at once.</source>
            <translation>浅色或深色；跟随系统时会立即切换。</translation>
        </message>
        <message>
            <source>Light</source>
            <translation>浅色</translation>
        </message>
        <message>
            <source>Dark</source>
            <translation>深色</translation>
        </message>
        <message>
            <source>Text size</source>
            <translation>文字大小</translation>
        </message>
        <message>
            <source>The columns grow with the text.</source>
            <translation>栏宽随文字一起变大。</translation>
        </message>
        <message>
            <source>Reduce motion</source>
            <translation>减少动效</translation>
        </message>
        <message>
            <source>Nothing slides or fades.</source>
            <translation>不再有滑动和淡入淡出。</translation>
        </message>
        <message>
            <source>Layers on the graphics card</source>
            <translation>放到显卡上的层数</translation>
        </message>
        <message>
            <source>Automatic uses the card when llama.cpp finds one.</source>
            <translation>自动：llama.cpp 找到显卡时就使用。</translation>
        </message>
        <message>
            <source>Automatic</source>
            <translation>自动</translation>
        </message>
        <message>
            <source>All</source>
            <translation>全部</translation>
        </message>
        <message>
            <source>None</source>
            <translation>不用</translation>
        </message>
        <message>
            <source>Processor threads</source>
            <translation>处理器线程</translation>
        </message>
        <message>
            <source>0 uses one for each physical core; more are usually slower.</source>
            <translation>0 表示每个物理核心一个；再多通常反而更慢。</translation>
        </message>
        <message>
            <source>Context length</source>
            <translation>上下文长度</translation>
        </message>
        <message>
            <source>How much of a conversation the model can read at once. Longer takes more memory.</source>
            <translation>模型一次能读多少对话内容。越长越占内存。</translation>
        </message>
        <message>
            <source>tokens</source>
            <translation>词元</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>Instructions</source>
            <translation>指令</translation>
        </message>
        <message>
            <source>Told to the model before every conversation. Empty uses none.</source>
            <translation>每个对话开始前告诉模型的话。留空则不说。</translation>
        </message>
        <message>
            <source>Temperature</source>
            <translation>温度</translation>
        </message>
        <message>
            <source>Low keeps to the likeliest words; high wanders.</source>
            <translation>低则只选最可能的词，高则更发散。</translation>
        </message>
        <message>
            <source>Top-p</source>
            <translation>Top-p</translation>
        </message>
        <message>
            <source>Leaves out the unlikeliest words, by this share of probability.</source>
            <translation>按累计概率，舍去最不可能的词。</translation>
        </message>
        <message>
            <source>Longest reply</source>
            <translation>最长回复</translation>
        </message>
        <message>
            <source>A reply that reaches this is cut and can be continued.</source>
            <translation>回复到这个长度会被截断，可以接着写。</translation>
        </message>
    </context>
</TS>
