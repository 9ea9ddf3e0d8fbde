<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en_US">
<extra-name>中文</extra-name>
<context>
    <name>AdaptersPane</name>
    <message>
        <source>{name} works</source>
        <translation>{name} 生效</translation>
    </message>
    <message>
        <source>Strength of {name}</source>
        <translation>{name} 的强度</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>层</translation>
    </message>
    <message>
        <source>First layer</source>
        <translation>起始层</translation>
    </message>
    <message>
        <source>Last layer</source>
        <translation>末尾层</translation>
    </message>
    <message>
        <source>LoRA, rank {rank}</source>
        <translation>LoRA，秩 {rank}</translation>
    </message>
    <message>
        <source>Control vector</source>
        <translation>控制向量</translation>
    </message>
    <message>
        <source>made for {model}</source>
        <translation>为 {model} 制作</translation>
    </message>
    <message>
        <source>Adapters</source>
        <translation>适配器</translation>
    </message>
    <message>
        <source>An adapter (LoRA) or a control vector changes how a model writes and leaves its file as it is. Strengths work from the next reply on; nothing is loaded anew.</source>
        <translation>适配器（LoRA）或控制向量改变模型的写法，模型文件不变。强度从下一条回复起生效，无需重新载入。</translation>
    </message>
    <message>
        <source>What do they change?</source>
        <translation>它们改变了什么？</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Texts are compared with the model in use. Use this one first.</source>
        <translation>比较时用的是当前模型。请先使用这个模型。</translation>
    </message>
    <message>
        <source>Use this model</source>
        <translation>使用这个模型</translation>
    </message>
    <message>
        <source>No adapter for this model yet. Add a GGUF file, or put it beside the model or into {folder}.</source>
        <translation>这个模型还没有适配器。请添加 GGUF 文件，或把它放在模型旁边，或放进 {folder}。</translation>
    </message>
    <message>
        <source>Add an adapter</source>
        <translation>添加适配器</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Adapters (*.gguf)</source>
        <translation>适配器 (*.gguf)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>{name} is off the shelf; its file stays.</source>
        <translation>{name} 已从架上取下；文件还在。</translation>
    </message>
    <message>
        <source>Add an adapter…</source>
        <translation>添加适配器…</translation>
    </message>
    <message>
        <source>Take off the shelf</source>
        <translation>从架上取下</translation>
    </message>
    <message>
        <source>Kept in “{title}”, as the version that is shown.</source>
        <translation>已保留在“{title}”里，作为当前显示的版本。</translation>
    </message>
    <message>
        <source>waits</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>loading {percent} %</source>
        <translation>载入 {percent} %</translation>
    </message>
    <message>
        <source>reading</source>
        <translation>阅读中</translation>
    </message>
    <message>
        <source>writing</source>
        <translation>写作中</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>What is answered</source>
        <translation>要回答的内容</translation>
    </message>
    <message>
        <source>Last message</source>
        <translation>上一条消息</translation>
    </message>
    <message>
        <source>Own text</source>
        <translation>自己的文字</translation>
    </message>
    <message>
        <source>What both are to answer</source>
        <translation>让两边都回答的内容</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>A: without adapters</source>
        <translation>A：不用适配器</translation>
    </message>
    <message>
        <source>Keep A</source>
        <translation>保留 A</translation>
    </message>
    <message>
        <source>B: with these strengths</source>
        <translation>B：用这些强度</translation>
    </message>
    <message>
        <source>Keep B</source>
        <translation>保留 B</translation>
    </message>
    <message>
        <source>There is no message in the chat yet.</source>
        <translation>聊天里还没有消息。</translation>
    </message>
    <message>
        <source>“{text}”, from “{title}”</source>
        <translation>“{text}”，来自“{title}”</translation>
    </message>
    <message>
        <source>No adapter is at work here: both texts would be the same.</source>
        <translation>这里没有启用任何适配器：两段文字会完全一样。</translation>
    </message>
    <message>
        <source>There is nothing to answer yet.</source>
        <translation>还没有要回答的内容。</translation>
    </message>
</context>
<context>
    <name>Advice</name>
    <message>
        <source>the only one here</source>
        <translation>这里只有这一个</translation>
    </message>
    <message>
        <source>the usual balance: a third of the full size, hardly worse</source>
        <translation>通常的折中：只有完整大小的三分之一，几乎不差</translation>
    </message>
    <message>
        <source>a small model loses more when it is made smaller, and this finer file fits</source>
        <translation>小模型压缩后损失更大，而这个更精细的文件装得下</translation>
    </message>
    <message>
        <source>the usual file doesn’t fit this machine; this one makes more mistakes</source>
        <translation>通常的文件这台电脑装不下；这个会多出错</translation>
    </message>
    <message>
        <source>none fits this machine; this is the smallest</source>
        <translation>这台电脑都装不下；这是最小的</translation>
    </message>
    <message>
        <source>the full model; larger than it needs to be</source>
        <translation>完整模型；比需要的大</translation>
    </message>
    <message>
        <source>as good as the full model</source>
        <translation>与完整模型一样好</translation>
    </message>
    <message>
        <source>almost as good as the full model</source>
        <translation>几乎与完整模型一样好</translation>
    </message>
    <message>
        <source>good; the usual choice</source>
        <translation>好；通常的选择</translation>
    </message>
    <message>
        <source>makes more mistakes</source>
        <translation>会多出错</translation>
    </message>
    <message>
        <source>much is lost; only if nothing else fits</source>
        <translation>损失很大；仅在其他都装不下时用</translation>
    </message>
</context>
<context>
    <name>Attachments</name>
    <message>
        <source>{n} characters</source>
        <translation>{n} 个字符</translation>
    </message>
    <message>
        <source>{n} pages</source>
        <translation>{n} 页</translation>
    </message>
    <message>
        <source>{n} files</source>
        <translation>{n} 个文件</translation>
    </message>
    <message>
        <source>{first} and {n} more</source>
        <translation>{first}及另外 {n} 个部分</translation>
    </message>
    <message>
        <source>pages {n}</source>
        <translation>第 {n} 页</translation>
    </message>
    <message>
        <source>rows {n}</source>
        <translation>第 {n} 行数据</translation>
    </message>
    <message>
        <source>lines {n}</source>
        <translation>第 {n} 行</translation>
    </message>
</context>
<context>
    <name>Backups</name>
    <message>
        <source>Backups</source>
        <translation>备份</translation>
    </message>
    <message>
        <source>A copy of all conversations, stories and translations is made once a day, checked, and kept for seven days. Copies made here stay until you delete the file.</source>
        <translation>所有对话、故事和翻译每天备份一次，经过校验，保留七天。在这里手动制作的备份会一直保留，直到你删除文件。</translation>
    </message>
    <message>
        <source>Back up now</source>
        <translation>立即备份</translation>
    </message>
    <message>
        <source>Into the folder of the backups.</source>
        <translation>存入备份文件夹。</translation>
    </message>
    <message>
        <source>A copy elsewhere</source>
        <translation>另存一份</translation>
    </message>
    <message>
        <source>On another disk, say; it can be gone back to from the list’s last row.</source>
        <translation>例如存到另一块硬盘；可从列表最后一行恢复。</translation>
    </message>
    <message>
        <source>Choose where…</source>
        <translation>选择位置……</translation>
    </message>
    <message>
        <source>Go back to</source>
        <translation>恢复到</translation>
    </message>
    <message>
        <source>A copy in another place</source>
        <translation>其他位置的备份</translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation>选择文件……</translation>
    </message>
    <message>
        <source>A backup was made and checked.</source>
        <translation>备份已完成并通过校验。</translation>
    </message>
    <message>
        <source>A checked copy is in {name}.</source>
        <translation>校验过的副本已存为 {name}。</translation>
    </message>
    <message>
        <source>Go back to the backup of {date}?</source>
        <translation>恢复到 {date} 的备份？</translation>
    </message>
    <message>
        <source>What was written since then is no longer shown. It isn’t lost: what is there now is kept as a backup first. The window closes and opens again.</source>
        <translation>此后写下的内容将不再显示，但不会丢失：现有内容会先另存为备份。窗口将关闭并重新打开。</translation>
    </message>
    <message>
        <source>Go back to it</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Such as one that was made on another machine.</source>
        <translation>例如在另一台电脑上制作的备份。</translation>
    </message>
    <message>
        <source>There is no backup here yet; the first is made with the first messages.</source>
        <translation>这里还没有备份；有了消息后会自动制作第一份。</translation>
    </message>
    <message>
        <source>{kind}, {size}, checked</source>
        <translation>{kind}，{size}，已校验</translation>
    </message>
    <message>
        <source>Go back…</source>
        <translation>恢复……</translation>
    </message>
    <message>
        <source>Save a copy</source>
        <translation>保存副本</translation>
    </message>
    <message>
        <source>Choose a copy</source>
        <translation>选择备份</translation>
    </message>
    <message>
        <source>daily</source>
        <translation>每日</translation>
    </message>
    <message>
        <source>before an update</source>
        <translation>更新之前</translation>
    </message>
    <message>
        <source>before going back</source>
        <translation>恢复之前</translation>
    </message>
    <message>
        <source>made by hand</source>
        <translation>手动</translation>
    </message>
</context>
<context>
    <name>Catalogue</name>
    <message>
        <source>There is no model in it that Lamplight can use.</source>
        <translation>其中没有灯下能用的模型。</translation>
    </message>
    <message>
        <source>It needs {needed} at least, and {free} are free.</source>
        <translation>它至少需要 {needed}，而空闲内存为 {free}。</translation>
    </message>
    <message>
        <source>Download anyway</source>
        <translation>仍要下载</translation>
    </message>
    <message>
        <source>Only the recommended one</source>
        <translation>只看推荐的</translation>
    </message>
    <message>
        <source>%n other file(s)</source>
        <translation>另外 %n 个文件</translation>
    </message>
    <message>
        <source>Asking…</source>
        <translation>正在询问…</translation>
    </message>
    <message>
        <source>Show files</source>
        <translation>显示文件</translation>
    </message>
    <message>
        <source>by {owner}</source>
        <translation>来自 {owner}</translation>
    </message>
    <message>
        <source>fetched {count} times</source>
        <translation>已被获取 {count} 次</translation>
    </message>
    <message>
        <source>terms to accept first</source>
        <translation>须先接受条款</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>size not told</source>
        <translation>大小未知</translation>
    </message>
    <message>
        <source>Recommended: {reason}.</source>
        <translation>推荐：{reason}。</translation>
    </message>
    <message>
        <source>%n part(s)</source>
        <translation>%n 个部分</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>下载</translation>
    </message>
    <message>
        <source>On this machine</source>
        <translation>在这台电脑上</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>Check exactly</source>
        <translation>精确检查</translation>
    </message>
    <message>
        <source>{good_at} The best that runs quickly here.</source>
        <translation>{good_at}在这台电脑上运行流畅的最佳选择。</translation>
    </message>
    <message>
        <source>not on a hub</source>
        <translation>不在模型站上</translation>
    </message>
    <message>
        <source>an estimate</source>
        <translation>估计值</translation>
    </message>
    <message>
        <source>without the graphics card</source>
        <translation>不用显卡</translation>
    </message>
    <message>
        <source>Not verified: {doubt}</source>
        <translation>未核实：{doubt}</translation>
    </message>
    <message>
        <source>takes {needed} of {free}</source>
        <translation>占用 {needed}，共 {free}</translation>
    </message>
    <message>
        <source>{note}; exact</source>
        <translation>{note}；精确</translation>
    </message>
    <message>
        <source>Fits with {count} tokens</source>
        <translation>以 {count} 词元装得下</translation>
    </message>
    <message>
        <source>Too large</source>
        <translation>太大</translation>
    </message>
    <message>
        <source>Asking {host} for this file…</source>
        <translation>正在向 {host} 询问此文件…</translation>
    </message>
    <message>
        <source>From {host}. Nothing has been asked of it yet; it will see the name of the file and this machine’s address.</source>
        <translation>来自 {host}。尚未联系它；它会看到文件名和这台电脑的地址。</translation>
    </message>
    <message>
        <source>From {host}, once you press Download or Check exactly.</source>
        <translation>按下“下载”或“精确检查”后才会联系 {host}。</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>使用中</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>Recommended</source>
        <translation>推荐</translation>
    </message>
    <message>
        <source>Recommended for this machine</source>
        <translation>为这台电脑推荐</translation>
    </message>
    <message>
        <source>{total} of memory, {free} free. What is said here is estimated from the size.</source>
        <translation>内存 {total}，空闲 {free}。以下为按大小所作的估计。</translation>
    </message>
    <message>
        <source>A graphics card: {name}, {free} of {total} free.</source>
        <translation>显卡：{name}，{total} 中空闲 {free}。</translation>
    </message>
    <message>
        <source>Lamplight does not use such models yet; they are fetched for later.</source>
        <translation>灯下目前还不使用这类模型；下载后留待以后。</translation>
    </message>
    <message>
        <source>{name} translates from now on.</source>
        <translation>今后由 {name} 翻译。</translation>
    </message>
    <message>
        <source>{name} writes stories from now on.</source>
        <translation>今后由 {name} 写故事。</translation>
    </message>
    <message>
        <source>There are smaller ones, too.</source>
        <translation>还有更小的。</translation>
    </message>
    <message>
        <source>Larger models fit when memory is free: {name} needs {needed}, {free} are free.</source>
        <translation>腾出内存后可用更大的模型：{name} 需要 {needed}，空闲 {free}。</translation>
    </message>
    <message>
        <source>Show fewer</source>
        <translation>收起</translation>
    </message>
    <message>
        <source>Show what doesn’t fit</source>
        <translation>显示装不下的</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>全部显示</translation>
    </message>
    <message>
        <source>Access token</source>
        <translation>访问令牌</translation>
    </message>
    <message>
        <source>Paste the token here</source>
        <translation>在此粘贴令牌</translation>
    </message>
    <message>
        <source>Keep it and try again</source>
        <translation>保存并重试</translation>
    </message>
    <message>
        <source>1. Open its page in your browser, sign in, and accept the terms there.
2. Make an access token that may read, in your account’s settings there.
3. Paste it here. It goes into the system’s keyring and to {host} alone.</source>
        <translation>1. 在浏览器中打开它的页面，登录并接受条款。
2. 在那里的账户设置中创建可读取的访问令牌。
3. 粘贴到这里。令牌只存入系统钥匙串，只发送给 {host}。</translation>
    </message>
    <message>
        <source>There is no keyring here that Lamplight uses: the token is forgotten when the program ends.</source>
        <translation>这里没有灯下使用的钥匙串：令牌在程序结束时会被忘记。</translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>聊天</translation>
    </message>
    <message>
        <source>Translation</source>
        <translation>翻译</translation>
    </message>
    <message>
        <source>Prose</source>
        <translation>写作</translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation>推理</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>文档</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>about {size}</source>
        <translation>约 {size}</translation>
    </message>
    <message>
        <source>less than a minute</source>
        <translation>不到一分钟</translation>
    </message>
    <message>
        <source>about {count} min</source>
        <translation>约 {count} 分钟</translation>
    </message>
    <message>
        <source>about {count} h</source>
        <translation>约 {count} 小时</translation>
    </message>
    <message>
        <source>{count} languages</source>
        <translation>{count} 种语言</translation>
    </message>
    <message>
        <source>{count} more</source>
        <translation>另外 {count} 种</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>Should fit</source>
        <translation>应装得下</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>现在不行</translation>
    </message>
    <message>
        <source>needs {needed}; close other programs</source>
        <translation>需要 {needed}；请关闭其他程序</translation>
    </message>
    <message>
        <source>all on the graphics card</source>
        <translation>全部在显卡上</translation>
    </message>
    <message>
        <source>{percent} % on the graphics card</source>
        <translation>{percent} % 在显卡上</translation>
    </message>
    <message>
        <source>{count} words a second</source>
        <translation>每秒 {count} 词</translation>
    </message>
    <message>
        <source>{count} million</source>
        <translation>{count} 百万</translation>
    </message>
    <message>
        <source>Search the hub</source>
        <translation>搜索模型站</translation>
    </message>
    <message>
        <source>Words, maker/model, or an address</source>
        <translation>关键词、作者/模型，或网址</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Show this file</source>
        <translation>显示这个文件</translation>
    </message>
    <message>
        <source>Search {host}</source>
        <translation>搜索 {host}</translation>
    </message>
    <message>
        <source>This file is at {host}, which has not been asked yet; it is when you press Download, and sees the address of the file and this machine’s.</source>
        <translation>这个文件在 {host}，还没有向它请求过；按下“下载”时才会请求，它会看到文件的网址和这台电脑的地址。</translation>
    </message>
    <message>
        <source>Asking {host}…</source>
        <translation>正在询问 {host}…</translation>
    </message>
    <message>
        <source>Nothing has been asked of {host} yet. It will see the words and this machine’s address; only models that Lamplight can use are looked for.</source>
        <translation>尚未联系 {host}。它会看到这些词语和这台电脑的地址；只查找灯下能用的模型。</translation>
    </message>
    <message>
        <source>Nothing of that kind. Fewer words find more.</source>
        <translation>没有这样的模型。词语越少，找到的越多。</translation>
    </message>
    <message>
        <source>%n model(s), the most fetched first.</source>
        <translation>%n 个模型，获取最多的在前。</translation>
    </message>
    <message>
        <source>Any size</source>
        <translation>任意大小</translation>
    </message>
    <message>
        <source>up to {most} billion</source>
        <translation>不超过 {most}0 亿</translation>
    </message>
    <message>
        <source>from {least} billion</source>
        <translation>{least}0 亿以上</translation>
    </message>
    <message>
        <source>{least} to {most} billion</source>
        <translation>{least}0 亿到 {most}0 亿</translation>
    </message>
    <message>
        <source>Any language</source>
        <translation>任意语言</translation>
    </message>
    <message>
        <source>Any licence</source>
        <translation>任意许可证</translation>
    </message>
</context>
<context>
    <name>Chat</name>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>Top-p</source>
        <translation>Top-p</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>Instructions</source>
        <translation>指示</translation>
    </message>
    <message>
        <source>Sent to</source>
        <translation>发送到</translation>
    </message>
    <message>
        <source>Adapters</source>
        <translation>适配器</translation>
    </message>
    <message>
        <source>Can’t be set there</source>
        <translation>那里无法设置</translation>
    </message>
    <message>
        <source>Tokens read</source>
        <translation>读入词元</translation>
    </message>
    <message>
        <source>Of these remembered</source>
        <translation>其中无需重读</translation>
    </message>
    <message>
        <source>Tokens written</source>
        <translation>写出词元</translation>
    </message>
    <message>
        <source>First token after</source>
        <translation>首个词元用时</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>SHA-256 of the model</source>
        <translation>模型的 SHA-256</translation>
    </message>
    <message>
        <source>Previous version</source>
        <translation>上一版</translation>
    </message>
    <message>
        <source>Next version</source>
        <translation>下一版</translation>
    </message>
    <message>
        <source>Version {n} of {all}</source>
        <translation>第 {n} 个版本，共 {all} 个</translation>
    </message>
    <message>
        <source>Actions</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>You</source>
        <translation>你</translation>
    </message>
    <message>
        <source>Reply</source>
        <translation>回复</translation>
    </message>
    <message>
        <source>Copy code</source>
        <translation>复制代码</translation>
    </message>
    <message>
        <source>Save code as a file</source>
        <translation>将代码保存为文件</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>代码</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>The file could not be written: {cause}</source>
        <translation>无法写入文件：{cause}</translation>
    </message>
    <message>
        <source>Saved as {path}</source>
        <translation>已保存为 {path}</translation>
    </message>
    <message>
        <source>Attach a document</source>
        <translation>附上文档</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>Sent to {host}</source>
        <translation>发送到 {host}</translation>
    </message>
    <message>
        <source>Assistant and instructions of the conversation</source>
        <translation>这个对话的助手与指示</translation>
    </message>
    <message>
        <source>Write a message, for example: explain tides to a child of seven</source>
        <translation>写一条消息，例如：给七岁的孩子讲讲潮汐</translation>
    </message>
    <message>
        <source>Write a message…</source>
        <translation>写一条消息……</translation>
    </message>
    <message>
        <source>{used} of {all} tokens</source>
        <translation>已用 {used} / {all} 词元</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Export the conversation</source>
        <translation>导出对话</translation>
    </message>
    <message>
        <source>Export {n} conversations</source>
        <translation>导出 {n} 个对话</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>One file</source>
        <translation>一个文件</translation>
    </message>
    <message>
        <source>A file for each</source>
        <translation>每个对话一个文件</translation>
    </message>
    <message>
        <source>Choose where…</source>
        <translation>选择位置……</translation>
    </message>
    <message>
        <source>Markdown, for other editors</source>
        <translation>Markdown，供其他编辑器使用</translation>
    </message>
    <message>
        <source>HTML, one page for the browser</source>
        <translation>HTML，单个网页</translation>
    </message>
    <message>
        <source>Word (docx)</source>
        <translation>Word（docx）</translation>
    </message>
    <message>
        <source>PDF, to print</source>
        <translation>PDF，供打印</translation>
    </message>
    <message>
        <source>JSON, complete, with every version; can be imported</source>
        <translation>JSON，完整，含所有版本，可再导入</translation>
    </message>
    <message>
        <source>There is nothing to export yet.</source>
        <translation>还没有可导出的内容。</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>选择文件夹</translation>
    </message>
    <message>
        <source>Conversations</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>Exporting…</source>
        <translation>正在导出……</translation>
    </message>
    <message>
        <source>The export was stopped; nothing was written.</source>
        <translation>导出已停止，没有写入任何文件。</translation>
    </message>
    <message>
        <source>Files written: {n}.</source>
        <translation>已写入 {n} 个文件。</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Written to {name}.</source>
        <translation>已写入 {name}。</translation>
    </message>
    <message>
        <source>More about the conversations</source>
        <translation>对话列表的更多操作</translation>
    </message>
    <message>
        <source>Search all conversations</source>
        <translation>搜索所有对话</translation>
    </message>
    <message>
        <source>Next result</source>
        <translation>下一个结果</translation>
    </message>
    <message>
        <source>Previous result</source>
        <translation>上一个结果</translation>
    </message>
    <message>
        <source>Export all conversations</source>
        <translation>导出所有对话</translation>
    </message>
    <message>
        <source>Show the archive</source>
        <translation>显示归档</translation>
    </message>
    <message>
        <source>Show the trash</source>
        <translation>显示回收站</translation>
    </message>
    <message>
        <source>Show all conversations</source>
        <translation>显示所有对话</translation>
    </message>
    <message>
        <source>Move to a folder</source>
        <translation>移到文件夹</translation>
    </message>
    <message>
        <source>Give a tag</source>
        <translation>添加标签</translation>
    </message>
    <message>
        <source>Pin or unpin</source>
        <translation>置顶或取消置顶</translation>
    </message>
    <message>
        <source>Into the archive or out of it</source>
        <translation>归档或移出归档</translation>
    </message>
    <message>
        <source>Open a conversation in the list</source>
        <translation>在列表中打开对话</translation>
    </message>
    <message>
        <source>Choose several in the list</source>
        <translation>在列表中选择多个</translation>
    </message>
    <message>
        <source>Choose all in the list</source>
        <translation>在列表中全选</translation>
    </message>
    <message>
        <source>This conversation is in the trash.</source>
        <translation>此对话在回收站中。</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Empty the trash</source>
        <translation>清空回收站</translation>
    </message>
    <message>
        <source>New folder “{name}”</source>
        <translation>新建文件夹“{name}”</translation>
    </message>
    <message>
        <source>New tag “{name}”</source>
        <translation>新建标签“{name}”</translation>
    </message>
    <message>
        <source>New folder</source>
        <translation>新建文件夹</translation>
    </message>
    <message>
        <source>Delete this conversation for good?</source>
        <translation>永久删除这个对话？</translation>
    </message>
    <message>
        <source>Delete {n} conversations for good?</source>
        <translation>永久删除这 {n} 个对话？</translation>
    </message>
    <message>
        <source>This can’t be undone. Backups of the last days still hold them.</source>
        <translation>此操作无法撤销。最近几天的备份里仍有这些对话。</translation>
    </message>
    <message>
        <source>Delete for good</source>
        <translation>永久删除</translation>
    </message>
    <message>
        <source>Keep them</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>导入……</translation>
    </message>
    <message>
        <source>Export all…</source>
        <translation>全部导出……</translation>
    </message>
    <message>
        <source>Sort by last written</source>
        <translation>按最近更新排序</translation>
    </message>
    <message>
        <source>Sort by begun</source>
        <translation>按创建时间排序</translation>
    </message>
    <message>
        <source>Sort by title</source>
        <translation>按标题排序</translation>
    </message>
    <message>
        <source>Only with a tag…</source>
        <translation>只看某个标签……</translation>
    </message>
    <message>
        <source>Archived</source>
        <translation>已归档</translation>
    </message>
    <message>
        <source>New folder inside</source>
        <translation>在其中新建文件夹</translation>
    </message>
    <message>
        <source>Move to a folder…</source>
        <translation>移到文件夹……</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出……</translation>
    </message>
    <message>
        <source>Rename a folder in the list</source>
        <translation>在列表中重命名文件夹</translation>
    </message>
    <message>
        <source>Remove the folder, keep what is in it</source>
        <translation>移除文件夹，保留其中内容</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Unpin</source>
        <translation>取消置顶</translation>
    </message>
    <message>
        <source>Pin</source>
        <translation>置顶</translation>
    </message>
    <message>
        <source>Tags…</source>
        <translation>标签……</translation>
    </message>
    <message>
        <source>Out of the archive</source>
        <translation>移出归档</translation>
    </message>
    <message>
        <source>Delete for good…</source>
        <translation>永久删除……</translation>
    </message>
    <message>
        <source>Stop writing</source>
        <translation>停止书写</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Copy the conversation as Markdown</source>
        <translation>将对话复制为 Markdown</translation>
    </message>
    <message>
        <source>Copy the conversation as plain text</source>
        <translation>以纯文本复制对话</translation>
    </message>
    <message>
        <source>Move the conversation to the trash</source>
        <translation>将对话移到回收站</translation>
    </message>
    <message>
        <source>Send the message</source>
        <translation>发送消息</translation>
    </message>
    <message>
        <source>Break the line</source>
        <translation>换行</translation>
    </message>
    <message>
        <source>Edit your last message, where nothing is written</source>
        <translation>输入框空着时，修改自己的上一条消息</translation>
    </message>
    <message>
        <source>Keep what a sheet asks for</source>
        <translation>保存对话框中填写的内容</translation>
    </message>
    <message>
        <source>Next hit in the conversation</source>
        <translation>对话中的下一处</translation>
    </message>
    <message>
        <source>Previous hit in the conversation</source>
        <translation>对话中的上一处</translation>
    </message>
    <message>
        <source>Rename in the list</source>
        <translation>在列表中重命名</translation>
    </message>
    <message>
        <source>Move to the trash in the list</source>
        <translation>在列表中移到回收站</translation>
    </message>
    <message>
        <source>Scroll the conversation</source>
        <translation>滚动对话</translation>
    </message>
    <message>
        <source>New</source>
        <translation>新建</translation>
    </message>
    <message>
        <source>Make a copy</source>
        <translation>复制一份</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>{name} (copy)</source>
        <translation>{name}（副本）</translation>
    </message>
    <message>
        <source>“{name}” is in the trash for 30 days.</source>
        <translation>“{name}”已移到回收站，保留 30 天。</translation>
    </message>
    <message>
        <source>It came with Lamplight: make a copy to change it.</source>
        <translation>这是灯下自带的，复制一份才能修改。</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Narrow the search</source>
        <translation>缩小搜索范围</translation>
    </message>
    <message>
        <source>Search everything</source>
        <translation>搜索全部</translation>
    </message>
    <message>
        <source>Back to the conversations</source>
        <translation>回到对话</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Trash</source>
        <translation>回收站</translation>
    </message>
    <message>
        <source>Archive</source>
        <translation>归档</translation>
    </message>
    <message>
        <source>Tag: {name}</source>
        <translation>标签：{name}</translation>
    </message>
    <message>
        <source>Nothing was found among these; search everything.</source>
        <translation>在此范围内没有找到，可搜索全部。</translation>
    </message>
    <message>
        <source>Nothing was found.</source>
        <translation>没有找到。</translation>
    </message>
    <message>
        <source>The trash is empty. What is deleted stays here for 30 days.</source>
        <translation>回收站是空的。删除的对话会在这里保留 30 天。</translation>
    </message>
    <message>
        <source>The archive is empty.</source>
        <translation>归档是空的。</translation>
    </message>
    <message>
        <source>No conversation has this tag.</source>
        <translation>没有带此标签的对话。</translation>
    </message>
    <message>
        <source>Conversations will be kept here.</source>
        <translation>对话会留在这里。</translation>
    </message>
    <message>
        <source>A new conversation. Write below to begin.</source>
        <translation>新的对话，在下面写下第一句吧。</translation>
    </message>
    <message>
        <source>This link leads to</source>
        <translation>这个链接通向</translation>
    </message>
    <message>
        <source>Open in the browser</source>
        <translation>在浏览器中打开</translation>
    </message>
    <message>
        <source>Copy address</source>
        <translation>复制地址</translation>
    </message>
    <message>
        <source>an address that can’t be read</source>
        <translation>无法辨认的地址</translation>
    </message>
    <message>
        <source>Folder {name}, open</source>
        <translation>文件夹 {name}，已展开</translation>
    </message>
    <message>
        <source>Folder {name}</source>
        <translation>文件夹 {name}</translation>
    </message>
    <message>
        <source>Untitled</source>
        <translation>无标题</translation>
    </message>
    <message>
        <source>pinned</source>
        <translation>已置顶</translation>
    </message>
    <message>
        <source>Pinned</source>
        <translation>置顶</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>文件夹</translation>
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
        <source>Earlier</source>
        <translation>更早</translation>
    </message>
    <message>
        <source>Outside of folders</source>
        <translation>不在文件夹中</translation>
    </message>
    <message>
        <source>More about this conversation</source>
        <translation>这段对话的更多操作</translation>
    </message>
    <message>
        <source>New conversation</source>
        <translation>新对话</translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>聊天</translation>
    </message>
    <message>
        <source>What the model reads</source>
        <translation>模型读到的内容</translation>
    </message>
    <message>
        <source>Insert a snippet</source>
        <translation>插入片段</translation>
    </message>
    <message>
        <source>Manage snippets</source>
        <translation>管理片段</translation>
    </message>
    <message>
        <source>Choose an assistant</source>
        <translation>选择助手</translation>
    </message>
    <message>
        <source>Manage assistants</source>
        <translation>管理助手</translation>
    </message>
    <message>
        <source>The reply begins.</source>
        <translation>开始回复了。</translation>
    </message>
    <message>
        <source>The reply is finished.</source>
        <translation>回复写完了。</translation>
    </message>
    <message>
        <source>Let go to attach these documents</source>
        <translation>松开即可附上这些文档</translation>
    </message>
    <message>
        <source>“{title}” is in the trash.</source>
        <translation>“{title}”已移到回收站。</translation>
    </message>
    <message>
        <source>Copy as Markdown</source>
        <translation>复制为 Markdown</translation>
    </message>
    <message>
        <source>Copy as plain text</source>
        <translation>复制为纯文本</translation>
    </message>
    <message>
        <source>The conversation is on the clipboard.</source>
        <translation>对话已复制到剪贴板。</translation>
    </message>
    <message>
        <source>{name} is on its way: {amount}.</source>
        <translation>{name} 正在取来：{amount}。</translation>
    </message>
    <message>
        <source>There is no model yet: add one to write to it.</source>
        <translation>还没有模型，添加一个就能开始写。</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Kept as version {n} of {all}.</source>
        <translation>已保存为第 {n} 个版本，共 {all} 个。</translation>
    </message>
    <message>
        <source>{model} wrote this version; {other} is in use again.</source>
        <translation>这个版本由 {model} 写成；现在继续使用 {other}。</translation>
    </message>
    <message>
        <source>Stay with {model}</source>
        <translation>留用 {model}</translation>
    </message>
    <message>
        <source>A new conversation goes on from here; the old one stays as it was.</source>
        <translation>新的对话从这里继续；原来的对话保持不变。</translation>
    </message>
    <message>
        <source>The message may leave the context again.</source>
        <translation>这条消息可以再离开上下文。</translation>
    </message>
    <message>
        <source>The message stays in the context, whatever has to leave.</source>
        <translation>无论什么要离开，这条消息都留在上下文里。</translation>
    </message>
    <message>
        <source>The message is in the trash for 30 days.</source>
        <translation>消息已移到回收站，保留 30 天。</translation>
    </message>
    <message>
        <source>The message and what followed it are in the trash for 30 days.</source>
        <translation>这条消息和它后面的内容已移到回收站，保留 30 天。</translation>
    </message>
    <message>
        <source>The message is back.</source>
        <translation>消息已恢复。</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Edit the message</source>
        <translation>编辑消息</translation>
    </message>
    <message>
        <source>Write again</source>
        <translation>重写一版</translation>
    </message>
    <message>
        <source>Try again with…</source>
        <translation>换一种方式重写……</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>接着写</translation>
    </message>
    <message>
        <source>New conversation from here</source>
        <translation>从这里开始新对话</translation>
    </message>
    <message>
        <source>Keep in the context, or no longer</source>
        <translation>留在上下文里，或不再留</translation>
    </message>
    <message>
        <source>Show as plain text, or typeset</source>
        <translation>显示为纯文本或排版</translation>
    </message>
    <message>
        <source>Copy the message</source>
        <translation>复制消息</translation>
    </message>
    <message>
        <source>Delete message</source>
        <translation>删除消息</translation>
    </message>
    <message>
        <source>Message above</source>
        <translation>上一条消息</translation>
    </message>
    <message>
        <source>Message below</source>
        <translation>下一条消息</translation>
    </message>
    <message>
        <source>Keep an edited reply</source>
        <translation>保存修改过的回复</translation>
    </message>
    <message>
        <source>Leave a message as it was</source>
        <translation>让消息保持原样</translation>
    </message>
    <message>
        <source>How likely is a text</source>
        <translation>一段文字有多可能</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>{a}, {b}</source>
        <translation>{a}，{b}</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再试一次</translation>
    </message>
    <message>
        <source>Copy without Markdown</source>
        <translation>复制为纯文字</translation>
    </message>
    <message>
        <source>Show typeset</source>
        <translation>显示排版</translation>
    </message>
    <message>
        <source>Show as plain text</source>
        <translation>显示为纯文本</translation>
    </message>
    <message>
        <source>About this reply</source>
        <translation>关于这条回复</translation>
    </message>
    <message>
        <source>loading the model</source>
        <translation>正在载入模型</translation>
    </message>
    <message>
        <source>Shaded below {limits}</source>
        <translation>低于这些概率时着色：{limits}</translation>
    </message>
    <message>
        <source>Back to the text</source>
        <translation>回到正文</translation>
    </message>
    <message>
        <source>reading</source>
        <translation>正在阅读</translation>
    </message>
    <message>
        <source>Perplexity {n}</source>
        <translation>困惑度 {n}</translation>
    </message>
    <message>
        <source>writing</source>
        <translation>正在写</translation>
    </message>
    <message>
        <source>thinking</source>
        <translation>正在思考</translation>
    </message>
    <message>
        <source>waiting for the model</source>
        <translation>等待模型</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>表格</translation>
    </message>
    <message>
        <source>Pinned messages</source>
        <translation>固定的消息</translation>
    </message>
    <message>
        <source>Attachments</source>
        <translation>附件</translation>
    </message>
    <message>
        <source>Conversation</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>What you are writing</source>
        <translation>正在写的内容</translation>
    </message>
    <message>
        <source>Kept for the reply</source>
        <translation>留给回复</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>空闲</translation>
    </message>
    <message>
        <source>This message has no reply yet.</source>
        <translation>这条消息还没有回复。</translation>
    </message>
    <message>
        <source>Get a reply</source>
        <translation>请模型回复</translation>
    </message>
    <message>
        <source>A long message: its beginning is shown.</source>
        <translation>消息很长，这里显示开头。</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>显示全部</translation>
    </message>
    <message>
        <source>{n} s</source>
        <translation>{n} 秒</translation>
    </message>
    <message>
        <source>{n} min</source>
        <translation>{n} 分钟</translation>
    </message>
    <message>
        <source>{n} tokens a second</source>
        <translation>每秒 {n} 个词元</translation>
    </message>
    <message>
        <source>{n} %</source>
        <translation>{n}%</translation>
    </message>
    <message>
        <source>sent to {host}</source>
        <translation>发送到 {host}</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停</translation>
    </message>
    <message>
        <source>temperature {n}</source>
        <translation>温度 {n}</translation>
    </message>
    <message>
        <source>other instructions</source>
        <translation>另外的指示</translation>
    </message>
    <message>
        <source>from another word</source>
        <translation>从另一个词写起</translation>
    </message>
    <message>
        <source>edited by you</source>
        <translation>由你修改</translation>
    </message>
    <message>
        <source>without adapters</source>
        <translation>不用适配器</translation>
    </message>
    <message>
        <source>%n characters written so far are kept.</source>
        <translation>已写的 %n 个字都还在。</translation>
    </message>
    <message>
        <source>%n words written so far are kept.</source>
        <translation>已写的 %n 个词都还在。</translation>
    </message>
    <message>
        <source>The %n oldest messages no longer fit and were not read.</source>
        <translation>最早的 %n 条消息已放不下，没有读取。</translation>
    </message>
    <message>
        <source>Lamplight ended while this was being written.</source>
        <translation>写到这里时灯下关闭了。</translation>
    </message>
    <message>
        <source>The model’s process stopped.</source>
        <translation>模型的进程停了。</translation>
    </message>
    <message>
        <source>Import conversations</source>
        <translation>导入对话</translation>
    </message>
    <message>
        <source>Conversations of Lamplight, ChatGPT, Claude, LM Studio, Jan, Open WebUI, SillyTavern</source>
        <translation>灯下、ChatGPT、Claude、LM Studio、Jan、Open WebUI、SillyTavern 的对话</translation>
    </message>
    <message>
        <source>Importing…</source>
        <translation>正在导入……</translation>
    </message>
    <message>
        <source>Importing: {title}</source>
        <translation>正在导入：{title}</translation>
    </message>
    <message>
        <source>Stopped. {said} Not read: {n}.</source>
        <translation>已停止。{said}未读取 {n} 个。</translation>
    </message>
    <message>
        <source>New: {n}.</source>
        <translation>新增 {n} 个。</translation>
    </message>
    <message>
        <source>With new messages: {n}.</source>
        <translation>有新消息的 {n} 个。</translation>
    </message>
    <message>
        <source>There already: {n}.</source>
        <translation>原本就有的 {n} 个。</translation>
    </message>
    <message>
        <source>Not readable: {n}.</source>
        <translation>无法读取的 {n} 个。</translation>
    </message>
    <message>
        <source>{one} {other}</source>
        <translation>{one}{other}</translation>
    </message>
    <message>
        <source>{one} {other}</source>
        <comment>two sentences</comment>
        <translation>{one}{other}</translation>
    </message>
    <message>
        <source>The reply was stopped.</source>
        <translation>回复已停止。</translation>
    </message>
    <message>
        <source>The model’s context is full. Start a new conversation, or choose a longer context.</source>
        <translation>模型的上下文已满。请开始新的对话，或选择更长的上下文。</translation>
    </message>
    <message>
        <source>The reply reached the longest length set.</source>
        <translation>回复已写到所设的最大长度。</translation>
    </message>
    <message>
        <source>now</source>
        <translation>刚才</translation>
    </message>
    <message>
        <source>Mon</source>
        <translation>周一</translation>
    </message>
    <message>
        <source>Tue</source>
        <translation>周二</translation>
    </message>
    <message>
        <source>Wed</source>
        <translation>周三</translation>
    </message>
    <message>
        <source>Thu</source>
        <translation>周四</translation>
    </message>
    <message>
        <source>Fri</source>
        <translation>周五</translation>
    </message>
    <message>
        <source>Sat</source>
        <translation>周六</translation>
    </message>
    <message>
        <source>Sun</source>
        <translation>周日</translation>
    </message>
    <message>
        <source>{day} {month}</source>
        <translation>{month} {day} 日</translation>
    </message>
    <message>
        <source>{month} {year}</source>
        <translation>{year} 年 {month}</translation>
    </message>
    <message>
        <source>Jan</source>
        <translation>1 月</translation>
    </message>
    <message>
        <source>Feb</source>
        <translation>2 月</translation>
    </message>
    <message>
        <source>Mar</source>
        <translation>3 月</translation>
    </message>
    <message>
        <source>Apr</source>
        <translation>4 月</translation>
    </message>
    <message>
        <source>May</source>
        <translation>5 月</translation>
    </message>
    <message>
        <source>Jun</source>
        <translation>6 月</translation>
    </message>
    <message>
        <source>Jul</source>
        <translation>7 月</translation>
    </message>
    <message>
        <source>Aug</source>
        <translation>8 月</translation>
    </message>
    <message>
        <source>Sep</source>
        <translation>9 月</translation>
    </message>
    <message>
        <source>Oct</source>
        <translation>10 月</translation>
    </message>
    <message>
        <source>Nov</source>
        <translation>11 月</translation>
    </message>
    <message>
        <source>Dec</source>
        <translation>12 月</translation>
    </message>
    <message>
        <source>To the end</source>
        <translation>到末尾</translation>
    </message>
    <message>
        <source>Search results</source>
        <translation>搜索结果</translation>
    </message>
    <message>
        <source>In the document {name}</source>
        <translation>在文档 {name} 中</translation>
    </message>
    <message>
        <source>Moved out of all folders.</source>
        <translation>已移出文件夹。</translation>
    </message>
    <message>
        <source>Moved to “{name}”.</source>
        <translation>已移到“{name}”。</translation>
    </message>
    <message>
        <source>Tag “{name}” given.</source>
        <translation>已添加标签“{name}”。</translation>
    </message>
    <message>
        <source>Tag “{name}” taken off.</source>
        <translation>已去掉标签“{name}”。</translation>
    </message>
    <message>
        <source>Pinned.</source>
        <translation>已置顶。</translation>
    </message>
    <message>
        <source>No longer pinned.</source>
        <translation>已取消置顶。</translation>
    </message>
    <message>
        <source>Moved to the archive.</source>
        <translation>已归档。</translation>
    </message>
    <message>
        <source>Out of the archive again.</source>
        <translation>已移出归档。</translation>
    </message>
    <message>
        <source>Moved to the trash, for 30 days.</source>
        <translation>已移到回收站，保留 30 天。</translation>
    </message>
    <message>
        <source>Restored.</source>
        <translation>已恢复。</translation>
    </message>
    <message>
        <source>Deleted for good.</source>
        <translation>已永久删除。</translation>
    </message>
    <message>
        <source>The folder is called “{name}”.</source>
        <translation>文件夹已改名为“{name}”。</translation>
    </message>
    <message>
        <source>The folder was moved.</source>
        <translation>文件夹已移动。</translation>
    </message>
    <message>
        <source>The folder is gone; what was in it is kept.</source>
        <translation>文件夹已移除，其中的内容都保留着。</translation>
    </message>
    <message>
        <source>{said} {n} conversations.</source>
        <translation>{said}共 {n} 个对话。</translation>
    </message>
    <message>
        <source>Try again with</source>
        <translation>换一种方式重写</translation>
    </message>
    <message>
        <source>How the model should answer</source>
        <translation>模型该怎样回答</translation>
    </message>
    <message>
        <source>Write</source>
        <translation>写</translation>
    </message>
    <message>
        <source>Instructions for this version</source>
        <translation>只用于这个版本的指示</translation>
    </message>
    <message>
        <source>Careful</source>
        <translation>谨慎</translation>
    </message>
    <message>
        <source>Balanced</source>
        <translation>平衡</translation>
    </message>
    <message>
        <source>Wild</source>
        <translation>奔放</translation>
    </message>
    <message>
        <source>For this version only; then {model} is in use again.</source>
        <translation>只用于这个版本；写完后继续使用 {model}。</translation>
    </message>
    <message>
        <source>stands there now</source>
        <translation>现在的词</translation>
    </message>
    <message>
        <source>A click writes on from there, as a new version</source>
        <translation>点一下，就从这里写下去，成为新的版本</translation>
    </message>
    <message>
        <source>What else could stand here</source>
        <translation>这里还可以是什么</translation>
    </message>
    <message>
        <source>Nothing stands before it that could tell</source>
        <translation>前面没有文字，无从判断</translation>
    </message>
    <message>
        <source>Probability {n}</source>
        <translation>概率 {n}</translation>
    </message>
    <message>
        <source>Own instructions</source>
        <translation>自定指示</translation>
    </message>
    <message>
        <source>No assistant</source>
        <translation>不用助手</translation>
    </message>
    <message>
        <source>Instructions and sampling…</source>
        <translation>指示与采样……</translation>
    </message>
    <message>
        <source>Manage assistants…</source>
        <translation>管理助手……</translation>
    </message>
    <message>
        <source>The conversation goes on with “{name}”.</source>
        <translation>对话接下来由“{name}”继续。</translation>
    </message>
    <message>
        <source>The instructions of the conversation were changed.</source>
        <translation>对话的指示已改变。</translation>
    </message>
    <message>
        <source>The model it was made with, {wanted}, isn’t here; {model} writes instead.</source>
        <translation>它原来使用的模型 {wanted} 不在这里，改由 {model} 书写。</translation>
    </message>
    <message>
        <source>The model it was made with, {wanted}, isn’t here. Add it in Models.</source>
        <translation>它原来使用的模型 {wanted} 不在这里。请到“模型”中添加。</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>What it is for</source>
        <translation>用途</translation>
    </message>
    <message>
        <source>Greeting</source>
        <translation>开场白</translation>
    </message>
    <message>
        <source>Greeting: what it says first</source>
        <translation>开场白：它先说的话</translation>
    </message>
    <message>
        <source>Sampling (empty: as in the settings)</source>
        <translation>采样（留空则按设置）</translation>
    </message>
    <message>
        <source>Example turns: they show how to answer</source>
        <translation>示例对话：示范怎样回答</translation>
    </message>
    <message>
        <source>Add an example</source>
        <translation>添加示例</translation>
    </message>
    <message>
        <source>A person writes</source>
        <translation>用户写的</translation>
    </message>
    <message>
        <source>The assistant answers</source>
        <translation>助手的回答</translation>
    </message>
    <message>
        <source>Remove the example</source>
        <translation>移除示例</translation>
    </message>
    <message>
        <source>The model in use</source>
        <translation>正在使用的模型</translation>
    </message>
    <message>
        <source>{name} (not on this computer)</source>
        <translation>{name}（这台电脑上没有）</translation>
    </message>
    <message>
        <source>Repetition penalty</source>
        <translation>重复惩罚</translation>
    </message>
    <message>
        <source>Assistants</source>
        <translation>助手</translation>
    </message>
    <message>
        <source>New assistant</source>
        <translation>新助手</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Begin with it</source>
        <translation>用它开始</translation>
    </message>
    <message>
        <source>Exported to {name}.</source>
        <translation>已导出到 {name}。</translation>
    </message>
    <message>
        <source>Instructions and sampling</source>
        <translation>指示与采样</translation>
    </message>
    <message>
        <source>They hold for this conversation, from the next reply on.</source>
        <translation>只用于这个对话，从下一条回复开始。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件（*）</translation>
    </message>
    <message>
        <source>Take off</source>
        <translation>取下</translation>
    </message>
    <message>
        <source>Attached: {name}</source>
        <translation>附件：{name}</translation>
    </message>
    <message>
        <source>{n} tokens</source>
        <translation>{n} 个词元</translation>
    </message>
    <message>
        <source>{n} characters</source>
        <translation>{n} 个字符</translation>
    </message>
    <message>
        <source>Attached documents</source>
        <translation>附上的文档</translation>
    </message>
    <message>
        <source>Attach documents</source>
        <translation>附上文档</translation>
    </message>
    <message>
        <source>Attach</source>
        <translation>附上</translation>
    </message>
    <message>
        <source>Documents ({endings})</source>
        <translation>文档（{endings}）</translation>
    </message>
    <message>
        <source>Reading {name}…</source>
        <translation>正在读取 {name}……</translation>
    </message>
    <message>
        <source>{n} in all, {over} more than can be read at once. Choose what is to be read.</source>
        <translation>共 {n}，比一次能读取的多 {over}。请选择要读取的部分。</translation>
    </message>
    <message>
        <source>{n} tokens in all, {over} more than fit. Choose what is to be read.</source>
        <translation>共 {n} 个词元，比放得下的多 {over} 个。请选择要读的部分。</translation>
    </message>
    <message>
        <source>Choose what is to be read.</source>
        <translation>请选择要读的部分。</translation>
    </message>
    <message>
        <source>Parts of {name}</source>
        <translation>{name} 的各部分</translation>
    </message>
    <message>
        <source>All or none</source>
        <translation>全选或全不选</translation>
    </message>
    <message>
        <source>Show text</source>
        <translation>查看文字</translation>
    </message>
    <message>
        <source>{n} tokens chosen, {over} too many</source>
        <translation>已选 {n} 个词元，多出 {over} 个</translation>
    </message>
    <message>
        <source>{n} of {room} tokens chosen</source>
        <translation>已选 {n} 个词元，共可放 {room} 个</translation>
    </message>
    <message>
        <source>{n} tokens chosen</source>
        <translation>已选 {n} 个词元</translation>
    </message>
    <message>
        <source>{size} chosen</source>
        <translation>已选 {size}</translation>
    </message>
    <message>
        <source>Page {n}</source>
        <translation>第 {n} 页</translation>
    </message>
    <message>
        <source>Rows {n}</source>
        <translation>第 {n} 行数据</translation>
    </message>
    <message>
        <source>Lines {n}</source>
        <translation>第 {n} 行</translation>
    </message>
    <message>
        <source>Map of certainty</source>
        <translation>把握图</translation>
    </message>
    <message>
        <source>Arrow keys go from word to word, Enter shows what else could stand there.</source>
        <translation>方向键逐词移动，回车显示这里还可以是什么。</translation>
    </message>
    <message>
        <source>Version on the left</source>
        <translation>左边的版本</translation>
    </message>
    <message>
        <source>Version on the right</source>
        <translation>右边的版本</translation>
    </message>
    <message>
        <source>Compare versions</source>
        <translation>比较版本</translation>
    </message>
    <message>
        <source>Both are the same</source>
        <translation>两者相同</translation>
    </message>
    <message>
        <source>{n} the same</source>
        <translation>{n} 相同</translation>
    </message>
    <message>
        <source>%n earlier messages are no longer read. Pin a message to keep it.</source>
        <translation>前面有 %n 条消息不再读取。想保留哪条，就把它固定。</translation>
    </message>
    <message>
        <source>{n} tokens too many to be read at once.</source>
        <translation>多出 {n} 个词元，一次读不下。</translation>
    </message>
    <message>
        <source>%n left out</source>
        <translation>%n 条未读</translation>
    </message>
    <message>
        <source>%n earlier messages no longer read</source>
        <translation>前面 %n 条消息不再读取</translation>
    </message>
    <message>
        <source>Reads {n} new tokens, about {seconds} s</source>
        <translation>要读 {n} 个新词元，约 {seconds} 秒</translation>
    </message>
    <message>
        <source>Reads {n} new tokens, about {minutes} min</source>
        <translation>要读 {n} 个新词元，约 {minutes} 分钟</translation>
    </message>
    <message>
        <source>{n} tokens too many for the model: choose parts of the attachments.</source>
        <translation>比模型能读的多 {n} 个词元：请选附件的一部分。</translation>
    </message>
    <message>
        <source>{n} tokens too many for the model: shorten the message.</source>
        <translation>比模型能读的多 {n} 个词元：请把消息写短些。</translation>
    </message>
    <message>
        <source>Edit your message</source>
        <translation>编辑自己的消息</translation>
    </message>
    <message>
        <source>Edit the reply</source>
        <translation>编辑回复</translation>
    </message>
    <message>
        <source>Enter sends it as a new version, Esc leaves it as it was.</source>
        <translation>回车作为新的版本发送，Esc 保持原样。</translation>
    </message>
    <message>
        <source>{keys} keeps it as a new version, Esc leaves it as it was.</source>
        <translation>{keys} 保存为新的版本，Esc 保持原样。</translation>
    </message>
    <message>
        <source>Any time</source>
        <translation>任何时间</translation>
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
        <source>Last 12 months</source>
        <translation>最近 12 个月</translation>
    </message>
    <message>
        <source>Any pane</source>
        <translation>任何窗格</translation>
    </message>
    <message>
        <source>Story</source>
        <translation>故事</translation>
    </message>
    <message>
        <source>Translate</source>
        <translation>翻译</translation>
    </message>
    <message>
        <source>Any model</source>
        <translation>任何模型</translation>
    </message>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Pane</source>
        <translation>窗格</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Any tag</source>
        <translation>任何标签</translation>
    </message>
    <message>
        <source>Find in this conversation</source>
        <translation>在此对话中查找</translation>
    </message>
    <message>
        <source>Previous hit</source>
        <translation>上一处</translation>
    </message>
    <message>
        <source>Next hit</source>
        <translation>下一处</translation>
    </message>
    <message>
        <source>{n} of {all}</source>
        <translation>第 {n} 处，共 {all} 处</translation>
    </message>
    <message>
        <source>nothing found</source>
        <translation>没有找到</translation>
    </message>
    <message>
        <source>Choose none</source>
        <translation>取消选择</translation>
    </message>
    <message>
        <source>{n} chosen</source>
        <translation>已选 {n} 个</translation>
    </message>
    <message>
        <source>Snippets</source>
        <translation>片段</translation>
    </message>
    <message>
        <source>Manage snippets…</source>
        <translation>管理片段……</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文字</translation>
    </message>
    <message>
        <source>{{name}} is asked for, {{name:value}} comes with a suggestion. {{date}}, {{time}}, {{clipboard}} and {{selection}} are filled in.</source>
        <translation>{{名称}} 会请你填写，{{名称:建议}} 带有建议。{{date}}、{{time}}、{{clipboard}} 和 {{selection}} 会自动填入。</translation>
    </message>
    <message>
        <source>new</source>
        <translation>新片段</translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation>思考过程</translation>
    </message>
    <message>
        <source>Thinking, {time}</source>
        <translation>正在思考，{time}</translation>
    </message>
    <message>
        <source>Thought for less than a second</source>
        <translation>思考了不到一秒</translation>
    </message>
    <message>
        <source>Thought for {time}</source>
        <translation>思考了 {time}</translation>
    </message>
    <message>
        <source>open</source>
        <translation>已展开</translation>
    </message>
    <message>
        <source>folded</source>
        <translation>已收起</translation>
    </message>
    <message>
        <source>Text to read</source>
        <translation>要读的文字</translation>
    </message>
    <message>
        <source>Paste or write a text</source>
        <translation>粘贴或写下一段文字</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>读一遍</translation>
    </message>
    <message>
        <source>The model reads it and says how probable it found each word: the stronger the tint, the more it was surprised.</source>
        <translation>模型读一遍，说出每个词在它看来有多大可能：底色越重，越出乎它的意料。</translation>
    </message>
    <message>
        <source>No longer keep in the context</source>
        <translation>不再留在上下文里</translation>
    </message>
    <message>
        <source>Keep in the context</source>
        <translation>留在上下文里</translation>
    </message>
    <message>
        <source>No longer read by the model</source>
        <translation>模型不再读到</translation>
    </message>
    <message>
        <source>Pinned: it stays in the context</source>
        <translation>已固定：留在上下文里</translation>
    </message>
    <message>
        <source>No longer read above this line</source>
        <translation>这条线以上不再读取</translation>
    </message>
    <message>
        <source>Name of the folder</source>
        <translation>文件夹名称</translation>
    </message>
    <message>
        <source>Tip</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>Important</source>
        <translation>重要</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>Caution</source>
        <translation>小心</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>说明</translation>
    </message>
</context>
<context>
    <name>CommandLine</name>
    <message>
        <source>usage: </source>
        <translation>用法：</translation>
    </message>
    <message>
        <source>arguments</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>options</source>
        <translation>选项</translation>
    </message>
    <message>
        <source>show this help</source>
        <translation>显示这份帮助</translation>
    </message>
    <message>
        <source>show the version</source>
        <translation>显示版本</translation>
    </message>
    <message>
        <source>show the clipboard&apos;s text translated in a small window</source>
        <translation>在小窗里显示剪贴板文字的译文</translation>
    </message>
    <message>
        <source>commands</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>COMMAND</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>list what can&apos;t be used instead, and why</source>
        <translation>改为列出不能使用的文件及原因</translation>
    </message>
    <message>
        <source>a model of the list, or a GGUF file</source>
        <translation>列表中的模型，或一个 GGUF 文件</translation>
    </message>
    <message>
        <source>({count} can&apos;t be used; lamplight models list --unusable says why)</source>
        <translation>（有 {count} 个不能使用；lamplight models list --unusable 会说明原因）</translation>
    </message>
    <message>
        <source>Looking for models, {count} so far</source>
        <translation>正在查找模型，已找到 {count} 个</translation>
    </message>
    <message>
        <source>finds texts that are alike; writes nothing</source>
        <translation>用于查找相似的文字，不会写作</translation>
    </message>
    <message>
        <source>list the models on other machines</source>
        <translation>列出其他机器上的模型</translation>
    </message>
    <message>
        <source>add models of a server, by its address</source>
        <translation>按地址添加服务器上的模型</translation>
    </message>
    <message>
        <source>such as http://192.168.1.7:8080</source>
        <translation>例如 http://192.168.1.7:8080</translation>
    </message>
    <message>
        <source>a model’s server has another address now</source>
        <translation>模型的服务器换了地址</translation>
    </message>
    <message>
        <source>take a model off the list</source>
        <translation>把一个模型移出列表</translation>
    </message>
    <message>
        <source>ask a server again what it can do</source>
        <translation>再次询问服务器能做什么</translation>
    </message>
    <message>
        <source>how many requests are sent side by side</source>
        <translation>同时发送多少个请求</translation>
    </message>
    <message>
        <source>a model of that server; repeatable</source>
        <translation>该服务器上的一个模型；可重复</translation>
    </message>
    <message>
        <source>all of its models</source>
        <translation>它的全部模型</translation>
    </message>
    <message>
        <source>ask for the server&apos;s key, which is kept in the system&apos;s keyring</source>
        <translation>询问服务器的密钥，并保存在系统的钥匙串中</translation>
    </message>
    <message>
        <source>use plain HTTP to another machine without asking</source>
        <translation>不询问，直接以未加密的 HTTP 连接另一台机器</translation>
    </message>
    <message>
        <source>Asking {host}</source>
        <translation>正在询问 {host}</translation>
    </message>
    <message>
        <source>Name one with --model, or take --all:</source>
        <translation>请用 --model 指定一个，或用 --all 全部添加：</translation>
    </message>
    <message>
        <source>{host} is reached without encryption: everybody on the network between can read what is sent.</source>
        <translation>与 {host} 的连接未加密：中间网络上的任何人都能读到发送的内容。</translation>
    </message>
    <message>
        <source>Use it all the same? (yes/no) </source>
        <translation>仍然使用吗？（yes/no）</translation>
    </message>
    <message>
        <source>Key: </source>
        <translation>密钥：</translation>
    </message>
    <message>
        <source>unknown server</source>
        <translation>未知服务器</translation>
    </message>
    <message>
        <source>answers</source>
        <translation>会回答</translation>
    </message>
    <message>
        <source>goes on with a text</source>
        <translation>续写文本</translation>
    </message>
    <message>
        <source>tells probabilities</source>
        <translation>给出概率</translation>
    </message>
    <message>
        <source>goes on with a text; has no chat template</source>
        <translation>只会续写文字；没有对话模板</translation>
    </message>
    <message>
        <source>name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>key</source>
        <translation>代号</translation>
    </message>
    <message>
        <source>what it does</source>
        <translation>用途</translation>
    </message>
    <message>
        <source>size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>parameters</source>
        <translation>参数量</translation>
    </message>
    <message>
        <source>architecture</source>
        <translation>架构</translation>
    </message>
    <message>
        <source>quantization</source>
        <translation>量化</translation>
    </message>
    <message>
        <source>trained with</source>
        <translation>训练上下文</translation>
    </message>
    <message>
        <source>languages</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>licence</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>owner</source>
        <translation>属于</translation>
    </message>
    <message>
        <source>address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>file</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>for pictures</source>
        <translation>用于看图</translation>
    </message>
    <message>
        <source>the same file</source>
        <translation>同一个文件</translation>
    </message>
    <message>
        <source>a copy</source>
        <translation>副本</translation>
    </message>
    <message>
        <source>instructions for the model</source>
        <translation>给模型的指示</translation>
    </message>
    <message>
        <source>0 keeps to the likeliest words, up to 2</source>
        <translation>0 只选最可能的词，最大为 2</translation>
    </message>
    <message>
        <source>the same seed gives the same text</source>
        <translation>同样的种子得到同样的文字</translation>
    </message>
    <message>
        <source>load it even where the memory doesn’t suffice by the arithmetic</source>
        <translation>即使算下来内存不够也加载它</translation>
    </message>
    <message>
        <source>the longest reply, in tokens</source>
        <translation>最长的回复，以词元计</translation>
    </message>
    <message>
        <source>ask one question</source>
        <translation>问一个问题</translation>
    </message>
    <message>
        <source>Ask one question; the answer is written as it comes, and not kept unless it goes on with a conversation.</source>
        <translation>提一个问题；回答随写随出，除非接着某个对话，否则不保存。</translation>
    </message>
    <message>
        <source>the question; - or a pipe reads it from the standard input</source>
        <translation>问题；用 - 或管道时从标准输入读取</translation>
    </message>
    <message>
        <source>go on with this conversation, and keep question and answer</source>
        <translation>接着这个对话，并保存问题和回答</translation>
    </message>
    <message>
        <source>a document to be read with the question; may be given several times</source>
        <translation>随问题一起读取的文档，可多次给出</translation>
    </message>
    <message>
        <source>an adapter for this answer, instead of those at work; may be given several times, “none” is none</source>
        <translation>这次回答用的适配器，代替生效的那些；可以多次给出，“none”为不用</translation>
    </message>
    <message>
        <source>there is no question</source>
        <translation>没有问题</translation>
    </message>
    <message>
        <source>Loading the model, {percent} %</source>
        <translation>正在加载模型，{percent} %</translation>
    </message>
    <message>
        <source>Reading, {done} of {total} tokens</source>
        <translation>正在阅读，{done} / {total} 个词元</translation>
    </message>
    <message>
        <source>The memory isn’t looked at: this computer may become very slow, and the system may end the model or other programs.</source>
        <translation>不检查内存：这台电脑可能会变得很慢，系统也可能结束模型或其他程序。</translation>
    </message>
    <message>
        <source>Sent to {host}</source>
        <translation>发送到 {host}</translation>
    </message>
    <message>
        <source>(cut at {limit} tokens; --max-tokens allows more)</source>
        <translation>（到 {limit} 个词元为止；--max-tokens 可以放宽）</translation>
    </message>
    <message>
        <source>(cut: the model&apos;s context is full)</source>
        <translation>（到此为止：模型的上下文已满）</translation>
    </message>
    <message>
        <source>have a conversation in the terminal</source>
        <translation>在终端里对话</translation>
    </message>
    <message>
        <source>Have a conversation in the terminal; it is kept, and the window has it too.</source>
        <translation>在终端里对话；内容会保存，窗口里也能看到。</translation>
    </message>
    <message>
        <source>go on with this conversation</source>
        <translation>接着这个对话</translation>
    </message>
    <message>
        <source>/help lists what you can do. Ctrl-D leaves.</source>
        <translation>/help 列出可用的命令，Ctrl-D 离开。</translation>
    </message>
    <message>
        <source>Kept. To go on: lamplight chat --conversation {id}</source>
        <translation>已保存。接着聊：lamplight chat --conversation {id}</translation>
    </message>
    <message>
        <source>There is no {name}; /help lists what there is.</source>
        <translation>没有 {name} 这个命令；/help 列出可用的命令。</translation>
    </message>
    <message>
        <source>/continue goes on.</source>
        <translation>输入 /continue 接着写。</translation>
    </message>
    <message>
        <source>(stopped)</source>
        <translation>（已停止）</translation>
    </message>
    <message>
        <source>(interrupted)</source>
        <translation>（被中断）</translation>
    </message>
    <message>
        <source>(still being written in another window)</source>
        <translation>（另一个窗口仍在写）</translation>
    </message>
    <message>
        <source>/new       begin another conversation</source>
        <translation>/new       开始新的对话</translation>
    </message>
    <message>
        <source>/again     write another reply to the last message</source>
        <translation>/again     为上一条消息重写一次回复</translation>
    </message>
    <message>
        <source>/continue  go on with a reply that was stopped or cut</source>
        <translation>/continue  接着写被停止或截断的回复</translation>
    </message>
    <message>
        <source>Ctrl-C     stop the reply, or leave</source>
        <translation>Ctrl-C     停止回复，或离开</translation>
    </message>
    <message>
        <source>Ctrl-D     leave</source>
        <translation>Ctrl-D     离开</translation>
    </message>
    <message>
        <source>There is nothing to continue.</source>
        <translation>没有可以接着写的回复。</translation>
    </message>
    <message>
        <source>Nothing was said yet.</source>
        <translation>还没有说过什么。</translation>
    </message>
    <message>
        <source>list, add or remove models</source>
        <translation>列出、添加或移除模型</translation>
    </message>
    <message>
        <source>list the models; the one in use has a star</source>
        <translation>列出模型；正在使用的带星号</translation>
    </message>
    <message>
        <source>say all that is known of a model</source>
        <translation>显示一个模型的全部信息</translation>
    </message>
    <message>
        <source>whether they run on this machine, and how fast</source>
        <translation>能否在这台机器上运行，有多快</translation>
    </message>
    <message>
        <source>add a GGUF file or a folder, which stay where they are</source>
        <translation>添加 GGUF 文件或文件夹，它们留在原处</translation>
    </message>
    <message>
        <source>search a hub; without words, what suits this machine</source>
        <translation>在模型站搜索；不带词语则列出适合这台电脑的模型</translation>
    </message>
    <message>
        <source>fetch a model from a hub</source>
        <translation>从模型站获取模型</translation>
    </message>
    <message>
        <source>see whether model files are still what they were</source>
        <translation>检查模型文件是否仍与当初相同</translation>
    </message>
    <message>
        <source>say where models are looked for, and change it</source>
        <translation>查看和更改查找模型的位置</translation>
    </message>
    <message>
        <source>how one model is loaded, and the memory that takes</source>
        <translation>一个模型怎样载入，以及要占多少内存</translation>
    </message>
    <message>
        <source>which model is for what: chat, stories, translation</source>
        <translation>哪个模型做什么：对话、故事、翻译</translation>
    </message>
    <message>
        <source>models on other machines: list, add, test or remove them</source>
        <translation>其他机器上的模型：列出、添加、测试或移除</translation>
    </message>
    <message>
        <source>what is being fetched: list, resume or cancel it</source>
        <translation>正在下载的内容：列出、继续或放弃</translation>
    </message>
    <message>
        <source>what this machine can compute on, and how fast it is</source>
        <translation>本机可以用什么来计算，有多快</translation>
    </message>
    <message>
        <source>what changes how a model writes: list, add, set</source>
        <translation>改变模型写法的适配器：列出、添加、设置</translation>
    </message>
    <message>
        <source>list, search, export or import conversations</source>
        <translation>列出、搜索、导出或导入对话</translation>
    </message>
    <message>
        <source>list the conversations, the newest first</source>
        <translation>列出对话，最新的在前</translation>
    </message>
    <message>
        <source>those in this folder and below it</source>
        <translation>此文件夹及其下级文件夹里的</translation>
    </message>
    <message>
        <source>those with this tag</source>
        <translation>带有此标签的</translation>
    </message>
    <message>
        <source>those in the archive</source>
        <translation>已归档的</translation>
    </message>
    <message>
        <source>those in the trash</source>
        <translation>回收站里的</translation>
    </message>
    <message>
        <source>print a JSON array</source>
        <translation>输出 JSON 数组</translation>
    </message>
    <message>
        <source>print a conversation</source>
        <translation>显示一个对话</translation>
    </message>
    <message>
        <source>its number in the list</source>
        <translation>列表中的编号</translation>
    </message>
    <message>
        <source>print one JSON object, all versions in it</source>
        <translation>输出一个 JSON 对象，包含所有版本</translation>
    </message>
    <message>
        <source>find messages, documents sent with them, and titles</source>
        <translation>查找消息、随消息发送的文档和标题</translation>
    </message>
    <message>
        <source>Find messages, documents sent with them, and titles that have all words: beginnings of words, &quot;phrases&quot;, -words that must be absent.</source>
        <translation>查找含有全部所给词语的消息、随消息发送的文档和标题：可以只写词的开头，也可以写 &quot;完整短语&quot;，-词 表示不得出现。</translation>
    </message>
    <message>
        <source>what to look for</source>
        <translation>要找的内容</translation>
    </message>
    <message>
        <source>only what this model wrote</source>
        <translation>只找此模型写的</translation>
    </message>
    <message>
        <source>only in conversations with this tag</source>
        <translation>只在带此标签的对话中查找</translation>
    </message>
    <message>
        <source>only in this pane: chat, story…</source>
        <translation>只在此面板中查找：chat、story……</translation>
    </message>
    <message>
        <source>from this day on: 2026-01-31</source>
        <translation>从这一天起：2026-01-31</translation>
    </message>
    <message>
        <source>up to and with this day</source>
        <translation>到这一天为止（含当天）</translation>
    </message>
    <message>
        <source>at most so many messages</source>
        <translation>最多显示多少条消息</translation>
    </message>
    <message>
        <source>print one JSON object</source>
        <translation>输出一个 JSON 对象</translation>
    </message>
    <message>
        <source>write conversations to a file</source>
        <translation>把对话写入文件</translation>
    </message>
    <message>
        <source>their numbers in the list; else all</source>
        <translation>列表中的编号；不写则为全部</translation>
    </message>
    <message>
        <source>md, html, docx or pdf to read, json complete; else by the file&apos;s name</source>
        <translation>md、html、docx 或 pdf 供阅读，json 完整；不写则按文件名</translation>
    </message>
    <message>
        <source>write a file for each into this folder</source>
        <translation>每个对话写成一个文件，放入此文件夹</translation>
    </message>
    <message>
        <source>take in conversations of other programs</source>
        <translation>导入其他程序的对话</translation>
    </message>
    <message>
        <source>Take in conversations that Lamplight, ChatGPT, Claude, LM Studio, Jan, Open WebUI or SillyTavern wrote.
What is there already is not doubled; what can&apos;t be read is named, and the rest arrives.</source>
        <translation>导入 灯下、ChatGPT、Claude、LM Studio、Jan、Open WebUI 或 SillyTavern 的对话。
已有的不会重复；读不出的会指明，其余照常导入。</translation>
    </message>
    <message>
        <source>files, .zip archives or folders</source>
        <translation>文件、.zip 压缩包或文件夹</translation>
    </message>
    <message>
        <source>There are no conversations here.</source>
        <translation>这里没有对话。</translation>
    </message>
    <message>
        <source>Nothing was found.</source>
        <translation>没有找到。</translation>
    </message>
    <message>
        <source>either --output or --folder</source>
        <translation>--output 和 --folder 只能选一个</translation>
    </message>
    <message>
        <source>docx and pdf need --output or --folder</source>
        <translation>docx 和 pdf 需要 --output 或 --folder</translation>
    </message>
    <message>
        <source>New: {new}. With new messages: {grown}. Known already: {known}.</source>
        <translation>新增：{new}。有新消息：{grown}。已有：{known}。</translation>
    </message>
    <message>
        <source>“{name}” could not be read ({cause}).</source>
        <translation>“{name}”无法读取（{cause}）。</translation>
    </message>
    <message>
        <source>There are more; --limit shows them.</source>
        <translation>还有更多；用 --limit 显示。</translation>
    </message>
    <message>
        <source>(untitled)</source>
        <translation>（无标题）</translation>
    </message>
    <message>
        <source>not a date like 2026-01-31</source>
        <translation>不是 2026-01-31 这样的日期</translation>
    </message>
    <message>
        <source>take a model off the list; no file is deleted</source>
        <translation>从列表中移除模型，不删除文件</translation>
    </message>
    <message>
        <source>LoRA adapters and control vectors of a model. Those that are on work for everything it writes, from the next reply on; a strength of 0 is none, 1 is as it was made, and it may be negative.</source>
        <translation>模型的 LoRA 适配器和控制向量。打开的适配器从下一条回复起，对模型写的一切都生效；强度 0 为不用，1 为原样，也可以是负数。</translation>
    </message>
    <message>
        <source>list the adapters; those at work have a star</source>
        <translation>列出适配器；生效的带星号</translation>
    </message>
    <message>
        <source>put a GGUF file on the shelf, where it lies</source>
        <translation>把 GGUF 文件放上架，文件留在原处</translation>
    </message>
    <message>
        <source>the file</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>take one off the shelf; its file stays</source>
        <translation>从架上取下一个；文件还在</translation>
    </message>
    <message>
        <source>its name in the list</source>
        <translation>它在列表中的名字</translation>
    </message>
    <message>
        <source>change how strongly adapters work</source>
        <translation>改变适配器的强度</translation>
    </message>
    <message>
        <source>a name in the list, and a number, on or off</source>
        <translation>列表里的名称，加上数字、on 或 off</translation>
    </message>
    <message>
        <source>the layers a control vector works on; “all” for its own</source>
        <translation>控制向量作用的层；“all”为它自己的层</translation>
    </message>
    <message>
        <source>{name} works for {model}, at {scale}.</source>
        <translation>{name} 对 {model} 生效，强度 {scale}。</translation>
    </message>
    <message>
        <source>{name} is off the shelf of {model}; its file stays at {path}.</source>
        <translation>{name} 已从 {model} 的架上取下；文件还在 {path}。</translation>
    </message>
    <message>
        <source>“{text}” is not NAME=SCALE</source>
        <translation>“{text}”不是 NAME=SCALE</translation>
    </message>
    <message>
        <source>“{text}” is not FIRST-LAST</source>
        <translation>“{text}”不是 FIRST-LAST</translation>
    </message>
    <message>
        <source>strength</source>
        <translation>强度</translation>
    </message>
    <message>
        <source>No adapter for {model}: add a GGUF file, or put it into {folder}.</source>
        <translation>{model} 没有适配器：请添加 GGUF 文件，或把它放进 {folder}。</translation>
    </message>
    <message>
        <source>control vector</source>
        <translation>控制向量</translation>
    </message>
    <message>
        <source>There is no model yet. Add a GGUF file: lamplight models add PATH</source>
        <translation>还没有模型。请添加 GGUF 文件：lamplight models add 路径</translation>
    </message>
    <message>
        <source>a GGUF file, a folder that is looked into, or http://...</source>
        <translation>一个 GGUF 文件、要查看的文件夹，或 http://...</translation>
    </message>
    <message>
        <source>{folder} is looked into from now on.</source>
        <translation>今后会在 {folder} 中查找模型。</translation>
    </message>
    <message>
        <source>Added {name}.</source>
        <translation>已添加 {name}。</translation>
    </message>
    <message>
        <source>{name} is off the list.</source>
        <translation>{name} 已移出列表。</translation>
    </message>
    <message>
        <source>{name} is off the list; its file stays at {path}.</source>
        <translation>{name} 已从列表中移除；文件仍在 {path}。</translation>
    </message>
    <message>
        <source>{count} tokens</source>
        <translation>{count} 个词元</translation>
    </message>
    <message>
        <source>There is no backup. Begin with an empty one?</source>
        <translation>没有备份。从空白开始吗？</translation>
    </message>
    <message>
        <source>Go on with the backup {name}?</source>
        <translation>用备份 {name} 继续吗？</translation>
    </message>
    <message>
        <source> [y/N] </source>
        <translation> [y/N] </translation>
    </message>
    <message>
        <source>more than {size} MiB</source>
        <translation>超过 {size} MiB 的内容</translation>
    </message>
    <message>
        <source>not text</source>
        <translation>非文本内容</translation>
    </message>
    <message>
        <source>the input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>translate a text or a document</source>
        <translation>翻译一段文字或一个文档</translation>
    </message>
    <message>
        <source>Translate a text or a document, which keeps its form. A run that was stopped goes on where it was.
Exit status 3: complete, but some segments are marked for a person to look at.</source>
        <translation>翻译一段文字或一个文档，文档保持原来的格式。中断的翻译会从停下的地方继续。
退出状态 3：已全部译完，但有些句段标了记号，请人看一看。</translation>
    </message>
    <message>
        <source>a text, a document, or - for the standard input</source>
        <translation>一段文字、一个文档，或用 - 表示标准输入</translation>
    </message>
    <message>
        <source>into this language: zh, zh-Hant, en, de …</source>
        <translation>译成这种语言：zh、zh-Hant、en、de 等</translation>
    </message>
    <message>
        <source>from this language; else it is found out</source>
        <translation>原文的语言；不给出则自动识别</translation>
    </message>
    <message>
        <source>write to this file</source>
        <translation>写到这个文件</translation>
    </message>
    <message>
        <source>the source before its translation</source>
        <translation>原文在前，译文在后</translation>
    </message>
    <message>
        <source>the source beside its translation</source>
        <translation>原文与译文左右并排</translation>
    </message>
    <message>
        <source>terms to use: csv, tsv or TBX</source>
        <translation>要用的术语表：csv、tsv 或 TBX</translation>
    </message>
    <message>
        <source>a translation memory to use</source>
        <translation>要用的翻译记忆</translation>
    </message>
    <message>
        <source>compare with this translation: BLEU, chrF, TER</source>
        <translation>与这份参考译文比较：BLEU、chrF、TER</translation>
    </message>
    <message>
        <source>how readers are addressed</source>
        <translation>对读者的称呼</translation>
    </message>
    <message>
        <source>what else the model should mind</source>
        <translation>模型还要注意什么</translation>
    </message>
    <message>
        <source>show the model the preceding sentences: better, slower</source>
        <translation>让模型看到前面的句子：更好，但更慢</translation>
    </message>
    <message>
        <source>the column of a table to translate</source>
        <translation>要翻译的表格列</translation>
    </message>
    <message>
        <source>translate everything again</source>
        <translation>全部重新翻译</translation>
    </message>
    <message>
        <source>%n segments are marked: look at them.</source>
        <translation>有 %n 句做了标记，请看一看。</translation>
    </message>
    <message>
        <source>measure this machine</source>
        <translation>测量这台电脑</translation>
    </message>
    <message>
        <source>Measure the engine beside the raw loop of llama.cpp, in turns; takes some minutes.</source>
        <translation>与 llama.cpp 的裸循环轮流测量引擎，需要几分钟。</translation>
    </message>
    <message>
        <source>print one JSON object when it is complete</source>
        <translation>完成后输出一个 JSON 对象</translation>
    </message>
    <message>
        <source>measuring: writing one reply…</source>
        <translation>正在测量：写一条回复……</translation>
    </message>
    <message>
        <source>measuring: reading a prompt…</source>
        <translation>正在测量：读一段提示……</translation>
    </message>
    <message>
        <source>measuring: 16 replies together…</source>
        <translation>正在测量：16 条回复一起写……</translation>
    </message>
    <message>
        <source>measuring: a saved conversation…</source>
        <translation>正在测量：保存过的对话……</translation>
    </message>
    <message>
        <source>ratio</source>
        <translation>比值</translation>
    </message>
    <message>
        <source>against</source>
        <translation>对照</translation>
    </message>
    <message>
        <source>writing, raw loop</source>
        <translation>写，对裸循环</translation>
    </message>
    <message>
        <source>reading a prompt, raw loop</source>
        <translation>读提示，对裸循环</translation>
    </message>
    <message>
        <source>16 together, one by one</source>
        <translation>16 条一起，对逐条</translation>
    </message>
    <message>
        <source>first word, saved and cold</source>
        <translation>第一个词，已保存对未保存</translation>
    </message>
    <message>
        <source>{name}, {threads} threads, {memory} MB in memory, loaded in {seconds} s</source>
        <translation>{name}，{threads} 个线程，占内存 {memory} MB，载入用了 {seconds} 秒</translation>
    </message>
    <message>
        <source>tokens/s</source>
        <translation>词元/秒</translation>
    </message>
    <message>
        <source>(stopped; the same command goes on from here)</source>
        <translation>（已停止；再运行同一条命令会从这里继续）</translation>
    </message>
    <message>
        <source>there is no text</source>
        <translation>没有文字</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{total} 段中的 {done} 段</translation>
    </message>
    <message>
        <source>{count} marked</source>
        <translation>{count} 段有记号</translation>
    </message>
    <message>
        <source>{minutes}:{seconds} left</source>
        <translation>还剩 {minutes}:{seconds}</translation>
    </message>
    <message>
        <source>Written to {path}.</source>
        <translation>已写到 {path}。</translation>
    </message>
    <message>
        <source>make, outline, export or import stories</source>
        <translation>新建、列出大纲、导出或导入故事</translation>
    </message>
    <message>
        <source>its title, or its number in the list</source>
        <translation>标题，或在列表中的编号</translation>
    </message>
    <message>
        <source>list the stories, the newest first</source>
        <translation>列出故事，最近的在前</translation>
    </message>
    <message>
        <source>make an empty story</source>
        <translation>新建一个空故事</translation>
    </message>
    <message>
        <source>its title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>en, zh, …; else by its title</source>
        <translation>en、zh 等；不写则按标题判断</translation>
    </message>
    <message>
        <source>who writes it</source>
        <translation>作者</translation>
    </message>
    <message>
        <source>what it is about</source>
        <translation>写的是什么</translation>
    </message>
    <message>
        <source>print a story&apos;s parts, chapters and scenes</source>
        <translation>输出故事的卷、章和场景</translation>
    </message>
    <message>
        <source>write a story to a file</source>
        <translation>把故事写入文件</translation>
    </message>
    <message>
        <source>Write a story, or one chapter or scene of it, as docx, epub, odt, html, md, txt or pdf: by the file&apos;s
name or --format. Without --output, text goes to the standard output.</source>
        <translation>把故事或其中的一章、一个场景写成 docx、epub、odt、html、md、txt 或 pdf，由文件名或 --format 决定。
没有 --output 时，文本写到标准输出。</translation>
    </message>
    <message>
        <source>the kind of file; else by its name, else md</source>
        <translation>文件种类；不写则按文件名，再不然是 md</translation>
    </message>
    <message>
        <source>only this chapter or scene of the outline</source>
        <translation>只写大纲中的这一章或这个场景</translation>
    </message>
    <message>
        <source>write plain files into it, one for each scene</source>
        <translation>写入此文件夹，每个场景一个纯文本文件</translation>
    </message>
    <message>
        <source>with the titles of scenes</source>
        <translation>带上场景标题</translation>
    </message>
    <message>
        <source>without title and dedication</source>
        <translation>不带书名和献词</translation>
    </message>
    <message>
        <source>take in a manuscript</source>
        <translation>导入一份书稿</translation>
    </message>
    <message>
        <source>Take in a manuscript as a new story: txt, md, docx, epub, a novelWriter project or a folder of text
files. Chapters are recognised by their headings.</source>
        <translation>把一份书稿导入为新故事：txt、md、docx、epub、novelWriter 项目，或一个装有文本文件的文件夹。
按标题识别章节。</translation>
    </message>
    <message>
        <source>a file or folder</source>
        <translation>文件或文件夹</translation>
    </message>
    <message>
        <source>append it to this story</source>
        <translation>接到这个故事后面</translation>
    </message>
    <message>
        <source>the title of the new story</source>
        <translation>新故事的标题</translation>
    </message>
    <message>
        <source>There are no stories yet.</source>
        <translation>还没有故事。</translation>
    </message>
    <message>
        <source>Story {number}: {title}</source>
        <translation>故事 {number}：{title}</translation>
    </message>
    <message>
        <source>This story has no parts yet.</source>
        <translation>这个故事还没有内容。</translation>
    </message>
    <message>
        <source>{name} was changed by hand and is left as it is.</source>
        <translation>{name} 有手工改动，保持原样。</translation>
    </message>
    <message>
        <source>%n files written.</source>
        <translation>已写入 %n 个文件。</translation>
    </message>
    <message>
        <source>this kind of file needs --output</source>
        <translation>这种文件需要 --output</translation>
    </message>
    <message>
        <source>Story {number}: {title}. Chapters: {chapters}. Scenes: {scenes}.</source>
        <translation>故事 {number}：{title}。章：{chapters}。场景：{scenes}。</translation>
    </message>
    <message>
        <source>go on with a text</source>
        <translation>接着一段文字往下写</translation>
    </message>
    <message>
        <source>Go on with a text, as the story desk does at the caret; only what is new is written. Nothing is kept.
--json prints an object with text, words, language, model, seed, prompt_tokens, completion_tokens,
first_token_seconds, tokens_per_second, stop_reason and left_out (characters that were not read).</source>
        <translation>接着一段文字往下写，与故事台在光标处所做的一样；只输出新写的部分，什么也不保存。
--json 输出一个对象，含 text、words、language、model、seed、prompt_tokens、completion_tokens、
first_token_seconds、tokens_per_second、stop_reason 和 left_out（没有读到的字符数）。</translation>
    </message>
    <message>
        <source>a text file; - or a pipe reads the standard input</source>
        <translation>文本文件；- 或管道表示读取标准输入</translation>
    </message>
    <message>
        <source>about so many words, characters of Chinese; it ends with a sentence</source>
        <translation>大约写多少词（中文为字数）；在句末结束</translation>
    </message>
    <message>
        <source>a page whose style is followed</source>
        <translation>一页范文，沿用它的文风</translation>
    </message>
    <message>
        <source>how freely it is written</source>
        <translation>写得多自由</translation>
    </message>
    <message>
        <source>a word or phrase never to be written; may be given again</source>
        <translation>不许写出的词或短语；可以多次给出</translation>
    </message>
    <message>
        <source>a number from {least} to {most}</source>
        <translation>从 {least} 到 {most} 的数</translation>
    </message>
    <message>
        <source>(cut: --words allows more, and the same command goes on)</source>
        <translation>（到此截断：--words 可以允许更多，也可以用同样的命令接着写）</translation>
    </message>
    <message>
        <source>let the model draft a scene</source>
        <translation>让模型起草一场</translation>
    </message>
    <message>
        <source>Draft a scene from the story&apos;s settings, its bible and what stands before: the next one without a text,
or the one chosen. The draft is kept with the scene as a take; --accept puts it into the text.
--json prints an object with take, node, title, text, words, status, model and seed.</source>
        <translation>根据故事的设定、设定集和前文起草一场：下一个还没有正文的场，或指定的那一场。
草稿作为一个版本与该场一起保存；--accept 把它写入正文。
--json 输出一个对象，含 take、node、title、text、words、status、model 和 seed。</translation>
    </message>
    <message>
        <source>this scene of the outline</source>
        <translation>大纲中的这一场</translation>
    </message>
    <message>
        <source>put it into the scene&apos;s text</source>
        <translation>写入这一场的正文</translation>
    </message>
    <message>
        <source>let the model propose the outline, the synopsis, or a chapter&apos;s scenes (beats)</source>
        <translation>让模型提出大纲（outline）、梗概（synopsis）或一章的各场（beats）</translation>
    </message>
    <message>
        <source>the chapter whose scenes are proposed</source>
        <translation>要为哪一章提出各场</translation>
    </message>
    <message>
        <source>take what is proposed into the story</source>
        <translation>把提出的内容采用到故事里</translation>
    </message>
    <message>
        <source>Scene {number}: {title}</source>
        <translation>第 {number} 号场：{title}</translation>
    </message>
    <message>
        <source>--propose beats needs --node, a chapter</source>
        <translation>--propose beats 需要用 --node 指定一章</translation>
    </message>
    <message>
        <source>a story without an empty scene</source>
        <translation>没有空场的故事</translation>
    </message>
    <message>
        <source>(stopped; what was written is kept as a take)</source>
        <translation>（已停止；写出的部分作为一个版本保存着）</translation>
    </message>
    <message>
        <source>list a story&apos;s bible, or carry it in or out as a lorebook</source>
        <translation>列出故事设定集，或以世界书的形式导入、导出</translation>
    </message>
    <message>
        <source>list the entries of a story&apos;s bible</source>
        <translation>列出故事设定集的条目</translation>
    </message>
    <message>
        <source>add a lorebook&apos;s entries to a story&apos;s bible</source>
        <translation>把世界书的条目加入故事设定集</translation>
    </message>
    <message>
        <source>Add the entries of a lorebook to a story&apos;s bible: SillyTavern&apos;s world info, a character card with a book
(JSON or PNG), or NovelAI&apos;s .lorebook, .scenario or .story.</source>
        <translation>把世界书的条目加入故事设定集：SillyTavern 的世界信息、带世界书的角色卡（JSON 或 PNG），
或 NovelAI 的 .lorebook、.scenario、.story 文件。</translation>
    </message>
    <message>
        <source>write a story&apos;s bible as a lorebook</source>
        <translation>把故事设定集写成世界书</translation>
    </message>
    <message>
        <source>the program that is to read it; else by the file&apos;s name</source>
        <translation>供哪个程序读取；不写则按文件名判断</translation>
    </message>
    <message>
        <source>the lorebook&apos;s file</source>
        <translation>世界书文件</translation>
    </message>
    <message>
        <source>This story&apos;s bible is empty.</source>
        <translation>这个故事的设定集是空的。</translation>
    </message>
    <message>
        <source>%n entries added.</source>
        <translation>已加入 %n 个条目。</translation>
    </message>
    <message>
        <source>%n entries could not be read.</source>
        <translation>%n 个条目无法读取。</translation>
    </message>
    <message>
        <source>%n entries written.</source>
        <translation>已写入 %n 个条目。</translation>
    </message>
    <message>
        <source>lamplight [options] [FILE ...]
       lamplight [options] COMMAND [options] ...</source>
        <translation>lamplight [选项] [文件 ...]
      lamplight [选项] 命令 [选项] ...</translation>
    </message>
    <message>
        <source>Chat with a language model on your own machine. Without a command, the window opens; files that are
given are opened in it: models, conversations of this and other programs, and documents.</source>
        <translation>在自己的电脑上和语言模型聊天。不写命令就打开窗口；给出的文件会在窗口里打开：
模型、本程序和其他程序的对话，以及文档。</translation>
    </message>
    <message>
        <source>For those who debug:
  LAMPLIGHT_LOG=debug            let the log files say more; info, warning and error are other levels
  LAMPLIGHT_LOG=engine=debug,store=info
                                 by area: {areas}
  LAMPLIGHT_HOME=FOLDER          keep everything in this folder</source>
        <translation>供调试使用：
  LAMPLIGHT_LOG=debug            让日志文件记录得更详细；其他级别：info、warning、error
  LAMPLIGHT_LOG=engine=debug,store=info
                                 按部分设定：{areas}
  LAMPLIGHT_HOME=文件夹          所有数据都放在这个文件夹里</translation>
    </message>
    <message>
        <source>open the window and fetch the starter model, if it isn’t here yet</source>
        <translation>打开窗口；如果还没有入门模型，就去取来</translation>
    </message>
    <message>
        <source>let the log say more, and show it on the standard error, too</source>
        <translation>让日志更详细，并同时显示在标准错误输出上</translation>
    </message>
    <message>
        <source>start with an empty folder that is removed at the end</source>
        <translation>使用一个空的临时文件夹启动，结束时删除</translation>
    </message>
    <message>
        <source>show where things are, move or remove them</source>
        <translation>显示各种数据的位置，移动或删除它们</translation>
    </message>
    <message>
        <source>look for a new version, install it, or go back</source>
        <translation>检查新版本、安装，或退回旧版本</translation>
    </message>
    <message>
        <source>print one JSON object, on a line of its own, for each reply</source>
        <translation>每条回复输出一个 JSON 对象，各占一行</translation>
    </message>
    <message>
        <source>(some characters are not in the encoding {encoding} and stand as \uXXXX; PYTHONUTF8=1 writes them)</source>
        <translation>（编码 {encoding} 里没有某些字符，它们以 \uXXXX 表示；设置 PYTHONUTF8=1 可原样写出）</translation>
    </message>
    <message>
        <source>Temporary home, removed at the end: {path}</source>
        <translation>临时文件夹，结束时删除：{path}</translation>
    </message>
    <message>
        <source>say what lies where, and how much room it takes</source>
        <translation>说明什么放在哪里、占多少空间</translation>
    </message>
    <message>
        <source>move the writing to another folder; models stay</source>
        <translation>把文稿移到另一个文件夹；模型不动</translation>
    </message>
    <message>
        <source>where the writing lives from then on</source>
        <translation>此后存放文稿的文件夹</translation>
    </message>
    <message>
        <source>remove everything, after a word was typed</source>
        <translation>输入一个词之后删除全部数据</translation>
    </message>
    <message>
        <source>also models in the folder chosen for them</source>
        <translation>也删除为模型选定的文件夹里的模型</translation>
    </message>
    <message>
        <source>the word, where nobody is there to type it</source>
        <translation>没有人输入时，在这里给出那个词</translation>
    </message>
    <message>
        <source>The writing lives in {folder} now.</source>
        <translation>文稿现在放在 {folder}。</translation>
    </message>
    <message>
        <source>stays: {what}</source>
        <translation>保留：{what}</translation>
    </message>
    <message>
        <source>goes: {what}</source>
        <translation>删除：{what}</translation>
    </message>
    <message>
        <source>It can’t be undone. Type “{word}” to go on: </source>
        <translation>无法撤销。输入“{word}”继续：</translation>
    </message>
    <message>
        <source>Nothing was removed.</source>
        <translation>没有删除任何东西。</translation>
    </message>
    <message>
        <source>Everything is gone; {size} are free again.</source>
        <translation>已全部删除，腾出 {size}。</translation>
    </message>
    <message>
        <source>{path} could not be removed: {cause}</source>
        <translation>{path} 未能删除：{cause}</translation>
    </message>
    <message>
        <source>the keyring doesn’t answer</source>
        <translation>钥匙串没有响应</translation>
    </message>
    <message>
        <source>{name}: “{value}” is none. Levels: {levels}. Areas: {areas}.</source>
        <translation>{name}：没有“{value}”。级别：{levels}。部分：{areas}。</translation>
    </message>
    <message>
        <source>list, resume or cancel; list where none is given</source>
        <translation>list（列出）、resume（继续）或 cancel（放弃）；不写则为 list</translation>
    </message>
    <message>
        <source>which one, as the list says; resume takes all without it</source>
        <translation>哪一个，见列表；resume 不写则为全部</translation>
    </message>
    <message>
        <source>{title} is given up; what had arrived of it is deleted.</source>
        <translation>已放弃 {title}；已收到的部分已删除。</translation>
    </message>
    <message>
        <source>{title}, from {host}</source>
        <translation>{title}，来自 {host}</translation>
    </message>
    <message>
        <source>Nothing is being fetched.</source>
        <translation>没有正在下载的内容。</translation>
    </message>
    <message>
        <source>{title}, {size}, from {host} into {folder}</source>
        <translation>{title}，{size}，从 {host} 下载到 {folder}</translation>
    </message>
    <message>
        <source>{title}, from {host} into {folder}</source>
        <translation>{title}，从 {host} 下载到 {folder}</translation>
    </message>
    <message>
        <source>{title} is here, {checked}: {path}</source>
        <translation>{title} 已完成，{checked}：{path}</translation>
    </message>
    <message>
        <source>Paused at {percent}. To go on: {command}</source>
        <translation>已暂停在 {percent}。继续请运行：{command}</translation>
    </message>
    <message>
        <source>comes with Lamplight</source>
        <translation>随 Lamplight 附带</translation>
    </message>
    <message>
        <source>from another machine</source>
        <translation>来自另一台机器</translation>
    </message>
    <message>
        <source>yours</source>
        <translation>你的</translation>
    </message>
    <message>
        <source>list the folders</source>
        <translation>列出文件夹</translation>
    </message>
    <message>
        <source>look into a folder, at any depth</source>
        <translation>在一个文件夹中查找，不限深度</translation>
    </message>
    <message>
        <source>the folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>look into a folder no more, another program&apos;s, too</source>
        <translation>不再查找某个文件夹，其他程序的也可以</translation>
    </message>
    <message>
        <source>move everything to another folder: copy, verify, and switch to it</source>
        <translation>把全部模型移到另一个文件夹：复制、核对，然后改用它</translation>
    </message>
    <message>
        <source>where models live from then on</source>
        <translation>今后存放模型的位置</translation>
    </message>
    <message>
        <source>remove the originals afterwards</source>
        <translation>之后删除原文件</translation>
    </message>
    <message>
        <source>remove what a move left: its originals, or the copies of a cut one</source>
        <translation>删除移动后留下的：原文件，或中断的移动留下的副本</translation>
    </message>
    <message>
        <source>where models live</source>
        <translation>模型的存放位置</translation>
    </message>
    <message>
        <source>{owner}, left out</source>
        <translation>{owner}，不查找</translation>
    </message>
    <message>
        <source>{folder} is looked into no more; nothing in it was changed.</source>
        <translation>不再查找 {folder}；其中的内容没有改动。</translation>
    </message>
    <message>
        <source>Moving {name}, {percent} %</source>
        <translation>正在移动 {name}，{percent} %</translation>
    </message>
    <message>
        <source>(stopped; everything is where it was)</source>
        <translation>（已停止；一切都在原处）</translation>
    </message>
    <message>
        <source>Models live in {folder} now.</source>
        <translation>模型现在存放在 {folder}。</translation>
    </message>
    <message>
        <source>The originals are still in {folder} ({size}); lamplight models folders clear removes them.</source>
        <translation>原文件还在 {folder}（{size}）；lamplight models folders clear 会删除它们。</translation>
    </message>
    <message>
        <source>The copies in {folder} are gone; everything is where it was.</source>
        <translation>{folder} 中的副本已删除；一切都在原处。</translation>
    </message>
    <message>
        <source>There is nothing to remove.</source>
        <translation>没有要删除的内容。</translation>
    </message>
    <message>
        <source>{size} of originals were removed.</source>
        <translation>已删除 {size} 的原文件。</translation>
    </message>
    <message>
        <source>{path} was left: it has changed.</source>
        <translation>{path} 有改动，因此保留。</translation>
    </message>
    <message>
        <source>models of the list; all where none is named</source>
        <translation>列表中的模型；不写则为全部</translation>
    </message>
    <message>
        <source>Reading {name}, {percent} %</source>
        <translation>正在读取 {name}，{percent} %</translation>
    </message>
    <message>
        <source>unchanged</source>
        <translation>没有变化</translation>
    </message>
    <message>
        <source>read for the first time; from now on changes are found</source>
        <translation>第一次读取；今后有变化就能发现</translation>
    </message>
    <message>
        <source>{name} is here already.</source>
        <translation>{name} 已经在这里。</translation>
    </message>
    <message>
        <source>Where the hub doesn’t answer, the same file comes in parts from the package index.</source>
        <translation>模型库没有回应时，同一个文件会分块从软件包索引取来。</translation>
    </message>
    <message>
        <source>what to search the hub for; nothing is asked of it without</source>
        <translation>要在模型站搜索的词语；不带则不联系任何站点</translation>
    </message>
    <message>
        <source>only models that are recommended for it; without words</source>
        <translation>只列出为此任务推荐的模型；不带词语时</translation>
    </message>
    <message>
        <source>parameters in billions: 4B for at most, 4B- for at least, or from to</source>
        <translation>参数量（十亿）：4B 表示至多，4B- 表示至少，或从某到某</translation>
    </message>
    <message>
        <source>such as zh; for the hub</source>
        <translation>例如 zh；用于模型站</translation>
    </message>
    <message>
        <source>such as apache-2.0; for the hub</source>
        <translation>例如 apache-2.0；用于模型站</translation>
    </message>
    <message>
        <source>how many at most; 20 otherwise</source>
        <translation>最多多少个；默认 20</translation>
    </message>
    <message>
        <source>such as 4B, 2B-9B or 7B-</source>
        <translation>例如 4B、2B-9B 或 7B-</translation>
    </message>
    <message>
        <source>Asking {host}.</source>
        <translation>正在询问 {host}。</translation>
    </message>
    <message>
        <source>To fetch one: lamplight models get NAME</source>
        <translation>获取其中一个：lamplight models get NAME</translation>
    </message>
    <message>
        <source>Nothing of that kind. Fewer words find more.</source>
        <translation>没有这样的模型。词语越少，找到的越多。</translation>
    </message>
    <message>
        <source>terms to accept</source>
        <translation>须接受条款</translation>
    </message>
    <message>
        <source>Estimates; nothing was asked of anybody. * is the best for this machine: models get NAME</source>
        <translation>均为估计，没有联系任何站点。* 最适合这台电脑：models get NAME</translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>聊天</translation>
    </message>
    <message>
        <source>Translation</source>
        <translation>翻译</translation>
    </message>
    <message>
        <source>Prose</source>
        <translation>写作</translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation>推理</translation>
    </message>
    <message>
        <source>Finding passages</source>
        <translation>查找段落</translation>
    </message>
    <message>
        <source>Ordering passages</source>
        <translation>段落排序</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>unverified</source>
        <translation>未核实</translation>
    </message>
    <message>
        <source>fits</source>
        <translation>装得下</translation>
    </message>
    <message>
        <source>fits with {count} tokens</source>
        <translation>以 {count} 词元装得下</translation>
    </message>
    <message>
        <source>when other programs are closed</source>
        <translation>关闭其他程序后可用</translation>
    </message>
    <message>
        <source>too large</source>
        <translation>太大</translation>
    </message>
    <message>
        <source>How one model is loaded, and the memory that takes. What isn&apos;t set here is as in the settings. A change is used when the model is loaded the next time.</source>
        <translation>一个模型怎样载入，以及要占多少内存。这里没有设的，按设置来。改动在下次载入时生效。</translation>
    </message>
    <message>
        <source>context=TOKENS, gpu-layers=auto|all|none|N, threads=N, flash-attention=auto|on|off, cache=f16|q8_0|q4_0 (also cache-k and cache-v), mmap=on|off; default takes one back</source>
        <translation>context=词元数，gpu-layers=auto|all|none|N，threads=N，flash-attention=auto|on|off，cache=f16|q8_0|q4_0（也可用 cache-k 和 cache-v），mmap=on|off；default 恢复某一项</translation>
    </message>
    <message>
        <source>take everything back to the settings first</source>
        <translation>先全部恢复为设置中的值</translation>
    </message>
    <message>
        <source>show what it takes, keep nothing</source>
        <translation>只显示要占多少，不保存</translation>
    </message>
    <message>
        <source>set for this model</source>
        <translation>为此模型设定</translation>
    </message>
    <message>
        <source>default</source>
        <translation>默认</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Takes {total} of {free} free: {weights} weights, {cache} cache, {rest} the rest.</source>
        <translation>空闲 {free}，占用 {total}：权重 {weights}，缓存 {cache}，其余 {rest}。</translation>
    </message>
    <message>
        <source>Which model is for what. Without one of its own prose takes the one for chat, translation the best there is.</source>
        <translation>哪个模型做什么。没有另选时，写故事用对话的模型，翻译用现有最好的。</translation>
    </message>
    <message>
        <source>chat with this model of the list</source>
        <translation>用列表中的这个模型对话</translation>
    </message>
    <message>
        <source>write stories with it; default takes the one for chat</source>
        <translation>用它写故事；default 用对话的模型</translation>
    </message>
    <message>
        <source>translate with it; default takes the best there is</source>
        <translation>用它翻译；default 用现有最好的</translation>
    </message>
    <message>
        <source>chosen</source>
        <translation>已选</translation>
    </message>
    <message>
        <source>a name from `models search`, a repository such as maker/model:Q4_K_M, or the address of a GGUF file</source>
        <translation>`models search` 列出的名称、仓库（如 maker/model:Q4_K_M），或 GGUF 文件的地址</translation>
    </message>
    <message>
        <source>also fetch what lets it read pictures</source>
        <translation>同时获取看图所需的文件</translation>
    </message>
    <message>
        <source>don’t ask before the hub is contacted</source>
        <translation>联系模型站之前不再询问</translation>
    </message>
    <message>
        <source>Nothing was asked of it.</source>
        <translation>没有联系它。</translation>
    </message>
    <message>
        <source>{host} will be asked for {name}; it sees the name and this machine’s address, nothing else.</source>
        <translation>将向 {host} 请求 {name}；它只会看到这个名称和这台电脑的地址。</translation>
    </message>
    <message>
        <source>Go on? [y/N] </source>
        <translation>继续吗？[y/N] </translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>a model of the list or a GGUF file; all of the list without it</source>
        <translation>列表中的模型或 GGUF 文件；不写则为列表中的全部</translation>
    </message>
    <message>
        <source>with so many tokens of context instead of the settings’</source>
        <translation>上下文用这么多个词元，而不是设置里的</translation>
    </message>
    <message>
        <source>measure this machine again, when nothing else is running</source>
        <translation>重新测量这台机器，请在没有其他程序运行时使用</translation>
    </message>
    <message>
        <source>Measuring this machine, a second …</source>
        <translation>正在测量这台机器，需要一秒……</translation>
    </message>
    <message>
        <source>weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>cache for {count} tokens</source>
        <translation>{count} 个词元的缓存</translation>
    </message>
    <message>
        <source>states</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>buffers</source>
        <translation>缓冲区</translation>
    </message>
    <message>
        <source>the engine itself</source>
        <translation>引擎本身</translation>
    </message>
    <message>
        <source>{layers} layers on {device}</source>
        <translation>{device} 上 {layers} 层</translation>
    </message>
    <message>
        <source>let each device work, and say how fast it is</source>
        <translation>让每个设备工作，并说明有多快</translation>
    </message>
    <message>
        <source>try all anew, even what failed with these drivers before</source>
        <translation>全部重新试，包括先前用这些驱动失败过的</translation>
    </message>
    <message>
        <source>No graphics card can be used. Backends for one go into {folder}.</source>
        <translation>没有可用的显卡。显卡的后端文件放在 {folder}。</translation>
    </message>
    <message>
        <source>let models use another machine’s devices</source>
        <translation>让模型使用另一台电脑的设备</translation>
    </message>
    <message>
        <source>use another machine’s devices no more</source>
        <translation>不再使用另一台电脑的设备</translation>
    </message>
    <message>
        <source>list the machines as they were seen last; ask one by its address</source>
        <translation>列出各台电脑上次的情况；给出地址则询问那一台</translation>
    </message>
    <message>
        <source>let another machine use this one’s devices</source>
        <translation>让另一台电脑使用这台的设备</translation>
    </message>
    <message>
        <source>such as 192.168.1.7 or 192.168.1.7:50052</source>
        <translation>例如 192.168.1.7 或 192.168.1.7:50052</translation>
    </message>
    <message>
        <source>don’t ask whether the network is yours</source>
        <translation>不询问网络是不是你自己的</translation>
    </message>
    <message>
        <source>This machine’s devices are lent at {address}. Ctrl-C ends it.</source>
        <translation>这台电脑的设备在 {address} 借出。按 Ctrl-C 结束。</translation>
    </message>
    <message>
        <source>Between the two machines nothing is encrypted and nobody is asked for a password: {address} must be on a network of your own.</source>
        <translation>两台电脑之间没有加密，也不需要密码：{address} 必须在你自己的网络里。</translation>
    </message>
    <message>
        <source>Is it? (yes/no) </source>
        <translation>是吗？（是/否）</translation>
    </message>
    <message>
        <source>look for a new version</source>
        <translation>检查新版本</translation>
    </message>
    <message>
        <source>fetch a new version and install it, the database copied first</source>
        <translation>下载并安装新版本，先复制数据库</translation>
    </message>
    <message>
        <source>go back to the version before, with data that it can read</source>
        <translation>退回旧版本，并带上它能读取的数据</translation>
    </message>
    <message>
        <source>don’t ask before the host is contacted</source>
        <translation>联系主机前不再询问</translation>
    </message>
    <message>
        <source>To install it: {command}</source>
        <translation>安装：{command}</translation>
    </message>
    <message>
        <source>The database is copied first, then {name} is installed.</source>
        <translation>先复制数据库，再安装 {name}。</translation>
    </message>
    <message>
        <source>The version before is {version}.</source>
        <translation>之前的版本是 {version}。</translation>
    </message>
    <message>
        <source>It can’t read what this version has made of the database, so the copy from before the update is gone back to ({name}). What was written since then is kept as a backup, for a newer version.</source>
        <translation>它读不了这个版本改动过的数据库，因此会退回更新前的副本（{name}）。此后写的内容会作为备份保留，供较新的版本使用。</translation>
    </message>
    <message>
        <source>{host} will be asked for it.</source>
        <translation>会向 {host} 取得它。</translation>
    </message>
    <message>
        <source>{host} will be asked for the list of versions; it sees this machine’s address.</source>
        <translation>将向 {host} 询问版本列表；它会看到这台电脑的地址。</translation>
    </message>
    <message>
        <source>{done} of {size}</source>
        <translation>{done}，共 {size}</translation>
    </message>
</context>
<context>
    <name>Commands</name>
    <message>
        <source>Go to {pane}</source>
        <translation>转到“{pane}”</translation>
    </message>
    <message>
        <source>Find a command</source>
        <translation>查找命令</translation>
    </message>
    <message>
        <source>Show the keyboard shortcuts</source>
        <translation>显示键盘快捷键</translation>
    </message>
    <message>
        <source>Search in this pane</source>
        <translation>在此面板中查找</translation>
    </message>
    <message>
        <source>Show or hide the column</source>
        <translation>显示或隐藏侧栏</translation>
    </message>
    <message>
        <source>Choose a model</source>
        <translation>选择模型</translation>
    </message>
    <message>
        <source>Next part of the window</source>
        <translation>转到窗口的下一部分</translation>
    </message>
    <message>
        <source>Show the log</source>
        <translation>查看日志</translation>
    </message>
    <message>
        <source>Open the folder of the log</source>
        <translation>打开日志文件夹</translation>
    </message>
    <message>
        <source>Copy the state of the engine</source>
        <translation>复制引擎的状态</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation>放大文字</translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation>缩小文字</translation>
    </message>
    <message>
        <source>Text of normal size</source>
        <translation>恢复文字大小</translation>
    </message>
    <message>
        <source>Light appearance</source>
        <translation>浅色外观</translation>
    </message>
    <message>
        <source>Dark appearance</source>
        <translation>深色外观</translation>
    </message>
    <message>
        <source>Appearance as the system has it</source>
        <translation>外观跟随系统</translation>
    </message>
    <message>
        <source>Copied: requests, sequences and cells of the engine</source>
        <translation>已复制：引擎的请求、序列和单元</translation>
    </message>
    <message>
        <source>Text size {size} %</source>
        <translation>文字大小 {size} %</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>窗口</translation>
    </message>
</context>
<context>
    <name>Crashes</name>
    <message>
        <source>Something went wrong inside Lamplight ({kind}).</source>
        <translation>灯下内部出了错（{kind}）。</translation>
    </message>
    <message>
        <source>The system ended Lamplight ({cause}).</source>
        <translation>系统结束了灯下（{cause}）。</translation>
    </message>
    <message>
        <source>The engine, in which models run, ended ({cause}).</source>
        <translation>运行模型的引擎结束了（{cause}）。</translation>
    </message>
    <message>
        <source>This report stays on this machine until you give it to somebody. It holds nothing of what you or a model wrote, and no names of your files.</source>
        <translation>这份报告只在这台电脑上，除非你把它交给别人。里面没有你或模型写的任何内容，也没有你的文件名。</translation>
    </message>
    <message>
        <source>The system</source>
        <translation>系统</translation>
    </message>
    <message>
        <source>Where it was, the last place at the end</source>
        <translation>出错的位置，最后的在末尾</translation>
    </message>
    <message>
        <source>What the program did before, as the log says it but without any values</source>
        <translation>之前程序做了什么：同日志，但不含任何具体的值</translation>
    </message>
    <message>
        <source>Lamplight met a fault of its own the last time. What you wrote is kept.</source>
        <translation>上次灯下自己出了故障。你写的内容都在。</translation>
    </message>
    <message>
        <source>A report is on this machine, with nothing of your text in it; it was sent nowhere.</source>
        <translation>这台电脑上有一份报告，里面没有你的任何文字，也没有发给任何地方。</translation>
    </message>
    <message>
        <source>Show the report</source>
        <translation>查看报告</translation>
    </message>
</context>
<context>
    <name>Downloads</name>
    <message>
        <source>{received} of {total} {unit}</source>
        <translation>{received} / {total} {unit}</translation>
    </message>
    <message>
        <source>{amount} a second</source>
        <translation>每秒 {amount}</translation>
    </message>
    <message>
        <source>less than a minute left</source>
        <translation>还剩不到一分钟</translation>
    </message>
    <message>
        <source>about {count} min left</source>
        <translation>约剩 {count} 分钟</translation>
    </message>
    <message>
        <source>about {count} h left</source>
        <translation>约剩 {count} 小时</translation>
    </message>
    <message>
        <source>more than two days left</source>
        <translation>还剩两天以上</translation>
    </message>
    <message>
        <source>waits for its turn</source>
        <translation>排队中</translation>
    </message>
    <message>
        <source>interrupted when Lamplight ended</source>
        <translation>灯下退出时中断</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>is here</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>{first}, {second}</source>
        <translation>{first}，{second}</translation>
    </message>
    <message>
        <source>asking {host}</source>
        <translation>正在询问 {host}</translation>
    </message>
    <message>
        <source>reading what is here, {percent} %</source>
        <translation>正在读取已有部分，{percent} %</translation>
    </message>
    <message>
        <source>something is not right: comparing with the server, {percent} %</source>
        <translation>内容有误：正在与服务器逐段比对，{percent} %</translation>
    </message>
    <message>
        <source>connecting again</source>
        <translation>正在重新连接</translation>
    </message>
    <message>
        <source>next try in {count} s</source>
        <translation>{count} 秒后重试</translation>
    </message>
    <message>
        <source>next try in {count} min</source>
        <translation>{count} 分钟后重试</translation>
    </message>
    <message>
        <source>The file changed at its source meanwhile, so it was begun anew.</source>
        <translation>文件在来源处已更改，因此从头开始下载。</translation>
    </message>
    <message>
        <source>checked</source>
        <translation>已校验</translation>
    </message>
    <message>
        <source>not checked: its source names no hash</source>
        <translation>未校验：来源没有给出校验值</translation>
    </message>
    <message>
        <source>checked as it arrives</source>
        <translation>边下载边校验</translation>
    </message>
    <message>
        <source>Open its page in the browser</source>
        <translation>在浏览器中打开它的页面</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Try now</source>
        <translation>立即重试</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>From {host}, which sends on to {others}; into {folder}.</source>
        <translation>来自 {host}（转向 {others}），存入 {folder}。</translation>
    </message>
    <message>
        <source>From {host}, into {folder}.</source>
        <translation>来自 {host}，存入 {folder}。</translation>
    </message>
    <message>
        <source>Give up {name}?</source>
        <translation>放弃 {name}？</translation>
    </message>
    <message>
        <source>What has arrived is deleted: {amount}.</source>
        <translation>已收到的部分将被删除：{amount}。</translation>
    </message>
    <message>
        <source>Give up</source>
        <translation>放弃</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Go on with all downloads</source>
        <translation>继续全部下载</translation>
    </message>
    <message>
        <source>Go on with all</source>
        <translation>全部继续</translation>
    </message>
    <message>
        <source>Pause all downloads</source>
        <translation>暂停全部下载</translation>
    </message>
    <message>
        <source>Pause all</source>
        <translation>全部暂停</translation>
    </message>
    <message>
        <source>Fetch this next</source>
        <translation>下一个就下载它</translation>
    </message>
    <message>
        <source>Give up…</source>
        <translation>放弃…</translation>
    </message>
    <message>
        <source>Take off this list</source>
        <translation>从列表中移除</translation>
    </message>
    <message>
        <source>Downloads</source>
        <translation>下载</translation>
    </message>
    <message>
        <source>Nothing is fetched before you press it, and only from the host that the card names. What was interrupted goes on where it was.</source>
        <translation>只有你按下按钮才会下载，而且只从卡片所写的主机下载。中断的下载会从原处继续。</translation>
    </message>
    <message>
        <source>At once</source>
        <translation>同时</translation>
    </message>
    <message>
        <source>Nothing is being fetched. A model you choose to download appears here.</source>
        <translation>没有正在下载的内容。你选择下载的模型会出现在这里。</translation>
    </message>
    <message>
        <source>{name} is here.</source>
        <translation>{name} 已完成。</translation>
    </message>
    <message>
        <source>Use for translation</source>
        <translation>用于翻译</translation>
    </message>
    <message>
        <source>Use for stories</source>
        <translation>用于写作</translation>
    </message>
    <message>
        <source>{name} was not fetched to its end; it waits for you.</source>
        <translation>{name} 尚未下载完，等你继续。</translation>
    </message>
    <message>
        <source>{count} models were not fetched to their end; they wait for you.</source>
        <translation>有 {count} 个模型尚未下载完，等你继续。</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>查看</translation>
    </message>
</context>
<context>
    <name>Endpoints</name>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>key, where one is asked for</source>
        <translation>密钥，需要时填写</translation>
    </message>
    <message>
        <source>Test and keep</source>
        <translation>测试并保存</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>only where the server asks for one</source>
        <translation>仅在服务器要求时填写</translation>
    </message>
    <message>
        <source>Test the connection</source>
        <translation>测试连接</translation>
    </message>
    <message>
        <source>Asking {host}</source>
        <translation>正在询问 {host}</translation>
    </message>
    <message>
        <source>{host} answers: {server}.</source>
        <comment>a kind of server</comment>
        <translation>{host} 有回应：{server}。</translation>
    </message>
    <message>
        <source>It lists no model.</source>
        <translation>它没有列出任何模型。</translation>
    </message>
    <message>
        <source>Trying what {model} can do; its server may have to load it first.</source>
        <translation>正在试探 {model} 能做什么；服务器可能需要先加载它。</translation>
    </message>
    <message>
        <source>{model} is on the list.</source>
        <translation>{model} 已在列表中。</translation>
    </message>
    <message>
        <source>There is no keyring here that Lamplight uses, so its key is forgotten when Lamplight closes.</source>
        <translation>这里没有灯下使用的钥匙串，因此灯下关闭后会忘记它的密钥。</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>已添加</translation>
    </message>
    <message>
        <source>Test again</source>
        <translation>再次测试</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Requests at once</source>
        <translation>同时请求数</translation>
    </message>
    <message>
        <source>Another key</source>
        <translation>另一个密钥</translation>
    </message>
    <message>
        <source>Type another key and press Enter</source>
        <translation>输入另一个密钥并按 Enter</translation>
    </message>
    <message>
        <source>Change the address</source>
        <translation>更改地址</translation>
    </message>
    <message>
        <source>Not encrypted on the way.</source>
        <translation>传输未加密。</translation>
    </message>
    <message>
        <source>A key is kept</source>
        <translation>已保存密钥</translation>
    </message>
    <message>
        <source>No key</source>
        <translation>没有密钥</translation>
    </message>
    <message>
        <source>Another machine</source>
        <translation>另一台机器</translation>
    </message>
    <message>
        <source>Models on another machine</source>
        <translation>另一台机器上的模型</translation>
    </message>
    <message>
        <source>A larger computer of your own can write for you: one that runs llama-server, vLLM, SGLang, Ollama or LM Studio. What you write to such a model is sent to that address, and to no other.</source>
        <translation>你自己的一台更强的电脑可以替你写作：只要它运行 llama-server、vLLM、SGLang、Ollama 或 LM Studio。写给这种模型的内容会发送到那个地址，而不会发往别处。</translation>
    </message>
    <message>
        <source>Add by address</source>
        <translation>按地址添加</translation>
    </message>
    <message>
        <source>It answers.</source>
        <translation>它有回应。</translation>
    </message>
    <message>
        <source>{model} is asked at {host} from now on.</source>
        <translation>从现在起在 {host} 使用 {model}。</translation>
    </message>
    <message>
        <source>Remove {name} from the list?</source>
        <translation>把 {name} 移出列表吗？</translation>
    </message>
    <message>
        <source>Nothing is sent to {host} any more, and its key is forgotten.</source>
        <translation>不再向 {host} 发送任何内容，并忘记它的密钥。</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>{host} is reached without encryption: everybody on the network between can read what you write. At home that may be fine; elsewhere use an address that begins with https.</source>
        <translation>与 {host} 的连接未加密：中间网络上的任何人都能读到你写的内容。在家里也许无妨；在别处请使用以 https 开头的地址。</translation>
    </message>
    <message>
        <source>a server of unknown kind</source>
        <translation>未知类型的服务器</translation>
    </message>
    <message>
        <source>context not told</source>
        <translation>未告知上下文长度</translation>
    </message>
    <message>
        <source>{count} tokens of context</source>
        <translation>上下文 {count} 个词元</translation>
    </message>
    <message>
        <source>Chat and translation</source>
        <translation>聊天和翻译</translation>
    </message>
    <message>
        <source>Plain text is continued</source>
        <translation>可续写纯文本</translation>
    </message>
    <message>
        <source>Replies and stories go on in the middle of a sentence</source>
        <translation>回复和故事可从句子中间继续</translation>
    </message>
    <message>
        <source>How sure it was of each word is kept</source>
        <translation>保存它对每个词的把握</translation>
    </message>
    <message>
        <source>How words are chosen can’t all be set there; left out: {steps}</source>
        <translation>选词方式在那里不能全部设置；略去：{steps}</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>No chat: it only continues plain text</source>
        <translation>不能聊天：只能续写纯文本</translation>
    </message>
    <message>
        <source>Going on with a text is asked for in words, so it may repeat a little</source>
        <translation>续写是用话语请求的，因此可能有少许重复</translation>
    </message>
    <message>
        <source>It doesn’t tell how sure it was of its words</source>
        <translation>它不告知对用词的把握</translation>
    </message>
    <message>
        <source>Texts of your own can’t be judged there</source>
        <translation>不能在那里评判你自己的文本</translation>
    </message>
    <message>
        <source>Tokens are counted by estimate, so that nothing is sent before you send it</source>
        <translation>词元数为估算，以免在你发送之前有内容发出</translation>
    </message>
</context>
<context>
    <name>Errors</name>
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
        <source>The model could not be loaded. The log has the details; another model may work.</source>
        <translation>模型无法载入。详情见日志；可以换一个模型试试。</translation>
    </message>
    <message>
        <source>{path} is still being written. It appears when it is complete.</source>
        <translation>{path} 仍在写入中。完成后就会出现。</translation>
    </message>
    <message>
        <source>{path} is one part of a model in {count} parts, and its name was changed. Give the parts back names that end in -00001-of-00003.gguf.</source>
        <translation>{path} 是一个共 {count} 个部分的模型中的一部分，但文件名被改过。请把各部分的文件名恢复为以 -00001-of-00003.gguf 这样的形式结尾。</translation>
    </message>
    <message>
        <source>{path} lets a model see pictures. The model it belongs to is not beside it.</source>
        <translation>{path} 能让模型看图片，但它所属的模型不在旁边。</translation>
    </message>
    <message>
        <source>{path} changes a model and is none itself. It can be used in Adapters.</source>
        <translation>{path} 用于调整模型，本身不是模型。可以在“适配器”中使用。</translation>
    </message>
    <message>
        <source>{path} is a GGUF file, but what it holds is no model.</source>
        <translation>{path} 是 GGUF 文件，但里面不是模型。</translation>
    </message>
    <message>
        <source>The model file {path} is not what it was when it arrived: it is damaged. Download it again.</source>
        <translation>模型文件 {path} 与当初不同，已经损坏。请重新下载。</translation>
    </message>
    <message>
        <source>The folder {path} is not there. It may be on another disk.</source>
        <translation>文件夹 {path} 不存在，可能在另一块磁盘上。</translation>
    </message>
    <message>
        <source>The folder {path} can’t be read.</source>
        <translation>无法读取文件夹 {path}。</translation>
    </message>
    <message>
        <source>{path} has more than {count} folders in it. Choose one that is further inside.</source>
        <translation>{path} 里有超过 {count} 个文件夹。请选择更深一层的文件夹。</translation>
    </message>
    <message>
        <source>{path} is none of the folders of models.</source>
        <translation>{path} 不是模型文件夹。</translation>
    </message>
    <message>
        <source>The models can’t move from {source} to {target}: one folder lies in the other. Choose another.</source>
        <translation>无法把模型从 {source} 移到 {target}：其中一个文件夹在另一个里面。请另选一个。</translation>
    </message>
    <message>
        <source>{target} has {free} free, and the models take {needed}. Nothing was changed.</source>
        <translation>{target} 只有 {free} 可用空间，而模型需要 {needed}。没有作任何改动。</translation>
    </message>
    <message>
        <source>There is another file called {path} already. Nothing was changed; choose another folder.</source>
        <translation>已经有另一个名为 {path} 的文件。没有作任何改动；请另选文件夹。</translation>
    </message>
    <message>
        <source>The copy {path} is not the same as its original, so the disk may be faulty. Nothing was changed.</source>
        <translation>副本 {path} 与原文件不同，磁盘可能有故障。没有作任何改动。</translation>
    </message>
    <message>
        <source>Nothing can be written to {target}. Nothing was changed; choose another folder.</source>
        <translation>无法写入 {target}。没有作任何改动；请另选文件夹。</translation>
    </message>
    <message>
        <source>The models are being moved by another window or command.</source>
        <translation>另一个窗口或命令正在移动模型。</translation>
    </message>
    <message>
        <source>There is no adapter called “{name}”. Known: {known}.</source>
        <translation>没有叫“{name}”的适配器。已有：{known}。</translation>
    </message>
    <message>
        <source>An adapter’s file is not there any more. Put it back, or switch the adapter off in Models, Adapters.</source>
        <translation>一个适配器的文件已不在原处。请放回去，或在“模型 - 适配器”里关掉它。</translation>
    </message>
    <message>
        <source>The adapter’s file can’t be read.</source>
        <translation>无法读取这个适配器的文件。</translation>
    </message>
    <message>
        <source>The adapter’s file is damaged. Download it again.</source>
        <translation>这个适配器的文件已损坏。请重新下载。</translation>
    </message>
    <message>
        <source>This is not an adapter in a GGUF file. Other forms (safetensors) are converted with llama.cpp’s convert_lora_to_gguf.py; a whole model is added in Models.</source>
        <translation>这不是 GGUF 格式的适配器。其他格式（safetensors）请先用 llama.cpp 的 convert_lora_to_gguf.py 转换；完整的模型请在“模型”里添加。</translation>
    </message>
    <message>
        <source>This version can’t use an adapter of this kind.</source>
        <translation>这个版本用不了这种适配器。</translation>
    </message>
    <message>
        <source>The adapter was made for another kind of model; it works only with the model it was trained on.</source>
        <translation>这个适配器是为另一种模型做的；它只能用于训练它的那个模型。</translation>
    </message>
    <message>
        <source>The adapter was made for a model of another size; it works only with the model it was trained on.</source>
        <translation>这个适配器是为另一种大小的模型做的；它只能用于训练它的那个模型。</translation>
    </message>
    <message>
        <source>The memory did not suffice for this model and context. Choose a shorter context or a smaller model.</source>
        <translation>内存不够这个模型和上下文使用。请选短一些的上下文，或小一些的模型。</translation>
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
        <source>“{value}” is not possible for {name}.</source>
        <translation>{name} 不能设为“{value}”。</translation>
    </message>
    <message>
        <source>There is no option called “{name}”. Known: {known}.</source>
        <translation>没有名为“{name}”的选项。已知：{known}。</translation>
    </message>
    <message>
        <source>“{value}” is not possible for {name}. Possible: {known}.</source>
        <translation>{name} 不能是“{value}”。可以是：{known}。</translation>
    </message>
    <message>
        <source>{name} keeps keys and values as one: both must be of the same kind, not {key} and {value}.</source>
        <translation>{name} 把键和值存为一体：两者必须同类，不能是 {key} 和 {value}。</translation>
    </message>
    <message>
        <source>{name} was trained to read {trained} tokens; a context of {requested} is not possible.</source>
        <translation>{name} 训练时最多读 {trained} 个词元；不能用 {requested} 的上下文。</translation>
    </message>
    <message>
        <source>“{address}” is not the address of a server. It looks like http://192.168.1.7:8080.</source>
        <translation>“{address}”不是服务器的地址。地址的样子如 http://192.168.1.7:8080。</translation>
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
        <source>There is no language called “{name}”. Known: {known}.</source>
        <translation>没有名为“{name}”的语言。已有：{known}。</translation>
    </message>
    <message>
        <source>There is no file {path}.</source>
        <translation>没有文件 {path}。</translation>
    </message>
    <message>
        <source>{path} is not a kind of document that can be translated. Known kinds: {known}.</source>
        <translation>{path} 不是可以翻译的文档类型。可用的类型：{known}。</translation>
    </message>
    <message>
        <source>{path} is not a text.</source>
        <translation>{path} 不是文本。</translation>
    </message>
    <message>
        <source>The document {path} is damaged. Nothing was written.</source>
        <translation>文档 {path} 已损坏，没有写出任何内容。</translation>
    </message>
    <message>
        <source>The document {path} is protected by a password. Save a copy without one and try again.</source>
        <translation>文档 {path} 有密码保护。请另存一份没有密码的再试。</translation>
    </message>
    <message>
        <source>{path} is larger than can be translated as one document. Divide it and try again.</source>
        <translation>{path} 太大，无法作为一个文档翻译。请拆分后再试。</translation>
    </message>
    <message>
        <source>{path} can be read but not written in this kind. Save the translation as a text file.</source>
        <translation>{path} 这种文档只能读取，不能写出。请把译文存为文本文件。</translation>
    </message>
    <message>
        <source>The translation could not be written to {path}. It is kept; choose another place.</source>
        <translation>译文无法写到 {path}。译文还在，请换一个位置。</translation>
    </message>
    <message>
        <source>There is no text in {path}.</source>
        <translation>{path} 里没有文字。</translation>
    </message>
    <message>
        <source>{path} holds no text: it may be a picture, a scan or a program. Nothing was attached.</source>
        <translation>{path} 不是文字，可能是图片、扫描件或程序。没有附上任何内容。</translation>
    </message>
    <message>
        <source>The reference has {value} segments, the translation {known}. They must be of the same number.</source>
        <translation>参考译文有 {value} 段，译文有 {known} 段，两者须相同。</translation>
    </message>
    <message>
        <source>This translation is not there any more.</source>
        <translation>这份翻译已经不在了。</translation>
    </message>
    <message>
        <source>{path} holds no conversations of a known kind. Known: {known}.</source>
        <translation>{path} 里没有可识别的对话。可识别的有：{known}。</translation>
    </message>
    <message>
        <source>The conversations could not be written to {path}. They are kept; choose another place.</source>
        <translation>对话无法写入 {path}。对话仍保存着；请换一个位置。</translation>
    </message>
    <message>
        <source>This part of the story is not there any more.</source>
        <translation>故事的这一部分已经不在了。</translation>
    </message>
    <message>
        <source>There is no story called “{name}”. Known: {known}.</source>
        <translation>没有名为“{name}”的故事。现有：{known}。</translation>
    </message>
    <message>
        <source>This text is longer than a scene can be: {size} million characters of {limit}. It was not saved.</source>
        <translation>这段文字超出一个场景的上限：{size} 百万字符，上限 {limit} 百万。未保存。</translation>
    </message>
    <message>
        <source>“{name}” names no model that can be fetched. A repository is written maker/model; “lamplight models search” lists names.</source>
        <translation>“{name}”不是可以获取的模型。仓库写作 maker/model；“lamplight models search”会列出名称。</translation>
    </message>
    <message>
        <source>{name} arrived, but it is not the file that {host} promised, nor after a second look. It was dropped.</source>
        <translation>{name} 已收到，但与 {host} 承诺的文件不符，再次核对后仍不符。没有保留。</translation>
    </message>
    <message>
        <source>The model in {path} is of a kind this version can’t run. Choose another model.</source>
        <translation>{path} 里的模型类型，这个版本无法运行。请换一个模型。</translation>
    </message>
    <message>
        <source>There is no model yet. Add a GGUF file: drop it on the window, or choose it in Models.</source>
        <translation>还没有模型。请添加一个 GGUF 文件：拖到窗口上，或在“模型”中选择。</translation>
    </message>
    <message>
        <source>None of the models here can translate. In Models, or by “lamplight models get starter”, is one that can.</source>
        <translation>这里的模型都不会翻译。在“模型”中，或用“lamplight models get starter”，可以得到会翻译的模型。</translation>
    </message>
    <message>
        <source>The model file {path} can’t be read.</source>
        <translation>无法读取模型文件 {path}。</translation>
    </message>
    <message>
        <source>Part {number} of {count} of the model {path} is missing. Put it beside the others.</source>
        <translation>模型 {path} 共 {count} 个部分，缺少第 {number} 部分。请把它放到其他部分旁边。</translation>
    </message>
    <message>
        <source>Neither the hub nor the package index sent the model. What has arrived is kept; try again when there is a network.</source>
        <translation>模型库和软件包索引都没有送来模型。已收到的部分都保留着；有网络时请再试一次。</translation>
    </message>
    <message>
        <source>So many adapters can’t work at once. Switch some off.</source>
        <translation>不能同时使用这么多适配器。请关掉几个。</translation>
    </message>
    <message>
        <source>The model’s process stopped. What it wrote is kept.</source>
        <translation>模型的进程停了，已写的内容都还在。</translation>
    </message>
    <message>
        <source>The window and the model’s process are of different versions. Install Lamplight again.</source>
        <translation>窗口与模型进程的版本不一致。请重新安装灯下。</translation>
    </message>
    <message>
        <source>The model’s process could not do this. The log has the details.</source>
        <translation>模型的进程没能完成这件事。详情见日志。</translation>
    </message>
    <message>
        <source>The conversation no longer fits the model’s context. Start a new one or choose a longer context.</source>
        <translation>对话已超出模型的上下文。请新开一个对话，或选长一些的上下文。</translation>
    </message>
    <message>
        <source>The model’s own chat template failed on this conversation. Another model may work.</source>
        <translation>模型自带的对话模板处理不了这段对话。可以换一个模型试试。</translation>
    </message>
    <message>
        <source>The memory of the conversation (its cache) can only be kept smaller ({type}) with flash attention. Set that to automatic or on.</source>
        <translation>对话的记忆（缓存）要压小（{type}），必须用闪存注意力。请把它设为自动或开启。</translation>
    </message>
    <message>
        <source>{name} can’t use flash attention, which a smaller memory of the conversation ({type}) needs. Keep it exact.</source>
        <translation>{name} 不能使用闪存注意力，而压小对话的记忆（{type}）需要它。请保持精确。</translation>
    </message>
    <message>
        <source>The memory of the conversation of {name} can’t be kept smaller ({type}): its attention heads are {size} wide, not a multiple of {block}. Keep it exact.</source>
        <translation>{name} 的对话记忆不能压小（{type}）：它的注意力头宽 {size}，不是 {block} 的倍数。请保持精确。</translation>
    </message>
    <message>
        <source>The other machine doesn’t answer. Is it switched on, on the same network, and its server running?</source>
        <translation>另一台机器没有回应。它是否已开机、在同一网络中，并且服务器正在运行？</translation>
    </message>
    <message>
        <source>The other machine’s certificate can’t be trusted, so nothing was sent. Let its server show one that is valid for its name, or add its authority to this system’s.</source>
        <translation>另一台机器的证书不可信，因此什么也没有发送。请让其服务器使用对其名称有效的证书，或将其颁发机构加入本系统。</translation>
    </message>
    <message>
        <source>The server points to another address. Nothing was sent there; add that one yourself if you trust it.</source>
        <translation>服务器指向了另一个地址。没有向那里发送任何内容；如果你信任该地址，请自行添加。</translation>
    </message>
    <message>
        <source>The server doesn’t accept the key. Enter it again in Models, under Another machine.</source>
        <translation>服务器不接受这个密钥。请在“模型”的“另一台机器”中重新输入。</translation>
    </message>
    <message>
        <source>The server has too much to do at the moment. Try again later.</source>
        <translation>服务器目前太忙。请稍后再试。</translation>
    </message>
    <message>
        <source>Something answers there, but it is no server of language models. Is the port right?</source>
        <translation>那里有回应，但不是语言模型的服务器。端口对吗？</translation>
    </message>
    <message>
        <source>The server no longer has this model.</source>
        <translation>服务器上已没有这个模型。</translation>
    </message>
    <message>
        <source>The server refused the request.</source>
        <translation>服务器拒绝了请求。</translation>
    </message>
    <message>
        <source>Something went wrong on the other machine. What it wrote is kept.</source>
        <translation>另一台机器出了问题。已写的内容保留。</translation>
    </message>
    <message>
        <source>The server sent something that can’t be read as an answer.</source>
        <translation>服务器发来的内容无法读作回答。</translation>
    </message>
    <message>
        <source>The server has sent nothing for a long time, so it was stopped. What it wrote is kept.</source>
        <translation>服务器很久没有发来内容，因此已停止。已写的内容保留。</translation>
    </message>
    <message>
        <source>The connection to the other machine broke off before the end. What it wrote is kept.</source>
        <translation>与另一台机器的连接在结束前中断了。已写的内容保留。</translation>
    </message>
    <message>
        <source>The server sent far more than it was asked for, so it was stopped. What it wrote is kept.</source>
        <translation>服务器发来的内容远超所要求的，因此已停止。已写的内容保留。</translation>
    </message>
    <message>
        <source>The server of this model can’t do this. A model on this machine can.</source>
        <translation>这个模型的服务器做不到这一点，本机上的模型可以。</translation>
    </message>
    <message>
        <source>There is no keyring here that Lamplight uses, and it writes no key into a file.</source>
        <translation>这里没有灯下使用的钥匙串，而灯下不会把密钥写入文件。</translation>
    </message>
    <message>
        <source>“{address}” is not the address of another machine. It looks like 192.168.1.7:50052.</source>
        <translation>“{address}”不是另一台电脑的地址。它应该像 192.168.1.7:50052 这样。</translation>
    </message>
    <message>
        <source>{address} is not on the list of machines.</source>
        <translation>列表里没有 {address} 这台电脑。</translation>
    </message>
    <message>
        <source>{address} doesn’t answer. Is it switched on, on the same network, and rpc-server running there?</source>
        <translation>{address} 没有回应。它开机了吗，在同一个网络里吗，上面运行着 rpc-server 吗？</translation>
    </message>
    <message>
        <source>{address} took the connection and says nothing. It may be at work for somebody else: rpc-server serves one program at a time.</source>
        <translation>{address} 接受了连接，但什么也没说。它可能正在为别的程序工作：rpc-server 一次只服务一个程序。</translation>
    </message>
    <message>
        <source>Something answers at {address}, but it isn’t rpc-server. Is the port right?</source>
        <translation>{address} 上有东西在回应，但不是 rpc-server。端口对吗？</translation>
    </message>
    <message>
        <source>The rpc-server at {address} belongs to another version of llama.cpp. Build it from the same Lamplight as this one.</source>
        <translation>{address} 上的 rpc-server 属于另一个版本的 llama.cpp。请用与这里相同的灯下来构建它。</translation>
    </message>
    <message>
        <source>{address} answers, and lends no device.</source>
        <translation>{address} 有回应，但没有借出任何设备。</translation>
    </message>
    <message>
        <source>{address} failed twice while a model ran on it. It isn’t used until you look at it again.</source>
        <translation>模型在 {address} 上运行时出了两次错。在你再次询问它之前，不会再用它。</translation>
    </message>
    <message>
        <source>Another machine that did part of the work stopped answering. From now on it is done without that machine.</source>
        <translation>分担了一部分计算的另一台电脑不再回应。从现在起不再用那台电脑。</translation>
    </message>
    <message>
        <source>Nothing can be lent at {address}: its port is taken, or it isn’t an address of this machine.</source>
        <translation>无法在 {address} 借出设备：端口已被占用，或者它不是这台电脑的地址。</translation>
    </message>
    <message>
        <source>This Lamplight’s llama.cpp can’t use other machines: its RPC backend isn’t there. Put libggml-rpc into the folder of backends; in Lamplight’s source, make backend ARGS=rpc does that.</source>
        <translation>这份灯下里的 llama.cpp 不能使用其他电脑：缺少它的 RPC 后端。请把 libggml-rpc 放进后端文件夹；在灯下的源代码里，make backend ARGS=rpc 会这样做。</translation>
    </message>
    <message>
        <source>The folder {path} can’t be written to, so nothing could be kept. Allow writing or choose another.</source>
        <translation>文件夹 {path} 不能写入，内容无法保存。请允许写入，或换一个文件夹。</translation>
    </message>
    <message>
        <source>The folder with your writing, {path}, is not there. Connect its disk and try again.</source>
        <translation>存放文稿的文件夹 {path} 不在。请接上它所在的磁盘再试。</translation>
    </message>
    <message>
        <source>The file {path} can’t be read.</source>
        <translation>无法读取文件 {path}。</translation>
    </message>
    <message>
        <source>The characters of {path} can’t be read in any known encoding. Save it as UTF-8 and try again.</source>
        <translation>无法用已知的编码读出 {path} 的文字。请另存为 UTF-8 再试。</translation>
    </message>
    <message>
        <source>{path} is a folder. Open the files in it, or add it in Models where it holds models.</source>
        <translation>{path} 是文件夹。请打开里面的文件；如果里面是模型，可以在“模型”里添加它。</translation>
    </message>
    <message>
        <source>{path} is neither a model nor a document with text: Lamplight can’t open it.</source>
        <translation>{path} 既不是模型，也不是有文字的文档，灯下打不开它。</translation>
    </message>
    <message>
        <source>The name of {path} has characters that can’t be read here. Rename the file and open it again.</source>
        <translation>{path} 的文件名里有这里读不出的字符。请改名后再打开。</translation>
    </message>
    <message>
        <source>{path} is damaged and can’t be read. Nothing was attached.</source>
        <translation>{path} 已损坏，无法读取。没有附上任何内容。</translation>
    </message>
    <message>
        <source>{path} has {amount}; {limit} can be read at once, and that is {over} less. Nothing was attached.</source>
        <translation>{path} 有 {amount}，一次最多能读取 {limit}，超出 {over}。没有附加任何内容。</translation>
    </message>
    <message>
        <source>{path} is not a sound backup of Lamplight’s. Nothing was changed; choose another.</source>
        <translation>{path} 不是灯下的完好备份。没有作任何改动；请另选一个。</translation>
    </message>
    <message>
        <source>This text was changed elsewhere meanwhile. Both texts are kept: yours is in the scene’s history.</source>
        <translation>这段文字此间在别处改过。两份都已保留，你的在场景的历史里。</translation>
    </message>
    <message>
        <source>It can’t stand there. Parts hold chapters and scenes, chapters hold scenes, scenes hold text.</source>
        <translation>不能放在那里。卷里放章和场景，章里放场景，场景里放正文。</translation>
    </message>
    <message>
        <source>“{value}” is not a regular expression.</source>
        <translation>“{value}”不是正则表达式。</translation>
    </message>
    <message>
        <source>The regular expression “{value}” takes too long on this text. Write it in a simpler way.</source>
        <translation>正则表达式“{value}”在这段文字上耗时太久。请写得简单些。</translation>
    </message>
    <message>
        <source>{path} is not a lorebook of SillyTavern or NovelAI.</source>
        <translation>{path} 不是 SillyTavern 或 NovelAI 的设定集。</translation>
    </message>
    <message>
        <source>There is no text in it yet: {path}.</source>
        <translation>里面还没有文字：{path}。</translation>
    </message>
    <message>
        <source>{path} is larger than a story can be ({size} MB of {limit}). Divide it and try again.</source>
        <translation>{path} 超出故事的上限（{size} MB，上限 {limit} MB）。请拆分后再试。</translation>
    </message>
    <message>
        <source>{path} is not a kind of file that stories are read from or written to. Known kinds: {known}.</source>
        <translation>{path} 不是故事可以读写的文件种类。可用：{known}。</translation>
    </message>
    <message>
        <source>A PDF needs a font with Chinese characters, and there is none. Install one, or choose docx or epub.</source>
        <translation>PDF 需要含汉字的字体，而这里没有。请安装一种，或改用 docx、epub。</translation>
    </message>
    <message>
        <source>The story could not be written to {path}. It is kept; choose another place.</source>
        <translation>故事无法写入 {path}。内容仍在；请另选位置。</translation>
    </message>
    <message>
        <source>{host} has no {name} any more, or not for everyone. Search for it again.</source>
        <translation>{host} 上已没有 {name}，或不对所有人开放。请重新搜索。</translation>
    </message>
    <message>
        <source>{host} gives {name} only to those who have an account. Put your access token into Settings.</source>
        <translation>{host} 只把 {name} 提供给有账号的人。请在“设置”中填入访问令牌。</translation>
    </message>
    <message>
        <source>{name} is given only to those who accepted its terms. Accept them on its page at {host}, put your access token into Settings, then go on.</source>
        <translation>{name} 只提供给接受其条款的人。请在 {host} 上它的页面接受条款，在“设置”中填入访问令牌，然后继续。</translation>
    </message>
    <message>
        <source>{host} does not give {name} to you. Your access token may not suffice, or the place is closed.</source>
        <translation>{host} 不向你提供 {name}。可能是访问令牌权限不够，或该处已关闭。</translation>
    </message>
    <message>
        <source>{host} has too much to do and asks to wait.</source>
        <translation>{host} 过于繁忙，要求稍候。</translation>
    </message>
    <message>
        <source>{host} has trouble of its own.</source>
        <translation>{host} 自身出了故障。</translation>
    </message>
    <message>
        <source>{host} refused to give {name}.</source>
        <translation>{host} 拒绝提供 {name}。</translation>
    </message>
    <message>
        <source>{host} can’t be reached. Is this machine online, and the proxy right?</source>
        <translation>无法连接 {host}。这台电脑联网了吗？代理设置正确吗？</translation>
    </message>
    <message>
        <source>The connection to {host} broke.</source>
        <translation>与 {host} 的连接断开了。</translation>
    </message>
    <message>
        <source>Nothing came from {host} for {seconds} seconds.</source>
        <translation>{seconds} 秒内没有从 {host} 收到任何数据。</translation>
    </message>
    <message>
        <source>What {host} sends is not this file. A network that wants one to sign in first answers so.</source>
        <translation>{host} 发来的不是这个文件。需要先登录的网络会这样回应。</translation>
    </message>
    <message>
        <source>{host} sends on to an address that can’t be trusted.</source>
        <translation>{host} 转向了一个不可信的地址。</translation>
    </message>
    <message>
        <source>{name} is another file on {host} now than the one that was chosen. Choose it again.</source>
        <translation>{host} 上的 {name} 已不是所选的那个文件。请重新选择。</translation>
    </message>
    <message>
        <source>“{name}” is not a name that a model file can have on this machine. It is not fetched.</source>
        <translation>“{name}”不能作为这台电脑上模型文件的名称。没有下载。</translation>
    </message>
    <message>
        <source>There is another file at {path} already. Move or rename it, then go on.</source>
        <translation>{path} 处已有另一个文件。请移走或改名，然后继续。</translation>
    </message>
    <message>
        <source>Another window or command is fetching {name} at this moment.</source>
        <translation>另一个窗口或命令正在下载 {name}。</translation>
    </message>
    <message>
        <source>The disk has not enough room: {needed} are needed, {free} are free. What has arrived is kept.</source>
        <translation>磁盘空间不足：需要 {needed}，剩余 {free}。已收到的部分会保留。</translation>
    </message>
    <message>
        <source>The model could not be written to {path}. What has arrived is kept.</source>
        <translation>模型无法写入 {path}。已收到的部分会保留。</translation>
    </message>
    <message>
        <source>There is no download {name} any more.</source>
        <translation>下载项 {name} 已不存在。</translation>
    </message>
    <message>
        <source>The signature of {name} is not right, so nothing of it is used. Try again later, or from another line.</source>
        <translation>{name} 的签名不对，其中的内容一概不用。请稍后再试，或换一个网络。</translation>
    </message>
    <message>
        <source>This build has no key by which it could tell genuine versions, so it looks for none.</source>
        <translation>这个构建没有用来辨认真实版本的密钥，因此不检查新版本。</translation>
    </message>
    <message>
        <source>Version {version} has no package for this system ({kind}, {machine}).</source>
        <translation>版本 {version} 没有适合这个系统的安装包（{kind}，{machine}）。</translation>
    </message>
    <message>
        <source>The new version was not installed. This one still works, and the package is in {path}.</source>
        <translation>新版本没有装上。当前版本仍可使用，安装包在 {path}。</translation>
    </message>
    <message>
        <source>There is no version before that could be gone back to.</source>
        <translation>没有可以退回的旧版本。</translation>
    </message>
    <message>
        <source>The folder {path} was named from outside (LAMPLIGHT_HOME, or lamplight-data beside the program).</source>
        <translation>文件夹 {path} 由外部指定（LAMPLIGHT_HOME，或程序旁边的 lamplight-data）。</translation>
    </message>
    <message>
        <source>There is writing of Lamplight’s in {path} already. Nothing was changed; choose another folder.</source>
        <translation>{path} 里已有灯下的文稿。没有做任何更改；请选择另一个文件夹。</translation>
    </message>
    <message>
        <source>Nothing can move from {source} to {target}: one lies in the other. Choose another folder.</source>
        <translation>无法从 {source} 移到 {target}：两者互相包含。请选择另一个文件夹。</translation>
    </message>
    <message>
        <source>{target} has {free} free, and {needed} are needed. Nothing was changed.</source>
        <translation>{target} 空闲 {free}，需要 {needed}。没有做任何更改。</translation>
    </message>
    <message>
        <source>Lamplight is open. Close its window first.</source>
        <translation>灯下正在运行。请先关闭它的窗口。</translation>
    </message>
    <message>
        <source>There is no display to open a window on. Use lamplight chat here, or run it under xvfb-run.</source>
        <translation>这里没有可以打开窗口的显示器。请用 lamplight chat，或在 xvfb-run 下运行。</translation>
    </message>
    <message>
        <source>This can’t be done that way. See lamplight --help.</source>
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
    <name>Export</name>
    <message>
        <source>Conversations</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>Thought first</source>
        <translation>先行思考</translation>
    </message>
    <message>
        <source>Attached: {name}</source>
        <translation>附件：{name}</translation>
    </message>
    <message>
        <source>You</source>
        <translation>你</translation>
    </message>
    <message>
        <source>Assistant</source>
        <translation>助手</translation>
    </message>
    <message>
        <source>Instructions</source>
        <translation>指示</translation>
    </message>
    <message>
        <source>Untitled</source>
        <translation>无标题</translation>
    </message>
</context>
<context>
    <name>FirstRun</name>
    <message>
        <source>The lamp is lit.</source>
        <translation>灯亮了。</translation>
    </message>
    <message>
        <source>The first model is on its way. You can write your first message meanwhile.</source>
        <translation>第一个模型正在取来。你可以先写下第一条消息。</translation>
    </message>
    <message>
        <source>There is no model yet. Add one to begin.</source>
        <translation>还没有模型，添加一个就能开始。</translation>
    </message>
    <message>
        <source>The model could not be loaded. Choose or add another one.</source>
        <translation>模型没能载入，请选择或添加另一个。</translation>
    </message>
    <message>
        <source>A small starter model is being loaded. You can write to it already.</source>
        <translation>正在载入一个小的入门模型，现在就可以写给它。</translation>
    </message>
    <message>
        <source>A better model is on its way. Write to {name} below meanwhile.</source>
        <translation>更好的模型正在下载。这期间可以在下面写给 {name}。</translation>
    </message>
    <message>
        <source>A small starter model is ready. Write to it below, or add a better one first.</source>
        <translation>一个小的入门模型已经就绪。在下面写给它，或者先添加一个更好的。</translation>
    </message>
    <message>
        <source>{name} is ready. Write to it below.</source>
        <translation>{name} 已经就绪，在下面写给它。</translation>
    </message>
    <message>
        <source>the starter, {size}: quick and simple, often wrong</source>
        <translation>入门模型，{size}：快而简单，常常出错</translation>
    </message>
</context>
<context>
    <name>FirstStart</name>
    <message>
        <source>Download</source>
        <translation>下载</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可</translation>
    </message>
    <message>
        <source>Recommended for this machine</source>
        <translation>推荐给这台电脑</translation>
    </message>
    <message>
        <source>Fetch it and begin</source>
        <translation>下载并开始</translation>
    </message>
    <message>
        <source>Use {source}</source>
        <translation>改用 {source}</translation>
    </message>
    <message>
        <source>From {host}, which sees the file’s name and this machine’s address.</source>
        <translation>来自 {host}；它会看到文件名和这台电脑的地址。</translation>
    </message>
    <message>
        <source>A better model</source>
        <translation>更好的模型</translation>
    </message>
    <message>
        <source>None of the list fits the memory that is free. It can be fetched later.</source>
        <translation>列表中没有能放进当前空闲内存的模型。以后也可以下载。</translation>
    </message>
    <message>
        <source>about {minutes} min at 50 Mbit/s</source>
        <translation>50 Mbit/s 约 {minutes} 分钟</translation>
    </message>
    <message>
        <source>estimated</source>
        <translation>估算</translation>
    </message>
    <message>
        <source>This machine is being measured; it takes a second.</source>
        <translation>正在测量这台电脑，只需一秒。</translation>
    </message>
    <message>
        <source>This machine: {cores} cores, {total} of memory, {free} free.</source>
        <translation>这台电脑：{cores} 核，内存 {total}，空闲 {free}。</translation>
    </message>
    <message>
        <source> Graphics: {cards}.</source>
        <translation>显卡：{cards}。</translation>
    </message>
    <message>
        <source> Models write slower here than one reads.</source>
        <translation>模型在这里写得比人读得慢。</translation>
    </message>
    <message>
        <source> Measured: models of up to {billions} billion parameters write as fast as one reads.</source>
        <translation>实测：最多 {hundred_millions} 亿参数的模型写得和人读得一样快。</translation>
    </message>
    <message>
        <source>Begin without it</source>
        <translation>先不下载，开始</translation>
    </message>
    <message>
        <source>Welcome to Lamplight</source>
        <translation>欢迎来到灯下</translation>
    </message>
    <message>
        <source>Chat, write and translate with a model that runs on this machine.</source>
        <translation>用在这台电脑上运行的模型聊天、写作、翻译。</translation>
    </message>
    <message>
        <source>All of it can be changed later, in Settings and in Models.</source>
        <translation>这些以后都可以在“设置”和“模型”中更改。</translation>
    </message>
    <message>
        <source>What you write stays on this machine, unless you connect a model on another one yourself. There is no account, and nothing is reported to anybody. The network is used only when you ask for something, and the host is named before.</source>
        <translation>你写的内容留在这台电脑上，除非你自己连接另一台电脑上的模型。没有账号，不向任何人上报任何东西。只有在你要求时才使用网络，并事先说明主机。</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>更改…</translation>
    </message>
    <message>
        <source>Writing and models</source>
        <translation>文稿与模型</translation>
    </message>
    <message>
        <source>Where shall writing and models live?</source>
        <translation>文稿与模型放在哪里？</translation>
    </message>
    <message>
        <source>Writing and models live in {folder}</source>
        <translation>文稿与模型放在 {folder}</translation>
    </message>
    <message>
        <source>{free}. It lies beside the program and goes with it.</source>
        <translation>{free}。它在程序旁边，随程序一起走。</translation>
    </message>
    <message>
        <source>{free}. {name} names this folder.</source>
        <translation>{free}。这个文件夹由 {name} 指定。</translation>
    </message>
    <message>
        <source>Nothing can be written to {folder}.</source>
        <translation>无法写入 {folder}。</translation>
    </message>
    <message>
        <source>{free} free</source>
        <translation>空闲 {free}</translation>
    </message>
    <message>
        <source>{free}. Your writing is there already and will be opened.</source>
        <translation>{free}。你的文稿已经在那里，会直接打开。</translation>
    </message>
    <message>
        <source>Only the settings, a few kilobytes, stay on the system’s disk.</source>
        <translation>只有设置（几 KB）留在系统盘。</translation>
    </message>
    <message>
        <source>{free}; the system’s own disk has little room.</source>
        <translation>{free}；系统盘空间不多。</translation>
    </message>
    <message>
        <source>{first} {second}</source>
        <translation>{first}{second}</translation>
    </message>
    <message>
        <source>{free}.</source>
        <translation>{free}。</translation>
    </message>
    <message>
        <source>{free}. Nothing has been put there yet.</source>
        <translation>{free}。目前还没有放入任何东西。</translation>
    </message>
</context>
<context>
    <name>Fit</name>
    <message>
        <source>Fits</source>
        <translation>放得下</translation>
    </message>
    <message>
        <source>; </source>
        <translation>；</translation>
    </message>
    <message>
        <source>Fits with {fewer} tokens, not with {wanted}</source>
        <translation>上下文为 {fewer} 个词元时放得下，{wanted} 个时放不下</translation>
    </message>
    <message>
        <source>Fits with {fewer} tokens</source>
        <translation>{fewer} 个词元时放得下</translation>
    </message>
    <message>
        <source>Too large</source>
        <translation>太大</translation>
    </message>
    <message>
        <source>Needs {needed}, {free} are free</source>
        <translation>需要 {needed}，空闲 {free}</translation>
    </message>
    <message>
        <source>Needs {needed}, {free} are free: a model of up to {room} would fit</source>
        <translation>需要 {needed}，空闲 {free}：放得下 {room} 以内的模型</translation>
    </message>
    <message>
        <source>{needed} of {free} free</source>
        <translation>占用 {needed}，空闲 {free}</translation>
    </message>
    <message>
        <source>held {real}, {expected} were expected</source>
        <translation>实际占用 {real}，预计 {expected}</translation>
    </message>
    <message>
        <source>, </source>
        <translation>，</translation>
    </message>
    <message>
        <source>all of it on the graphics card</source>
        <translation>全部在显卡上</translation>
    </message>
    <message>
        <source>{count} of {all} layers on the graphics card</source>
        <translation>{all} 层中有 {count} 层在显卡上</translation>
    </message>
    <message>
        <source>all of it on {machine}</source>
        <translation>全部在 {machine} 上</translation>
    </message>
    <message>
        <source>{count} of {all} layers on {machine}</source>
        <translation>{all} 层中有 {count} 层在 {machine} 上</translation>
    </message>
    <message>
        <source>about {count} words a second</source>
        <translation>每秒约 {count} 词</translation>
    </message>
    <message>
        <source>reads a page in less than a second</source>
        <translation>不到 1 秒读一页</translation>
    </message>
    <message>
        <source>reads a page in {seconds} s</source>
        <translation>{seconds} 秒读一页</translation>
    </message>
    <message>
        <source>measured {real} words a second</source>
        <translation>实测每秒 {real} 词</translation>
    </message>
    <message>
        <source>measured {real} words a second, {predicted} were expected</source>
        <translation>实测每秒 {real} 词，预计 {predicted} 词</translation>
    </message>
</context>
<context>
    <name>Frame</name>
    <message>
        <source>Hide the column</source>
        <translation>收起侧栏</translation>
    </message>
    <message>
        <source>Let go to add this model</source>
        <translation>松手即添加这个模型</translation>
    </message>
    <message>
        <source>Show the column</source>
        <translation>展开侧栏</translation>
    </message>
    <message>
        <source>Panes</source>
        <translation>各栏</translation>
    </message>
    <message>
        <source>Show the models</source>
        <translation>查看模型</translation>
    </message>
    <message>
        <source>Choose a model</source>
        <translation>选择模型</translation>
    </message>
    <message>
        <source>Your hardware</source>
        <translation>你的硬件</translation>
    </message>
    <message>
        <source>{name} has been added and is being loaded.</source>
        <translation>已添加 {name}，正在载入。</translation>
    </message>
    <message>
        <source>{name} has been added. Choose it when the reply is done.</source>
        <translation>已添加 {name}。等这条回复写完再换上它。</translation>
    </message>
</context>
<context>
    <name>Hardware</name>
    <message>
        <source>Processor</source>
        <translation>处理器</translation>
    </message>
    <message>
        <source>Graphics card</source>
        <translation>显卡</translation>
    </message>
    <message>
        <source>Graphics chip that shares the machine’s memory</source>
        <translation>与本机共用内存的图形芯片</translation>
    </message>
    <message>
        <source>Helper of the processor</source>
        <translation>处理器的加速器</translation>
    </message>
    <message>
        <source>Another machine</source>
        <translation>另一台机器</translation>
    </message>
    <message>
        <source>Processor, threads: {threads}</source>
        <translation>处理器，线程数：{threads}</translation>
    </message>
    <message>
        <source>{free} of {total} free</source>
        <translation>{total} 中有 {free} 空闲</translation>
    </message>
    <message>
        <source>asked {when}</source>
        <translation>询问于 {when}</translation>
    </message>
    <message>
        <source>{name} works, on {devices}.</source>
        <translation>{name} 可用，设备为 {devices}。</translation>
    </message>
    <message>
        <source>{name} is there and found nothing to compute on. The card’s driver may not be installed.</source>
        <translation>{name} 在，但没有找到可用来计算的设备。显卡的驱动可能没有安装。</translation>
    </message>
    <message>
        <source>{name} can’t be loaded. Its file may belong to another version of llama.cpp, or lack a library that it needs.</source>
        <translation>{name} 无法加载。它的文件可能属于另一个版本的 llama.cpp，或者缺少它需要的库。</translation>
    </message>
    <message>
        <source>{name} is still being tried. Until that is done the processor does its work.</source>
        <translation>{name} 仍在测试中。测试完成之前，由处理器完成它的工作。</translation>
    </message>
    <message>
        <source>{name} fell silent and was ended after {seconds} seconds. It isn’t used with this driver.</source>
        <translation>{name} 没有反应，{seconds} 秒后被终止。用这个驱动时不会使用它。</translation>
    </message>
    <message>
        <source>{name} computes wrongly on {devices}. It isn’t used with this driver; a newer one may help.</source>
        <translation>{name} 在 {devices} 上算出错误的结果。用这个驱动时不会使用它；较新的驱动也许会好。</translation>
    </message>
    <message>
        <source>{name} took the model’s process with it twice. It isn’t used until its driver changes.</source>
        <translation>{name} 两次使模型的进程中止。在驱动更换之前不会使用它。</translation>
    </message>
    <message>
        <source>{name} failed while {devices} computed. It isn’t used with this driver.</source>
        <translation>{devices} 计算时 {name} 出错。用这个驱动时不会使用它。</translation>
    </message>
    <message>
        <source>{name} crashed while its driver was opened. It isn’t used with this driver.</source>
        <translation>{name} 在打开驱动时崩溃。用这个驱动时不会使用它。</translation>
    </message>
    <message>
        <source>The processor does it all.</source>
        <translation>全部由处理器完成。</translation>
    </message>
    <message>
        <source>All {layers} layers on {devices}.</source>
        <translation>全部 {layers} 层都在 {devices} 上。</translation>
    </message>
    <message>
        <source>{count} of {layers} layers on {devices}; the processor does the others.</source>
        <translation>{layers} 层中有 {count} 层在 {devices} 上，其余由处理器完成。</translation>
    </message>
    <message>
        <source>{name} failed when it was tried, so it isn’t used with this driver. More under Models, Your hardware.</source>
        <translation>{name} 在测试时出错，因此不与这个驱动程序一起使用。详情见“模型”中的“你的硬件”。</translation>
    </message>
    <message>
        <source>{machines} stopped answering while the model ran there.</source>
        <translation>模型在 {machines} 上运行时，那里不再回应。</translation>
    </message>
    <message>
        <source>It runs without that now: {placed}</source>
        <translation>现在不用它了：{placed}</translation>
    </message>
    <message>
        <source>{one} {other}</source>
        <comment>two sentences</comment>
        <translation>{one}{other}</translation>
    </message>
    <message>
        <source>The graphics card has too little memory for {before} layers: {count} are on it now, the processor does the others.</source>
        <translation>显卡的内存放不下 {before} 层：现在有 {count} 层在显卡上，其余由处理器完成。</translation>
    </message>
    <message>
        <source>The graphics card failed with {before} layers: {count} are on it now, the processor does the others.</source>
        <translation>显卡在 {before} 层时出错：现在有 {count} 层在显卡上，其余由处理器完成。</translation>
    </message>
    <message>
        <source>The graphics card has too little memory for this: the processor does it all.</source>
        <translation>显卡的内存不够：现在全部由处理器完成。</translation>
    </message>
    <message>
        <source>The graphics card failed: the processor does it all now, which is slower.</source>
        <translation>显卡出错：现在全部由处理器完成，会慢一些。</translation>
    </message>
    <message>
        <source>reads about {reading} and writes about {writing} tokens a second</source>
        <translation>每秒大约读 {reading} 个、写 {writing} 个词元</translation>
    </message>
    <message>
        <source>{flops} billion operations a second; reads {bandwidth} of weights a second</source>
        <translation>每秒 {flops} 十亿次运算；每秒读取 {bandwidth} 权重</translation>
    </message>
    <message>
        <source>read {reading} and wrote {writing} tokens a second</source>
        <translation>每秒读 {reading} 个、写 {writing} 个 token</translation>
    </message>
    <message>
        <source>{count} of {all} layers there</source>
        <translation>{all} 层中有 {count} 层在那里</translation>
    </message>
    <message>
        <source>Measured with products of matrices, and reckoned for {name}.</source>
        <translation>用矩阵乘法测量，并按 {name} 换算。</translation>
    </message>
    <message>
        <source>Measured with {name} itself, which read a text and wrote on it on each device.</source>
        <translation>用 {name} 本身测量：它在每个设备上读一段文字并接着写。</translation>
    </message>
    <message>
        <source>fell silent during the test</source>
        <translation>测试中没有反应</translation>
    </message>
    <message>
        <source>failed during the test</source>
        <translation>测试中出错</translation>
    </message>
    <message>
        <source>not asked</source>
        <translation>未查询</translation>
    </message>
    <message>
        <source>No driver is touched: layers on the graphics card are set to none.</source>
        <translation>没有触碰任何驱动：显卡上的层数设为无。</translation>
    </message>
    <message>
        <source>{file} is no backend.</source>
        <translation>{file} 不是后端文件。</translation>
    </message>
    <message>
        <source>; </source>
        <translation>；</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>built in</source>
        <translation>内置</translation>
    </message>
</context>
<context>
    <name>HardwarePage</name>
    <message>
        <source>Test the hardware for some seconds</source>
        <translation>测试硬件几秒钟</translation>
    </message>
    <message>
        <source>Test for some seconds</source>
        <translation>测试几秒钟</translation>
    </message>
    <message>
        <source>Look for graphics cards again</source>
        <translation>重新查找显卡</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>重新查找</translation>
    </message>
    <message>
        <source>Copy the report on the hardware</source>
        <translation>复制硬件报告</translation>
    </message>
    <message>
        <source>Copy the report</source>
        <translation>复制报告</translation>
    </message>
    <message>
        <source>Open the folder of backends</source>
        <translation>打开后端文件夹</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>being tested</source>
        <translation>正在测试</translation>
    </message>
    <message>
        <source>in use</source>
        <translation>使用中</translation>
    </message>
    <message>
        <source>Your hardware</source>
        <translation>你的硬件</translation>
    </message>
    <message>
        <source>Each device works for some seconds; other programs make it slower.</source>
        <translation>每个设备工作几秒钟；其他程序会使它变慢。</translation>
    </message>
    <message>
        <source>The report is copied: no path and no text of yours is in it.</source>
        <translation>报告已复制：其中没有你的路径，也没有你的文字。</translation>
    </message>
    <message>
        <source>What models can run on. They go where they are fastest by themselves; Settings has the last word.</source>
        <translation>模型可以在哪里运行。它们会自动去最快的地方；最终以设置为准。</translation>
    </message>
    <message>
        <source>What was tried</source>
        <translation>试过什么</translation>
    </message>
    <message>
        <source>Using a graphics card</source>
        <translation>使用显卡</translation>
    </message>
    <message>
        <source>The folder of backends</source>
        <translation>后端文件夹</translation>
    </message>
    <message>
        <source>Looking at drivers and devices, in a process of its own.</source>
        <translation>正在一个单独的进程里查看驱动和设备。</translation>
    </message>
    <message>
        <source>{name}: {placed}</source>
        <translation>{name}：{placed}</translation>
    </message>
    <message>
        <source>Settings say that no layers go to a graphics card, so no driver was touched. “Look again” looks all the same.</source>
        <translation>设置里说不把任何层放到显卡上，所以没有触碰任何驱动。“重新查找”仍会查看。</translation>
    </message>
    <message>
        <source>No graphics card can be used now; the processor does it all.</source>
        <translation>现在没有可用的显卡；全部由处理器完成。</translation>
    </message>
    <message>
        <source>{file} is no backend: their names begin with “libggml-” or “ggml-”.</source>
        <translation>{file} 不是后端文件：它们的名字以“libggml-”或“ggml-”开头。</translation>
    </message>
    <message>
        <source>A backend is one file whose name begins with “libggml-” or “ggml-”. It must be built from the same version of llama.cpp as Lamplight’s. Put it into the folder and look again: it is tried in a process of its own first, so that a bad driver can’t harm anything.</source>
        <translation>后端是一个文件，名字以“libggml-”或“ggml-”开头，必须由与 Lamplight 相同版本的 llama.cpp 构建。把它放进文件夹，再重新查找：它会先在一个单独的进程里试用，所以坏的驱动不会造成损害。</translation>
    </message>
    <message>
        <source>Every Mac with Apple’s own chip has it, and nothing needs to be installed.</source>
        <translation>每台使用苹果自家芯片的 Mac 都有，不需要安装任何东西。</translation>
    </message>
    <message>
        <source>For cards of every maker. Install the driver: mesa-vulkan-drivers for AMD and Intel, the maker’s own for NVIDIA. Then, in Lamplight’s source: make backend ARGS=vulkan</source>
        <translation>适用于各厂商的显卡。先安装驱动：AMD 和 Intel 用 mesa-vulkan-drivers，NVIDIA 用厂商自己的。然后在 Lamplight 的源码里运行：make backend ARGS=vulkan</translation>
    </message>
    <message>
        <source>For cards of every maker. The maker’s driver brings it along; the backend is built from Lamplight’s source with the Vulkan SDK: make backend ARGS=vulkan</source>
        <translation>适用于各厂商的显卡。厂商的驱动自带 Vulkan；后端用 Vulkan SDK 从 Lamplight 的源码构建：make backend ARGS=vulkan</translation>
    </message>
    <message>
        <source>For NVIDIA’s cards, the fastest there. It takes the maker’s driver and, to build the backend, the CUDA toolkit: make backend ARGS=cuda</source>
        <translation>适用于 NVIDIA 的显卡，在那里最快。需要厂商的驱动，构建后端还需要 CUDA 工具包：make backend ARGS=cuda</translation>
    </message>
    <message>
        <source>For AMD’s newer cards. It takes ROCm with its HIP compiler: make backend ARGS=hip. Vulkan does nearly as well and is far smaller.</source>
        <translation>适用于 AMD 较新的显卡。需要 ROCm 及其 HIP 编译器：make backend ARGS=hip。Vulkan 几乎一样快，而且小得多。</translation>
    </message>
</context>
<context>
    <name>Help</name>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>Search the help</source>
        <translation>搜索帮助</translation>
    </message>
    <message>
        <source>Back in the help</source>
        <translation>在帮助中后退</translation>
    </message>
    <message>
        <source>Forward in the help</source>
        <translation>在帮助中前进</translation>
    </message>
    <message>
        <source>Close the help</source>
        <translation>关闭帮助</translation>
    </message>
    <message>
        <source>{page}: {section}</source>
        <translation>{page}：{section}</translation>
    </message>
    <message>
        <source>Nothing has these words.</source>
        <translation>没有含这些字的内容。</translation>
    </message>
    <message>
        <source>%n place(s) found.</source>
        <translation>找到 %n 处。</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>{page} – Help</source>
        <translation>{page} – 帮助</translation>
    </message>
    <message>
        <source>All keys, by where they work. Any command, also one without keys, is found by {keys}.</source>
        <translation>所有快捷键，按起作用的地方排列。任何命令，包括没有快捷键的，都可以用 {keys} 找到。</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>what they do</source>
        <translation>作用</translation>
    </message>
    <message>
        <source>All commands</source>
        <translation>所有命令</translation>
    </message>
    <message>
        <source>What each command’s --help says.</source>
        <translation>各命令 --help 的内容。</translation>
    </message>
    <message>
        <source>command</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>does</source>
        <translation>作用</translation>
    </message>
    <message>
        <source>argument</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>means</source>
        <translation>含义</translation>
    </message>
    <message>
        <source>.</source>
        <translation>。</translation>
    </message>
</context>
<context>
    <name>Inventory</name>
    <message>
        <source>Conversations, stories, translations</source>
        <translation>对话、故事、译文</translation>
    </message>
    <message>
        <source>Backups of them</source>
        <translation>它们的备份</translation>
    </message>
    <message>
        <source>Models, adapters, downloads</source>
        <translation>模型、适配器、下载</translation>
    </message>
    <message>
        <source>Models in the folder you chose for them</source>
        <translation>你为模型选定的文件夹里的模型</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>What can be made again</source>
        <translation>可以重新生成的内容</translation>
    </message>
    <message>
        <source>Logs and reports</source>
        <translation>日志与报告</translation>
    </message>
    <message>
        <source>Packages of new versions</source>
        <translation>新版本的安装包</translation>
    </message>
    <message>
        <source>The rest</source>
        <translation>其余</translation>
    </message>
    <message>
        <source>Keys and tokens in the system’s keyring</source>
        <translation>系统钥匙串里的密钥与令牌</translation>
    </message>
    <message>
        <source>remove</source>
        <translation>删除</translation>
    </message>
</context>
<context>
    <name>Leaving</name>
    <message>
        <source>The writing is copied, checked and moved.</source>
        <translation>正在复制、核对并移动文稿。</translation>
    </message>
    <message>
        <source>Everything is being removed.</source>
        <translation>正在删除全部数据。</translation>
    </message>
    <message>
        <source>Everything is gone; {size} are free again. The program itself is still here.</source>
        <translation>已全部删除，腾出 {size}。程序本身还在。</translation>
    </message>
    <message>
        <source>This could not be removed:</source>
        <translation>以下内容没能删除：</translation>
    </message>
    <message>
        <source>Version {version} is being installed.</source>
        <translation>正在安装版本 {version}。</translation>
    </message>
    <message>
        <source>Your writing was copied first. The system may ask for a password.</source>
        <translation>已先复制你的文稿。系统可能会要求输入密码。</translation>
    </message>
    <message>
        <source>Go on as before</source>
        <translation>照旧继续</translation>
    </message>
</context>
<context>
    <name>Log</name>
    <message>
        <source>Log and reports</source>
        <translation>日志与报告</translation>
    </message>
    <message>
        <source>%n entries</source>
        <translation>%n 条</translation>
    </message>
    <message>
        <source>Nothing has these words.</source>
        <translation>没有含这些词的内容。</translation>
    </message>
    <message>
        <source>There was no crash.</source>
        <translation>没有发生过崩溃。</translation>
    </message>
    <message>
        <source>Nothing is written here yet.</source>
        <translation>这里还没有写下任何内容。</translation>
    </message>
    <message>
        <source>Which log</source>
        <translation>哪份日志</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>程序</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>引擎</translation>
    </message>
    <message>
        <source>Crashes</source>
        <translation>崩溃</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>级别</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Warnings and errors</source>
        <translation>警告和错误</translation>
    </message>
    <message>
        <source>Errors only</source>
        <translation>只看错误</translation>
    </message>
    <message>
        <source>Which report</source>
        <translation>哪份报告</translation>
    </message>
    <message>
        <source>Find in the log</source>
        <translation>在日志中查找</translation>
    </message>
    <message>
        <source>Read again</source>
        <translation>重新读取</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>What is shown is on the clipboard.</source>
        <translation>显示的内容已复制到剪贴板。</translation>
    </message>
    <message>
        <source>What the program did, and where it failed.</source>
        <translation>程序做了什么，在哪里出了错。</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>查看</translation>
    </message>
</context>
<context>
    <name>Machines</name>
    <message>
        <source>Machines that lend their devices</source>
        <translation>借出设备的电脑</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>再次询问</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Address of the machine</source>
        <translation>那台电脑的地址</translation>
    </message>
    <message>
        <source>Ask and add</source>
        <translation>询问并添加</translation>
    </message>
    <message>
        <source>A model that has no room here can be spread over several computers of your own: the others lend their memory and compute along. On each of them Lamplight does that with “lamplight models devices lend” and its address, or llama.cpp’s rpc-server.</source>
        <translation>这里放不下的模型可以分布到你自己的几台电脑上：其他电脑借出内存，并一起计算。在每台电脑上，用灯下的“lamplight models devices lend”加上它的地址，或者用 llama.cpp 的 rpc-server 来借出。</translation>
    </message>
    <message>
        <source>Between this machine and {address} nothing is encrypted and nobody is asked for a password: what you write and the model itself can be read on the network between. Use it at home or in your own network only.</source>
        <translation>这台电脑与 {address} 之间没有加密，也不需要密码：你写的内容和模型本身在途经的网络上都可能被读到。请只在家里或自己的网络中使用。</translation>
    </message>
    <message>
        <source>{address} is on the list. Models that are loaded from now on may use it.</source>
        <translation>{address} 已在列表中。此后加载的模型可以使用它。</translation>
    </message>
</context>
<context>
    <name>ModelOptions</name>
    <message>
        <source>As in Settings: {value}</source>
        <translation>按设置：{value}</translation>
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
        <translation>无</translation>
    </message>
    <message>
        <source>{some} of {all}</source>
        <translation>{all} 层中的 {some} 层</translation>
    </message>
    <message>
        <source>Exact</source>
        <translation>精确</translation>
    </message>
    <message>
        <source>Half the size</source>
        <translation>一半大小</translation>
    </message>
    <message>
        <source>A quarter</source>
        <translation>四分之一</translation>
    </message>
    <message>
        <source>On</source>
        <translation>开启</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>From the file</source>
        <translation>直接用文件</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>读入内存</translation>
    </message>
    <message>
        <source>Options</source>
        <translation>选项</translation>
    </message>
    <message>
        <source>Unload</source>
        <translation>卸载</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>For: {roles}.</source>
        <translation>用于：{roles}。</translation>
    </message>
    <message>
        <source>Waits for {needed} of memory.</source>
        <translation>等待 {needed} 内存。</translation>
    </message>
    <message>
        <source>Is being loaded; {needed} are expected.</source>
        <translation>正在载入；预计 {needed}。</translation>
    </message>
    <message>
        <source>Holds {held}, {needed} were expected; {tokens} tokens.</source>
        <translation>占用 {held}，预计 {needed}；{tokens} 个词元。</translation>
    </message>
    <message>
        <source>It could not be loaded with its options and runs with those of the settings.</source>
        <translation>无法按它的选项载入，现在按设置中的运行。</translation>
    </message>
    <message>
        <source>Its new options are used from the next message on.</source>
        <translation>新选项从下一条消息起生效。</translation>
    </message>
    <message>
        <source>In memory</source>
        <translation>内存中</translation>
    </message>
    <message>
        <source>Models in memory</source>
        <translation>内存中的模型</translation>
    </message>
    <message>
        <source>Models stay loaded side by side where memory allows; otherwise the one that rests leaves first, and never one that is writing.</source>
        <translation>内存够时，几个模型同时留着；不够时，闲着的先退出，正在写的从不退出。</translation>
    </message>
    <message>
        <source>No model is loaded. The next message loads the one it needs.</source>
        <translation>没有载入模型。下一条消息会载入需要的那个。</translation>
    </message>
    <message>
        <source>Which model is for what</source>
        <translation>哪个模型做什么</translation>
    </message>
    <message>
        <source>Options of {name}</source>
        <translation>{name} 的选项</translation>
    </message>
    <message>
        <source>Context length, tokens</source>
        <translation>上下文长度（词元）</translation>
    </message>
    <message>
        <source>Memory of the conversation</source>
        <translation>对话的记忆</translation>
    </message>
    <message>
        <source>Layers on the graphics card</source>
        <translation>放到显卡上的层</translation>
    </message>
    <message>
        <source>Processor threads</source>
        <translation>处理器线程</translation>
    </message>
    <message>
        <source>Flash attention</source>
        <translation>闪存注意力</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Back to defaults</source>
        <translation>恢复默认</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>The memory of {count} tokens takes {size}.</source>
        <translation>记住 {count} 个词元要占 {size}。</translation>
    </message>
    <message>
        <source>They write faster there, as far as its memory goes.</source>
        <translation>在那里写得更快，显存放得下多少就放多少。</translation>
    </message>
    <message>
        <source>More than the physical cores are usually slower.</source>
        <translation>多于物理核心数通常更慢。</translation>
    </message>
    <message>
        <source>Needs less memory; a smaller memory of the conversation needs it.</source>
        <translation>占用更少；压小对话的记忆必须有它。</translation>
    </message>
    <message>
        <source>They take {size}. Copied, they don’t wait for a slow disk later on.</source>
        <translation>占 {size}。读入内存后，不再等慢速磁盘。</translation>
    </message>
    <message>
        <source>Takes {total} of {free} free.</source>
        <translation>空闲 {free}，占用 {total}。</translation>
    </message>
    <message>
        <source>Until now {total}.</source>
        <translation>之前 {total}。</translation>
    </message>
    <message>
        <source>Half the memory; what it writes hardly changes.</source>
        <translation>占用一半；写出的内容几乎不变。</translation>
    </message>
    <message>
        <source>A quarter of the memory; long texts are remembered less well.</source>
        <translation>占用四分之一；长文记得差一些。</translation>
    </message>
    <message>
        <source>What was read is kept as exactly as it was computed.</source>
        <translation>读过的内容按计算结果原样保存。</translation>
    </message>
    <message>
        <source>They hold for this file, from the next time it is loaded.</source>
        <translation>只对这个文件有效，从下次载入起。</translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>Stories</source>
        <translation>故事</translation>
    </message>
    <message>
        <source>Translation</source>
        <translation>翻译</translation>
    </message>
    <message>
        <source>{first} {second}</source>
        <translation>{first}{second}</translation>
    </message>
    <message>
        <source>Kept. From the next message on {name} is loaded like this.</source>
        <translation>已保存。从下一条消息起，{name} 就这样载入。</translation>
    </message>
</context>
<context>
    <name>Models</name>
    <message>
        <source>arriving, {percent} %</source>
        <translation>正在取来 {percent} %</translation>
    </message>
    <message>
        <source>The one for chat</source>
        <translation>与对话相同</translation>
    </message>
    <message>
        <source>The best installed</source>
        <translation>现有最好的</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>还没有</translation>
    </message>
    <message>
        <source>waits for memory</source>
        <translation>等待内存</translation>
    </message>
    <message>
        <source>loading {percent} %</source>
        <translation>载入 {percent}%</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>writing</source>
        <translation>正在写</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停</translation>
    </message>
    <message>
        <source>not loaded</source>
        <translation>未载入</translation>
    </message>
    <message>
        <source>connecting to {host}</source>
        <translation>正在连接 {host}</translation>
    </message>
    <message>
        <source>writing on {host}</source>
        <translation>正在 {host} 上书写</translation>
    </message>
    <message>
        <source>{host} doesn’t answer</source>
        <translation>{host} 没有回应</translation>
    </message>
    <message>
        <source>on {host}</source>
        <translation>在 {host} 上</translation>
    </message>
    <message>
        <source>It is loaded when the other model has finished writing: both don’t fit into the memory.</source>
        <translation>等另一个模型写完就载入：内存容不下两个。</translation>
    </message>
    <message>
        <source>{name} could not be loaded with its options; it runs with those of the settings.</source>
        <translation>{name} 无法按它的选项载入；现在按设置中的运行。</translation>
    </message>
    <message>
        <source>on another machine; sent to {host}</source>
        <translation>在另一台机器上；发送到 {host}</translation>
    </message>
    <message>
        <source>{size}, takes {needed} of {free} free</source>
        <translation>{size}，占用 {needed}，空闲 {free}</translation>
    </message>
    <message>
        <source>{size}, needs {needed}, {free} free</source>
        <translation>{size}，需要 {needed}，只剩 {free}</translation>
    </message>
    <message>
        <source>Add a model file</source>
        <translation>添加模型文件</translation>
    </message>
    <message>
        <source>Models (*.gguf)</source>
        <translation>模型 (*.gguf)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Unload {name}</source>
        <translation>卸载 {name}</translation>
    </message>
    <message>
        <source>Folder:</source>
        <translation>文件夹：</translation>
    </message>
    <message>
        <source>File name:</source>
        <translation>文件名：</translation>
    </message>
    <message>
        <source>Kind of file:</source>
        <translation>文件类型：</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>small starter</source>
        <translation>入门小模型</translation>
    </message>
    <message>
        <source>Add a model file…</source>
        <translation>添加模型文件……</translation>
    </message>
    <message>
        <source>Get a better model</source>
        <translation>获取更好的模型</translation>
    </message>
    <message>
        <source>Use a model on another machine</source>
        <translation>使用另一台机器上的模型</translation>
    </message>
    <message>
        <source>Folders of models</source>
        <translation>模型文件夹</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>更改…</translation>
    </message>
    <message>
        <source>All models</source>
        <translation>全部模型</translation>
    </message>
    <message>
        <source>No model</source>
        <translation>没有模型</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Model: {name}, {state}</source>
        <translation>模型：{name}，{state}</translation>
    </message>
    <message>
        <source>{host} is asked</source>
        <translation>正在询问 {host}</translation>
    </message>
</context>
<context>
    <name>ModelsPane</name>
    <message>
        <source>A small starter: quick and simple, in English, often wrong.</source>
        <translation>入门小模型：快而简单，只会英文，常常出错。</translation>
    </message>
    <message>
        <source>A small starter in many languages; it goes on with a text rather than answering.</source>
        <translation>多语言的入门小模型；它会把文字接着写下去，而不是回答问题。</translation>
    </message>
    <message>
        <source>Finds texts that are alike. It writes nothing itself.</source>
        <translation>用于查找相似的文字，本身不会写作。</translation>
    </message>
    <message>
        <source>Goes on with a text rather than answering: it has no chat template.</source>
        <translation>它没有聊天模板，会把文字接着写下去，而不是回答问题。</translation>
    </message>
    <message>
        <source>Belongs to {program}.</source>
        <translation>属于 {program}。</translation>
    </message>
    <message>
        <source>In {count} parts.</source>
        <translation>共 {count} 个部分。</translation>
    </message>
    <message>
        <source>Its file for pictures is beside it.</source>
        <translation>它用于看图的文件就在旁边。</translation>
    </message>
    <message>
        <source>A copy at {place} takes {size} more.</source>
        <translation>{place} 处的副本另占 {size}。</translation>
    </message>
    <message>
        <source>The same file is also {place}.</source>
        <translation>同一个文件也位于 {place}。</translation>
    </message>
    <message>
        <source>In use, {state}</source>
        <translation>使用中，{state}</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>not told</source>
        <translation>未说明</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可</translation>
    </message>
    <message>
        <source>Read the terms</source>
        <translation>阅读条款</translation>
    </message>
    <message>
        <source>It needs {needed}, and {free} are free. This computer may become very slow, and the system may end the model or other programs for lack of memory. What you wrote in Lamplight is kept.</source>
        <translation>它需要 {needed}，现在空闲 {free}。这台电脑可能会变得很慢，系统也可能因内存不足而结束模型或其他程序。你在灯下写的内容都会保留。</translation>
    </message>
    <message>
        <source>Try {name} all the same?</source>
        <translation>仍然尝试 {name} 吗？</translation>
    </message>
    <message>
        <source>Try it</source>
        <translation>尝试</translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation>算了</translation>
    </message>
    <message>
        <source>{name}, terms</source>
        <translation>{name} 的条款</translation>
    </message>
    <message>
        <source>Show the folder</source>
        <translation>打开所在文件夹</translation>
    </message>
    <message>
        <source>Remove from the list</source>
        <translation>从列表移除</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>For this machine</source>
        <translation>适合这台电脑</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>引擎</translation>
    </message>
    <message>
        <source>{free} are free</source>
        <translation>空闲 {free}</translation>
    </message>
    <message>
        <source>On this machine</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>{count} words a second</source>
        <translation>每秒 {count} 词</translation>
    </message>
    <message>
        <source>measured; {count} expected</source>
        <translation>实测；预计 {count}</translation>
    </message>
    <message>
        <source>measured</source>
        <translation>实测</translation>
    </message>
    <message>
        <source>not measured yet</source>
        <translation>尚未测量</translation>
    </message>
    <message>
        <source>.</source>
        <translation>。</translation>
    </message>
    <message>
        <source>Take {count} tokens</source>
        <translation>改用 {count} 个词元</translation>
    </message>
    <message>
        <source>Try anyway</source>
        <translation>仍要试试</translation>
    </message>
    <message>
        <source>Installed</source>
        <translation>已安装</translation>
    </message>
    <message>
        <source>Models on this machine</source>
        <translation>这台电脑上的模型</translation>
    </message>
    <message>
        <source>From {program}</source>
        <translation>来自 {program}</translation>
    </message>
    <message>
        <source>They run on this machine; what you write never leaves it.</source>
        <translation>模型就在这台电脑上运行，你写的东西不会离开它。</translation>
    </message>
    <message>
        <source>There is no model on this machine yet.</source>
        <translation>这台电脑上还没有模型。</translation>
    </message>
    <message>
        <source>A better model</source>
        <translation>更好的模型</translation>
    </message>
    <message>
        <source>They are used where they lie; nothing in that program’s folder is changed.</source>
        <translation>它们在原处使用；该程序的文件夹不会被改动。</translation>
    </message>
    <message>
        <source>{name} is off the list; its file stays.</source>
        <translation>{name} 已移出列表，文件还在。</translation>
    </message>
    <message>
        <source>The starters are small, so that Lamplight answers at once; they are often wrong. A larger model writes far better. Any GGUF file works: look for an “Instruct” model of 3 to 8 billion parameters in Q4_K_M, as large as your memory allows, download it from a place you trust, and drop the file anywhere on this window.</source>
        <translation>入门模型很小，好让灯下马上就能回答，但它们常常出错。大一些的模型写得好得多。任何 GGUF 文件都能用：找一个 30 亿到 80 亿参数、标有“Instruct”和 Q4_K_M 的模型，在内存允许的范围内越大越好；从你信得过的地方下载，然后把文件拖到这个窗口的任何位置。</translation>
    </message>
    <message>
        <source>Find a model</source>
        <translation>查找模型</translation>
    </message>
    <message>
        <source>Show more</source>
        <translation>显示更多</translation>
    </message>
    <message>
        <source>Look into a folder</source>
        <translation>查找文件夹</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Move all models to</source>
        <translation>把全部模型移到</translation>
    </message>
    <message>
        <source>Choose</source>
        <translation>选择</translation>
    </message>
    <message>
        <source>Move all models to {folder}?</source>
        <translation>把全部模型移到 {folder}？</translation>
    </message>
    <message>
        <source>They are copied and checked first, then used from there. Nothing is removed before you say so.</source>
        <translation>先复制并核对，然后从那里使用。你同意之前不会删除任何文件。</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>移动</translation>
    </message>
    <message>
        <source>Leave them</source>
        <translation>不移动</translation>
    </message>
    <message>
        <source>Reading the whole of {name}, to see whether it is still what it was.</source>
        <translation>正在完整读取 {name}，检查它是否仍与当初相同。</translation>
    </message>
    <message>
        <source>{name} is unchanged.</source>
        <translation>{name} 没有变化。</translation>
    </message>
    <message>
        <source>{name} was read for the first time; from now on changes are found.</source>
        <translation>{name} 已第一次完整读取；今后有变化就能发现。</translation>
    </message>
    <message>
        <source>{folder} is not looked into any more; nothing in it was changed.</source>
        <translation>不再查找 {folder}；其中的内容没有改动。</translation>
    </message>
    <message>
        <source>Add a folder of models…</source>
        <translation>添加模型文件夹…</translation>
    </message>
    <message>
        <source>Move all models…</source>
        <translation>移动全部模型…</translation>
    </message>
    <message>
        <source>Move everything…</source>
        <translation>移动全部…</translation>
    </message>
    <message>
        <source>Check the file</source>
        <translation>检查文件</translation>
    </message>
    <message>
        <source>Don’t look in this folder</source>
        <translation>不再查找此文件夹</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Models are used where they lie. Nothing in another program’s folder is ever changed.</source>
        <translation>模型在原处使用。其他程序的文件夹绝不会被改动。</translation>
    </message>
    <message>
        <source>Looked into, at any depth</source>
        <translation>查找的文件夹，不限深度</translation>
    </message>
    <message>
        <source>No other folder yet, and no other program’s models on this machine.</source>
        <translation>还没有其他文件夹，这台电脑上也没有其他程序的模型。</translation>
    </message>
    <message>
        <source>Where models live</source>
        <translation>模型的存放位置</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Look into {folder}</source>
        <translation>查找 {folder}</translation>
    </message>
    <message>
        <source>The models live in {target} now. Their originals in {source} still take {size}.</source>
        <translation>模型现在存放在 {target}。{source} 中的原文件还占用 {size}。</translation>
    </message>
    <message>
        <source>Remove the originals</source>
        <translation>删除原文件</translation>
    </message>
    <message>
        <source>Keep them</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Moving the models to {target} was cut. All are still in {source}.</source>
        <translation>把模型移到 {target} 的过程被中断了。全部模型仍在 {source}。</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Remove the copies</source>
        <translation>删除副本</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Each file is copied and read again. Until all are there, everything stays where it is.</source>
        <translation>每个文件都会先复制再核对。全部完成之前，一切都留在原处。</translation>
    </message>
    <message>
        <source>Looking at what there is to move</source>
        <translation>正在查看要移动的内容</translation>
    </message>
    <message>
        <source>Moving, {percent} %: {name}</source>
        <translation>正在移动，{percent} %：{name}</translation>
    </message>
    <message>
        <source>Can’t be used</source>
        <translation>不能使用</translation>
    </message>
    <message>
        <source>These were found, too. Nothing of them was changed.</source>
        <translation>这些也被找到了，没有改动过它们。</translation>
    </message>
    <message>
        <source>And {count} more.</source>
        <translation>还有 {count} 个。</translation>
    </message>
    <message>
        <source>From {program}, in {folder}</source>
        <translation>来自 {program}，位于 {folder}</translation>
    </message>
    <message>
        <source>Options</source>
        <translation>选项</translation>
    </message>
</context>
<context>
    <name>Network</name>
    <message>
        <source>Searching for models</source>
        <translation>搜索模型</translation>
    </message>
    <message>
        <source>The words you search for, or a model’s name; your access token where you keep one.</source>
        <translation>你搜索的词，或模型的名称；如果你存有访问令牌，也包括它。</translation>
    </message>
    <message>
        <source>When you press a button that names the hub, or run `lamplight models search`.</source>
        <translation>当你按下写明站点的按钮，或运行 `lamplight models search` 时。</translation>
    </message>
    <message>
        <source>Fetching a model</source>
        <translation>下载模型</translation>
    </message>
    <message>
        <source>The file’s address and which part of it; your access token where a hub needs one.</source>
        <translation>文件的地址以及要其中的哪一段；如果站点要求，还有你的访问令牌。</translation>
    </message>
    <message>
        <source>When you begin a download, and while it goes on.</source>
        <translation>当你开始下载时，以及下载进行期间。</translation>
    </message>
    <message>
        <source>New versions of Lamplight</source>
        <translation>灯下的新版本</translation>
    </message>
    <message>
        <source>The address of the list of versions, or of the package that you fetch.</source>
        <translation>版本列表的地址，或你下载的安装包的地址。</translation>
    </message>
    <message>
        <source>When you press “Look now”; every week only where you have said so.</source>
        <translation>当你按下“现在检查”；只有你允许时才每周一次。</translation>
    </message>
    <message>
        <source>The starter model from a package index</source>
        <translation>从软件包索引取得入门模型</translation>
    </message>
    <message>
        <source>The names of the packages that carry it, by this machine’s own pip or uv.</source>
        <translation>装有它的软件包的名称，由这台电脑自己的 pip 或 uv 去取。</translation>
    </message>
    <message>
        <source>When you ask for the starter model and the hub can’t be reached.</source>
        <translation>当你要取入门模型，而站点又连不上时。</translation>
    </message>
    <message>
        <source>A model on another machine</source>
        <translation>其他机器上的模型</translation>
    </message>
    <message>
        <source>What the model reads: your message, the conversation or text it belongs to.</source>
        <translation>模型要读的内容：你的消息，以及它所在的对话或文本。</translation>
    </message>
    <message>
        <source>Only where you added such a model by its address and chose it.</source>
        <translation>只有在你按地址添加并选用了这样的模型时。</translation>
    </message>
    <message>
        <source>Graphics cards of other machines</source>
        <translation>其他机器的显卡</translation>
    </message>
    <message>
        <source>Parts of the model, and the numbers it computes with, which hold what it reads.</source>
        <translation>模型的一部分，以及它计算用的数，其中含有它所读的内容。</translation>
    </message>
    <message>
        <source>Only where you added such a machine by its address; it is asked before it is used.</source>
        <translation>只有在你按地址添加了这样的机器时；使用之前会先询问它。</translation>
    </message>
    <message>
        <source>Lending this machine’s devices</source>
        <translation>把这台电脑的设备借给别的机器</translation>
    </message>
    <message>
        <source>What another Lamplight asks to be computed here, and the result.</source>
        <translation>另一台机器上的灯下要在这里计算的内容，以及结果。</translation>
    </message>
    <message>
        <source>Only while you run the command that lends them.</source>
        <translation>只在你运行出借命令期间。</translation>
    </message>
    <message>
        <source>Links</source>
        <translation>链接</translation>
    </message>
    <message>
        <source>The address goes to your browser, which opens it.</source>
        <translation>地址交给你的浏览器，由它打开。</translation>
    </message>
    <message>
        <source>When you press a link and then “Open in the browser”, or a link to a model’s page.</source>
        <translation>当你点了链接再点“在浏览器中打开”，或点了通往模型页面的链接时。</translation>
    </message>
    <message>
        <source>What leaves this machine</source>
        <translation>什么会离开这台电脑</translation>
    </message>
    <message>
        <source>Lamplight asks the network for nothing by itself. These are all the ways in the program that lead out; the numbers count this data folder’s whole life, in the window and in the terminal.</source>
        <translation>灯下自己不会向网络要任何东西。程序里通往外面的路全在这里；次数从这个数据文件夹建立时算起，窗口和终端里的都算。</translation>
    </message>
    <message>
        <source>Besides, parts of the program and of the desktop talk to each other on this machine alone. A test of every version runs chat, stories and translation without a network and looks at each connection that is opened.</source>
        <translation>此外，程序的各部分以及桌面只在这台电脑内部彼此通信。每个版本都有一项测试：断开网络运行聊天、写作和翻译，并查看打开的每一个连接。</translation>
    </message>
    <message>
        <source>Never used</source>
        <translation>从未用过</translation>
    </message>
    <message>
        <source>%n times</source>
        <translation>%n 次</translation>
    </message>
    <message>
        <source>{host}: {times}, last on {date}</source>
        <translation>{host}：{times}，最近一次在 {date}</translation>
    </message>
    <message>
        <source>other hosts</source>
        <translation>其他主机</translation>
    </message>
    <message>
        <source>Offline. Nothing has ever been sent.</source>
        <translation>离线。从未发送过任何东西。</translation>
    </message>
    <message>
        <source>Last asked: {host}, {date}</source>
        <translation>最近一次询问：{host}，{date}</translation>
    </message>
</context>
<context>
    <name>Numbers</name>
    <message>
        <source>{billions} billion parameters</source>
        <translation>{hundred_millions} 亿参数</translation>
    </message>
    <message>
        <source>{millions} million parameters</source>
        <translation>{hundred_millions} 亿参数</translation>
    </message>
</context>
<context>
    <name>OpenedFiles</name>
    <message>
        <source>Translate %n</source>
        <translation>翻译这 %n 个文档</translation>
    </message>
    <message>
        <source>Ask about %n in a new conversation</source>
        <translation>在新对话里就这 %n 个文档提问</translation>
    </message>
    <message>
        <source>Import %n as a story and go on writing</source>
        <translation>把这 %n 个文档导入为故事</translation>
    </message>
    <message>
        <source>What would you like to do with %n documents?</source>
        <translation>要拿这 %n 个文档做什么？</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>{names} and %n more</source>
        <translation>{names} 等，另有 %n 个</translation>
    </message>
    <message>
        <source>Show them</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>{name} has been added and is being loaded.</source>
        <translation>已添加 {name}，正在载入。</translation>
    </message>
    <message>
        <source>{name} is in the list.</source>
        <translation>{name} 在列表里。</translation>
    </message>
    <message>
        <source>{name} has been added.</source>
        <translation>已添加 {name}。</translation>
    </message>
    <message>
        <source>Use it</source>
        <translation>使用它</translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message>
        <source>What do you want to do?</source>
        <translation>想做什么？</translation>
    </message>
    <message>
        <source>No command has these letters.</source>
        <translation>没有含这些字的命令。</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>命令</translation>
    </message>
</context>
<context>
    <name>QuickWindow</name>
    <message>
        <source>Translate the clipboard</source>
        <translation>翻译剪贴板</translation>
    </message>
    <message>
        <source>Translation window</source>
        <translation>翻译小窗</translation>
    </message>
    <message>
        <source>A long text: open it in the pane to translate all of it.</source>
        <translation>文字较长：请在翻译页里打开，全文翻译。</translation>
    </message>
    <message>
        <source>Reading the text…</source>
        <translation>正在读文字……</translation>
    </message>
    <message>
        <source>Translating…</source>
        <translation>正在翻译……</translation>
    </message>
    <message>
        <source>Loading the model, {percent} %</source>
        <translation>正在载入模型，{percent} %</translation>
    </message>
    <message>
        <source>%n doubtful: look at it</source>
        <translation>%n 处存疑，请看一看</translation>
    </message>
    <message>
        <source>Enter copies, Esc closes</source>
        <translation>回车复制，Esc 关闭</translation>
    </message>
    <message>
        <source>The translation is on the clipboard.</source>
        <translation>译文已在剪贴板上。</translation>
    </message>
    <message>
        <source>Translation</source>
        <translation>译文</translation>
    </message>
    <message>
        <source>Close the translation window</source>
        <translation>关闭翻译小窗</translation>
    </message>
    <message>
        <source>Copy the translation</source>
        <translation>复制译文</translation>
    </message>
    <message>
        <source>Open it in the pane</source>
        <translation>在翻译页里打开</translation>
    </message>
    <message>
        <source>Swap the languages</source>
        <translation>互换语言</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>原文</translation>
    </message>
    <message>
        <source>Nothing is selected or on the clipboard. Type or paste a text.</source>
        <translation>没有选中的文字，剪贴板也是空的。可以输入或粘贴。</translation>
    </message>
    <message>
        <source>Open in the pane</source>
        <translation>在翻译页里打开</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Any language</source>
        <translation>任意语言</translation>
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
        <source>Light or dark; the system’s choice is followed at once.</source>
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
        <source>Conversations kept warm on disk</source>
        <translation>留在磁盘上的对话状态</translation>
    </message>
    <message>
        <source>A long conversation opens without being read again; the least used go first.</source>
        <translation>长对话再打开时不必重读；最久没用的先清掉。</translation>
    </message>
    <message>
        <source>Memory for models</source>
        <translation>模型可用的内存</translation>
    </message>
    <message>
        <source>Several models stay loaded side by side up to this; then the one not in use goes. One alone always loads.</source>
        <translation>几个模型可以同时留在内存里，以此为限；超过时，不在用的先退出。单独一个总会载入。</translation>
    </message>
    <message>
        <source>What is free</source>
        <translation>空闲的内存</translation>
    </message>
    <message>
        <source>Unload a model that rests</source>
        <translation>卸载闲置的模型</translation>
    </message>
    <message>
        <source>Its memory comes back; the next message loads it again.</source>
        <translation>内存归还给系统；下一条消息会重新载入它。</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>从不</translation>
    </message>
    <message>
        <source>After {minutes} minutes</source>
        <translation>{minutes} 分钟后</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Where models live</source>
        <translation>模型的存放位置</translation>
    </message>
    <message>
        <source>Model for stories</source>
        <translation>写故事的模型</translation>
    </message>
    <message>
        <source>The one for chat, unless you choose another.</source>
        <translation>与对话相同，除非另选一个。</translation>
    </message>
    <message>
        <source>Models fetched at once</source>
        <translation>同时下载的模型数</translation>
    </message>
    <message>
        <source>One after the other has the first one here sooner.</source>
        <translation>逐个下载，第一个会更早完成。</translation>
    </message>
    <message>
        <source>Instructions</source>
        <translation>指示</translation>
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
        <source>Repetition penalty</source>
        <translation>重复惩罚</translation>
    </message>
    <message>
        <source>Above 1, words just used become less likely; small models need it.</source>
        <translation>大于 1 时，刚用过的词不易再出现；小模型需要它。</translation>
    </message>
    <message>
        <source>Longest reply</source>
        <translation>最长回复</translation>
    </message>
    <message>
        <source>A reply that reaches this is cut and can be continued.</source>
        <translation>回复到这个长度会被截断，可以接着写。</translation>
    </message>
    <message>
        <source>The best that is installed, unless you choose one.</source>
        <translation>不指定时，用已安装的最好的一个。</translation>
    </message>
    <message>
        <source>Translation window by a key</source>
        <translation>用快捷键打开翻译小窗</translation>
    </message>
    <message>
        <source>The key works in every program while Lamplight is open.</source>
        <translation>灯下开着时，在任何程序里按下都有效。</translation>
    </message>
    <message>
        <source>Key of the translation window</source>
        <translation>翻译小窗的快捷键</translation>
    </message>
    <message>
        <source>Press the button, then the keys: Ctrl, Alt or Super, and a letter.</source>
        <translation>先点按钮，再按键：Ctrl、Alt 或 Super，加一个字母。</translation>
    </message>
    <message>
        <source>What the translation window takes</source>
        <translation>翻译小窗取哪段文字</translation>
    </message>
    <message>
        <source>Where no text is selected, or the system doesn’t tell, the clipboard.</source>
        <translation>没有选中文字，或系统不提供时，取剪贴板。</translation>
    </message>
    <message>
        <source>Selected text</source>
        <translation>选中的文字</translation>
    </message>
    <message>
        <source>Clipboard</source>
        <translation>剪贴板</translation>
    </message>
    <message>
        <source>Lamplight by a key</source>
        <translation>按键唤出灯下</translation>
    </message>
    <message>
        <source>The key brings the window forward from every program, ready to write.</source>
        <translation>在任何程序里按下它，窗口就到前面来，可以直接写。</translation>
    </message>
    <message>
        <source>Key that brings the window</source>
        <translation>唤出窗口的按键</translation>
    </message>
    <message>
        <source>What the key is for</source>
        <translation>这个键用来</translation>
    </message>
    <message>
        <source>With the clipboard, its text stands in a new conversation, below your question.</source>
        <translation>选剪贴板时，它的文字会放进新对话，在你的问题下面。</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>写作</translation>
    </message>
    <message>
        <source>Asking about the clipboard</source>
        <translation>就剪贴板提问</translation>
    </message>
    <message>
        <source>Icon in the system tray</source>
        <translation>系统托盘图标</translation>
    </message>
    <message>
        <source>With the window, a new conversation and the end in its menu.</source>
        <translation>菜单里有打开窗口、新对话和退出。</translation>
    </message>
    <message>
        <source>Closing leaves Lamplight in the tray</source>
        <translation>关闭窗口后留在托盘</translation>
    </message>
    <message>
        <source>Models stay in memory and the keys go on working; Quit ends it.</source>
        <translation>模型留在内存里，按键仍然有效；“退出”才会结束程序。</translation>
    </message>
    <message>
        <source>Summarise scenes in the background</source>
        <translation>在后台写各场摘要</translation>
    </message>
    <message>
        <source>While nothing else needs the model, and never on battery.</source>
        <translation>只在模型空闲时进行，用电池时从不进行。</translation>
    </message>
    <message>
        <source>Where models come from</source>
        <translation>模型来源</translation>
    </message>
    <message>
        <source>ModelScope is usually the faster one in China. Nothing is asked of either by itself.</source>
        <translation>在中国通常 ModelScope（魔搭）更快。程序不会自行联系任何一个。</translation>
    </message>
    <message>
        <source>Mirror of Hugging Face</source>
        <translation>Hugging Face 镜像</translation>
    </message>
    <message>
        <source>Empty uses https://huggingface.co. A mirror sees what you search for and fetch.</source>
        <translation>留空则使用 https://huggingface.co。镜像会看到你搜索和获取的内容。</translation>
    </message>
    <message>
        <source>Address of ModelScope</source>
        <translation>ModelScope 地址</translation>
    </message>
    <message>
        <source>Empty uses https://modelscope.cn; https://modelscope.ai is for other countries.</source>
        <translation>留空则使用 https://modelscope.cn；其他国家可用 https://modelscope.ai。</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>代理</translation>
    </message>
    <message>
        <source>The system’s also means the variables HTTPS_PROXY and NO_PROXY.</source>
        <translation>“系统”也包括变量 HTTPS_PROXY 与 NO_PROXY。</translation>
    </message>
    <message>
        <source>Your own</source>
        <translation>自定义</translation>
    </message>
    <message>
        <source>Address of your own proxy</source>
        <translation>自定义代理的地址</translation>
    </message>
    <message>
        <source>Such as http://127.0.0.1:7890. It is used where “Your own” is chosen above.</source>
        <translation>例如 http://127.0.0.1:7890。上面选择“自定义”时使用。</translation>
    </message>
    <message>
        <source>When to look for new versions</source>
        <translation>何时检查新版本</translation>
    </message>
    <message>
        <source>Every week means at a start, when the last look is seven days old.</source>
        <translation>“每周”指启动时，若上次检查已过七天。</translation>
    </message>
    <message>
        <source>When I ask</source>
        <translation>由我发起</translation>
    </message>
    <message>
        <source>Every week</source>
        <translation>每周</translation>
    </message>
    <message>
        <source>Sources with an access token</source>
        <translation>有访问令牌的来源</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>Model for translation</source>
        <translation>翻译模型</translation>
    </message>
</context>
<context>
    <name>SettingsPane</name>
    <message>
        <source>Automatic, {cores}</source>
        <translation>自动，{cores}</translation>
    </message>
    <message>
        <source>The best installed</source>
        <translation>已安装的最好的</translation>
    </message>
    <message>
        <source>As for chat</source>
        <translation>与对话相同</translation>
    </message>
    <message>
        <source>This system keeps such keys to itself: use the command below.</source>
        <translation>这个系统不让程序占用全局快捷键，请用下面的命令。</translation>
    </message>
    <message>
        <source>Your desktop asks you for it, and may give it another key.</source>
        <translation>桌面会先问你，也可能给它另一个键。</translation>
    </message>
    <message>
        <source>This system keeps such keys to itself: its settings can run {command}.</source>
        <translation>这个系统不让程序占用这样的键：可以在系统的键盘设置里让它运行 {command}。</translation>
    </message>
    <message>
        <source>{keys} can’t be such a key.</source>
        <translation>{keys} 不能用作全局快捷键。</translation>
    </message>
    <message>
        <source>Another program has {keys}: choose another key.</source>
        <translation>{keys} 已被别的程序占用，请换一个。</translation>
    </message>
    <message>
        <source>Your desktop gave no key. Its own keyboard settings can run the command.</source>
        <translation>桌面没有给它按键。可以在桌面的键盘设置里运行这条命令。</translation>
    </message>
    <message>
        <source>Your desktop gave this key: {keys}</source>
        <translation>桌面给的按键：{keys}</translation>
    </message>
    <message>
        <source>This desktop has no tray for icons.</source>
        <translation>这个桌面没有托盘。</translation>
    </message>
    <message>
        <source>%n physical core(s); more threads are usually slower.</source>
        <translation>%n 个物理核心；线程再多通常反而更慢。</translation>
    </message>
    <message>
        <source>{name} reads at most {most} tokens; they take {size}.</source>
        <translation>{name} 最多读 {most} 个词元，占 {size}。</translation>
    </message>
    <message>
        <source>{context} tokens take {size} with {name}; at most {largest} fit.</source>
        <translation>用 {name} 时，{context} 个词元占 {size}；最多放得下 {largest} 个。</translation>
    </message>
    <message>
        <source>No graphics card that llama.cpp can use; the processor does it all.</source>
        <translation>没有 llama.cpp 能用的显卡，全部由处理器完成。</translation>
    </message>
    <message>
        <source>on</source>
        <translation>开</translation>
    </message>
    <message>
        <source>off</source>
        <translation>关</translation>
    </message>
    <message>
        <source>{label} is now {value}.</source>
        <translation>{label}：{value}。</translation>
    </message>
    <message>
        <source>{label} is now empty.</source>
        <translation>{label}已清空。</translation>
    </message>
    <message>
        <source>This holds until Lamplight closes: the settings could not be written.</source>
        <translation>设置写不进磁盘：这项改动只保持到灯下关闭为止。</translation>
    </message>
    <message>
        <source>General</source>
        <translation>通用</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Changes are kept at once; {keys} takes one back.</source>
        <translation>改动立即保存，按 {keys} 撤回。</translation>
    </message>
    <message>
        <source>How the window looks. Changes are kept at once; {keys} takes one back.</source>
        <translation>窗口的样子。改动立即保存，按 {keys} 撤回。</translation>
    </message>
    <message>
        <source>Engine and memory</source>
        <translation>引擎与内存</translation>
    </message>
    <message>
        <source>How models run on this machine. A change is used from the next message on.</source>
        <translation>模型怎样在这台电脑上运行。改动从下一条消息起生效。</translation>
    </message>
    <message>
        <source>Getting models</source>
        <translation>获取模型</translation>
    </message>
    <message>
        <source>Which hub, and how it is reached. Nothing is asked of one before you press a button that names it.</source>
        <translation>使用哪个模型站，如何连接。在你按下写明站点的按钮之前，不会联系任何站点。</translation>
    </message>
    <message>
        <source>Translation</source>
        <translation>翻译</translation>
    </message>
    <message>
        <source>Which model translates, and a window that any program can call.</source>
        <translation>用哪个模型翻译，以及在任何程序里都能叫出的小窗。</translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>聊天</translation>
    </message>
    <message>
        <source>How replies are written. A change is used from the next message on.</source>
        <translation>回复怎样写成。改动从下一条消息起生效。</translation>
    </message>
    <message>
        <source>New versions</source>
        <translation>新版本</translation>
    </message>
    <message>
        <source>This is version {version}. Nobody is asked before you press the button, or have said that it may be asked every week.</source>
        <translation>当前是版本 {version}。在你按下按钮之前不会询问任何人，除非你允许每周询问一次。</translation>
    </message>
    <message>
        <source>Privacy and files</source>
        <translation>隐私与文件</translation>
    </message>
    <message>
        <source>Conversations and models</source>
        <translation>对话与模型</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>What you write stays in one folder on this machine. There is no account, and nothing is sent that you didn’t ask for. Messages never stand in the log.</source>
        <translation>你写的内容只留在这台电脑的一个文件夹里。没有账号，没有你的要求就什么也不发送。消息从不写进日志。</translation>
    </message>
    <message>
        <source>Backups of the conversations</source>
        <translation>对话的备份</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Lamplight is portable here: everything is in the folder {folder} beside the program, and nothing is written elsewhere on this machine. Access tokens are forgotten when it closes.</source>
        <translation>灯下在这里以便携方式运行：一切都在程序旁边的 {folder} 文件夹里，不会写到这台电脑的其他地方。访问令牌在关闭后会被忘记。</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>About Lamplight</source>
        <translation>关于灯下</translation>
    </message>
    <message>
        <source>Version {version}. An offline chat and writing assistant.</source>
        <translation>版本 {version}。离线的聊天与写作助手。</translation>
    </message>
    <message>
        <source>Free software under the MIT licence.</source>
        <translation>自由软件，采用 MIT 许可。</translation>
    </message>
    <message>
        <source>Licences of what is inside</source>
        <translation>所含组件的许可</translation>
    </message>
    <message>
        <source>Take back the last change of a setting</source>
        <translation>撤销上一次设置更改</translation>
    </message>
    <message>
        <source>Find a setting</source>
        <translation>查找设置</translation>
    </message>
    <message>
        <source>About</source>
        <translation>关于</translation>
    </message>
    <message>
        <source>Settings: {section}</source>
        <translation>设置：{section}</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>查找</translation>
    </message>
    <message>
        <source>%n setting(s) found.</source>
        <translation>找到 %n 项设置。</translation>
    </message>
    <message>
        <source>No setting has these words.</source>
        <translation>没有含这些字的设置。</translation>
    </message>
    <message>
        <source>An address that begins with https:// or http://.</source>
        <translation>须为以 https:// 或 http:// 开头的地址。</translation>
    </message>
    <message>
        <source>A number from {least} to {most}.</source>
        <translation>请填 {least} 到 {most} 之间的数。</translation>
    </message>
    <message>
        <source>Kept warm now</source>
        <translation>现在留着的</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Nothing is kept at the moment.</source>
        <translation>现在什么都没有留。</translation>
    </message>
    <message>
        <source>{size} on disk; clearing loses no text.</source>
        <translation>占磁盘 {size}；清除不会丢失文字。</translation>
    </message>
    <message>
        <source>Keyboard</source>
        <translation>键盘</translation>
    </message>
    <message>
        <source>Everything can be done without a mouse. {keys} finds a command by a few letters of its name.</source>
        <translation>一切都可以不用鼠标完成。按 {keys}，输入命令名称中的几个字即可找到它。</translation>
    </message>
    <message>
        <source>A shortcut of your desktop</source>
        <translation>桌面自己的快捷键</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>The command is on the clipboard.</source>
        <translation>命令已在剪贴板上。</translation>
    </message>
    <message>
        <source>Any desktop’s keyboard settings can run {command}; it opens the same window.</source>
        <translation>在桌面的键盘设置里让快捷键运行 {command}，打开的是同一个小窗。</translation>
    </message>
    <message>
        <source>Press the keys…</source>
        <translation>请按键……</translation>
    </message>
    <message>
        <source>Access token</source>
        <translation>访问令牌</translation>
    </message>
    <message>
        <source>Paste the token here</source>
        <translation>在此粘贴令牌</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Forget it</source>
        <translation>忘记</translation>
    </message>
    <message>
        <source>For models of {source} that are given only to those who accepted their terms. Lamplight is portable here: the token is sent to {host} alone and forgotten when the program ends.</source>
        <translation>用于 {source} 上只提供给已接受条款者的模型。灯下在这里以便携方式运行：令牌只发送给 {host}，程序结束时会被忘记。</translation>
    </message>
    <message>
        <source>For models of {source} that are given only to those who accepted their terms. It is kept in the system’s keyring and sent to {host} alone; none is taken from other programs.</source>
        <translation>用于 {source} 上须先接受条款的模型。令牌保存在系统钥匙串中，只发送给 {host}；不会取用其他程序的令牌。</translation>
    </message>
    <message>
        <source>One is kept in the system’s keyring for {source}. It is sent to {host} alone.</source>
        <translation>系统钥匙串中存有 {source} 的令牌，只发送给 {host}。</translation>
    </message>
    <message>
        <source>There is no keyring here that Lamplight uses: the token for {source} is forgotten when the program ends.</source>
        <translation>这里没有灯下使用的钥匙串：{source} 的令牌在程序结束时会被忘记。</translation>
    </message>
    <message>
        <source>The token is forgotten.</source>
        <translation>令牌已忘记。</translation>
    </message>
    <message>
        <source>Move the writing</source>
        <translation>移动文稿</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>选择文件夹…</translation>
    </message>
    <message>
        <source>Let the writing live in {folder}?</source>
        <translation>把文稿放到 {folder}？</translation>
    </message>
    <message>
        <source>Conversations, stories, translations and backups are copied, checked, and only then removed where they were. Models stay where they are. The window closes and opens again.</source>
        <translation>对话、故事、译文和备份会先复制、核对，然后才从原处删除。模型留在原处。窗口会关闭并重新打开。</translation>
    </message>
    <message>
        <source>Move it</source>
        <translation>移动</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>不移动</translation>
    </message>
    <message>
        <source>Where shall the writing live?</source>
        <translation>文稿放在哪里？</translation>
    </message>
    <message>
        <source>LAMPLIGHT_HOME, or the folder beside the program, says where all of it is.</source>
        <translation>全部数据的位置由 LAMPLIGHT_HOME 或程序旁边的文件夹决定。</translation>
    </message>
    <message>
        <source>To another disk, say. Models have a “Move everything” of their own, in Models.</source>
        <translation>例如移到另一个磁盘。模型有自己的“全部移动”，在“模型”里。</translation>
    </message>
    <message>
        <source>Remove all my data</source>
        <translation>删除我的全部数据</translation>
    </message>
    <message>
        <source>What that is, and where, is shown first. The program itself stays.</source>
        <translation>会先列出是什么、在哪里。程序本身保留。</translation>
    </message>
    <message>
        <source>Show what…</source>
        <translation>查看内容…</translation>
    </message>
    <message>
        <source>Remove these models, too</source>
        <translation>也删除这些模型</translation>
    </message>
    <message>
        <source>It can’t be undone. Models in folders of other programs, and files that you saved elsewhere, are not touched. Type “{word}” to go on.</source>
        <translation>无法撤销。其他程序文件夹里的模型，以及你另存在别处的文件不会动。输入“{word}”继续。</translation>
    </message>
    <message>
        <source>The word</source>
        <translation>确认用的词</translation>
    </message>
    <message>
        <source>Keep everything</source>
        <translation>全部保留</translation>
    </message>
    <message>
        <source>Remove everything</source>
        <translation>全部删除</translation>
    </message>
    <message>
        <source>and {count} more</source>
        <translation>以及另外 {count} 项</translation>
    </message>
    <message>
        <source>{folder}. What is fetched goes there; moving takes everything along.</source>
        <translation>{folder}。下载的模型放在那里；移动时会全部带走。</translation>
    </message>
</context>
<context>
    <name>Shortcuts</name>
    <message>
        <source>No shortcut has these letters.</source>
        <translation>没有含这些字的快捷键。</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Find a shortcut</source>
        <translation>查找快捷键</translation>
    </message>
</context>
<context>
    <name>Startup</name>
    <message>
        <source>Go on without it</source>
        <translation>不恢复，继续</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Start empty</source>
        <translation>从空白开始</translation>
    </message>
    <message>
        <source>The newest good backup is of {date}.</source>
        <translation>最新的完好备份是 {date} 的。</translation>
    </message>
    <message>
        <source>The newest backup that this version can read is of {date}. The newer file is kept aside, under another name.</source>
        <translation>这个版本能读取的最新备份来自 {date}。较新的文件会以另一个名字保留在旁边。</translation>
    </message>
    <message>
        <source>Open the backup</source>
        <translation>打开备份</translation>
    </message>
    <message>
        <source>Starting empty keeps the newer file aside, under another name.</source>
        <translation>从空白开始时，较新的文件会改名保留在旁边。</translation>
    </message>
    <message>
        <source>There is no backup of it.</source>
        <translation>没有它的备份。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再试一次</translation>
    </message>
    <message>
        <source>Begin anew in the usual folder</source>
        <translation>在默认文件夹重新开始</translation>
    </message>
    <message>
        <source>Nothing is lost: all of it is there when the disk is.</source>
        <translation>什么都没有丢失：接上磁盘后一切都在。</translation>
    </message>
</context>
<context>
    <name>Story</name>
    <message>
        <source>“{key}” stands in the text</source>
        <translation>文中出现了“{key}”</translation>
    </message>
    <message>
        <source>always sent</source>
        <translation>总是发送</translation>
    </message>
    <message>
        <source>never sent, as you chose</source>
        <translation>按你的选择，从不发送</translation>
    </message>
    <message>
        <source>not mentioned lately</source>
        <translation>最近没有提到</translation>
    </message>
    <message>
        <source>it has no keys</source>
        <translation>没有关键词</translation>
    </message>
    <message>
        <source>it has no text</source>
        <translation>没有内容</translation>
    </message>
    <message>
        <source>its key {key} can’t be searched for</source>
        <translation>它的关键词 {key} 无法用来查找</translation>
    </message>
    <message>
        <source>no room: entries of higher priority come first</source>
        <translation>放不下：优先级更高的条目在前</translation>
    </message>
    <message>
        <source>{model} is a base model: best at going on in your own voice; for rewriting and planning a model that follows instructions is better.</source>
        <translation>{model} 是基础模型：最适合顺着你自己的文字往下写；改写和构思用听从指令的模型更好。</translation>
    </message>
    <message>
        <source>{model} follows instructions, but is small: fine for ideas and short continuations; a larger model keeps to the story.</source>
        <translation>{model} 听从指令，但规模小：适合找灵感和写短小的续文；要贴着故事写，用更大的模型更好。</translation>
    </message>
    <message>
        <source>{model} follows instructions: best at rewriting, planning and keeping to notes; a base model goes on more freely in your own voice.</source>
        <translation>{model} 听从指令：最适合改写、构思和照着笔记写；基础模型顺着你自己的文字续写时更自由。</translation>
    </message>
</context>
<context>
    <name>StoryPane</name>
    <message>
        <source>Manuscript</source>
        <translation>正文</translation>
    </message>
    <message>
        <source>That is more than {most} MB: import it as a file instead. Nothing was changed.</source>
        <translation>超过 {most} MB：请作为文件导入。正文没有改动。</translation>
    </message>
    <message>
        <source>The version stands in the text again.</source>
        <translation>这一版又回到正文里了。</translation>
    </message>
    <message>
        <source>Story</source>
        <translation>写作</translation>
    </message>
    <message>
        <source>New scene</source>
        <translation>新的一场</translation>
    </message>
    <message>
        <source>New chapter</source>
        <translation>新的一章</translation>
    </message>
    <message>
        <source>Heading</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>Quotation</source>
        <translation>引文</translation>
    </message>
    <message>
        <source>Scene break</source>
        <translation>分场</translation>
    </message>
    <message>
        <source>Go on at the caret</source>
        <translation>在光标处续写</translation>
    </message>
    <message>
        <source>Rewrite the selection</source>
        <translation>改写所选文字</translation>
    </message>
    <message>
        <source>Accept the next sentence or change</source>
        <translation>采纳下一句或下一处改动</translation>
    </message>
    <message>
        <source>From settings to story</source>
        <translation>从设定到故事</translation>
    </message>
    <message>
        <source>Export the story</source>
        <translation>导出故事</translation>
    </message>
    <message>
        <source>Import a manuscript</source>
        <translation>导入书稿</translation>
    </message>
    <message>
        <source>Side panel</source>
        <translation>侧栏</translation>
    </message>
    <message>
        <source>Map of surprises</source>
        <translation>意外图</translation>
    </message>
    <message>
        <source>Other words for the one at the caret</source>
        <translation>光标处的其他用词</translation>
    </message>
    <message>
        <source>Find and replace</source>
        <translation>查找和替换</translation>
    </message>
    <message>
        <source>Earlier versions of this scene</source>
        <translation>这一场的旧版本</translation>
    </message>
    <message>
        <source>Focus</source>
        <translation>专注</translation>
    </message>
    <message>
        <source>Typewriter scrolling</source>
        <translation>打字机滚动</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>全屏</translation>
    </message>
    <message>
        <source>New entry of the bible</source>
        <translation>新建设定条目</translation>
    </message>
    <message>
        <source>This scene: {status}</source>
        <translation>本场景：{status}</translation>
    </message>
    <message>
        <source>Go on, or accept what is proposed</source>
        <translation>接着写，或采纳提议</translation>
    </message>
    <message>
        <source>Stop the model, or reject what it proposes</source>
        <translation>让模型停下，或不要提议</translation>
    </message>
    <message>
        <source>Choose a next sentence</source>
        <translation>选用下一句</translation>
    </message>
    <message>
        <source>Rename in the outline</source>
        <translation>在大纲中改名</translation>
    </message>
    <message>
        <source>Move up in the outline</source>
        <translation>在大纲中上移</translation>
    </message>
    <message>
        <source>Move down in the outline</source>
        <translation>在大纲中下移</translation>
    </message>
    <message>
        <source>Move deeper in the outline</source>
        <translation>在大纲中往里移</translation>
    </message>
    <message>
        <source>Move further out in the outline</source>
        <translation>在大纲中往外移</translation>
    </message>
    <message>
        <source>Move to the trash in the outline</source>
        <translation>在大纲中移到回收站</translation>
    </message>
    <message>
        <source>Match case</source>
        <translation>区分大小写</translation>
    </message>
    <message>
        <source>Whole words</source>
        <translation>整词</translation>
    </message>
    <message>
        <source>Regular expression</source>
        <translation>正则表达式</translation>
    </message>
    <message>
        <source>Find in the story</source>
        <translation>在故事里查找</translation>
    </message>
    <message>
        <source>The one before</source>
        <translation>上一处</translation>
    </message>
    <message>
        <source>The next one</source>
        <translation>下一处</translation>
    </message>
    <message>
        <source>Replace with</source>
        <translation>替换为</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>Replace all</source>
        <translation>全部替换</translation>
    </message>
    <message>
        <source>%n places</source>
        <translation>%n 处</translation>
    </message>
    <message>
        <source>The first {n} places</source>
        <translation>前 {n} 处</translation>
    </message>
    <message>
        <source>{n} of {all}</source>
        <translation>第 {n} 处，共 {all} 处</translation>
    </message>
    <message>
        <source>Replaced in %n places.</source>
        <translation>替换了 %n 处。</translation>
    </message>
    <message>
        <source>Today, {words}</source>
        <translation>今天写了 {words}</translation>
    </message>
    <message>
        <source>of {goal}</source>
        <translation>共 {goal}</translation>
    </message>
    <message>
        <source>Set a goal</source>
        <translation>定个目标</translation>
    </message>
    <message>
        <source>Characters a day</source>
        <translation>每天的字数</translation>
    </message>
    <message>
        <source>Words a day</source>
        <translation>每天的词数</translation>
    </message>
    <message>
        <source>Set</source>
        <translation>设定</translation>
    </message>
    <message>
        <source>while writing</source>
        <translation>写作时</translation>
    </message>
    <message>
        <source>kept by you</source>
        <translation>你保存的</translation>
    </message>
    <message>
        <source>imported</source>
        <translation>导入的</translation>
    </message>
    <message>
        <source>before a version was restored</source>
        <translation>恢复旧版之前</translation>
    </message>
    <message>
        <source>before the model wrote</source>
        <translation>模型动笔之前</translation>
    </message>
    <message>
        <source>before a replacement</source>
        <translation>替换之前</translation>
    </message>
    <message>
        <source>from another window</source>
        <translation>来自另一个窗口</translation>
    </message>
    <message>
        <source>Restore this version</source>
        <translation>恢复这一版</translation>
    </message>
    <message>
        <source>What changed since this version</source>
        <translation>这一版以来的改动</translation>
    </message>
    <message>
        <source>There is no earlier version yet.</source>
        <translation>还没有旧版本。</translation>
    </message>
    <message>
        <source>Untitled story</source>
        <translation>未命名的故事</translation>
    </message>
    <message>
        <source>New story…</source>
        <translation>新故事……</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>导入……</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出……</translation>
    </message>
    <message>
        <source>Read back a folder…</source>
        <translation>读回文件夹……</translation>
    </message>
    <message>
        <source>Rename the story…</source>
        <translation>给故事改名……</translation>
    </message>
    <message>
        <source>Move the story to the trash</source>
        <translation>把故事移到回收站</translation>
    </message>
    <message>
        <source>New part</source>
        <translation>新的一部</translation>
    </message>
    <message>
        <source>New note</source>
        <translation>新笔记</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>改名</translation>
    </message>
    <message>
        <source>Target words…</source>
        <translation>目标字数……</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>上移</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>下移</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>种类</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>What the model is to know</source>
        <translation>模型要知道的</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>关键词</translation>
    </message>
    <message>
        <source>Keys, parted by commas; /…/ is a regular expression</source>
        <translation>关键词，用逗号分开；/…/ 是正则表达式</translation>
    </message>
    <message>
        <source>When it is sent</source>
        <translation>何时送入</translation>
    </message>
    <message>
        <source>When mentioned</source>
        <translation>提到时</translation>
    </message>
    <message>
        <source>Always</source>
        <translation>始终</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>从不</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>优先级</translation>
    </message>
    <message>
        <source>Most tokens</source>
        <translation>词元上限</translation>
    </message>
    <message>
        <source>Depth</source>
        <translation>深度</translation>
    </message>
    <message>
        <source>Move to the trash</source>
        <translation>移到回收站</translation>
    </message>
    <message>
        <source>The exported book</source>
        <translation>导出的书</translation>
    </message>
    <message>
        <source>Author</source>
        <translation>作者</translation>
    </message>
    <message>
        <source>Dedication</source>
        <translation>献词</translation>
    </message>
    <message>
        <source>Between scenes</source>
        <translation>场景之间</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>An empty line</source>
        <translation>空一行</translation>
    </message>
    <message>
        <source>Character</source>
        <translation>人物</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>地点</translation>
    </message>
    <message>
        <source>Thing</source>
        <translation>物件</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>Target words</source>
        <translation>目标字数</translation>
    </message>
    <message>
        <source>Offer next sentences</source>
        <translation>提供下一句</translation>
    </message>
    <message>
        <source>Check spelling</source>
        <translation>检查拼写</translation>
    </message>
    <message>
        <source>Quotation marks…</source>
        <translation>引号……</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>New story</source>
        <translation>新故事</translation>
    </message>
    <message>
        <source>Language of the story</source>
        <translation>故事的语言</translation>
    </message>
    <message>
        <source>Begin</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Next sentence</source>
        <translation>下一句</translation>
    </message>
    <message>
        <source>Choose with 1 to {n}, or keep writing</source>
        <translation>按 1 到 {n} 选，或者接着写</translation>
    </message>
    <message>
        <source>Choose with 1, or keep writing</source>
        <translation>按 1 选，或者接着写</translation>
    </message>
    <message>
        <source>Outline</source>
        <translation>大纲</translation>
    </message>
    <message>
        <source>{written} of {target}</source>
        <translation>{written}，目标 {target}</translation>
    </message>
    <message>
        <source>Write a story here, with the model as a hand you guide.</source>
        <translation>在这里写故事，模型是你握着的一支笔。</translation>
    </message>
    <message>
        <source>This story has no scene yet.</source>
        <translation>这个故事还没有场次。</translation>
    </message>
    <message>
        <source>Sent to {host}</source>
        <translation>发送到 {host}</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再试一次</translation>
    </message>
    <message>
        <source>Stories</source>
        <translation>故事</translation>
    </message>
    <message>
        <source>Add to the outline</source>
        <translation>添到大纲</translation>
    </message>
    <message>
        <source>More about this scene</source>
        <translation>这一场的更多操作</translation>
    </message>
    <message>
        <source>Show the side panel</source>
        <translation>显示侧栏</translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation>没有保存</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>正在保存……</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>已保存</translation>
    </message>
    <message>
        <source>“{title}” is in the trash.</source>
        <translation>“{title}”已移到回收站。</translation>
    </message>
    <message>
        <source>Author’s note</source>
        <translation>作者按语</translation>
    </message>
    <message>
        <source>What the model is to keep in mind now, such as: slow, no dialogue.</source>
        <translation>要模型眼下记住的，比如：放慢，不要对话。</translation>
    </message>
    <message>
        <source>Summary of this scene</source>
        <translation>这一场的摘要</translation>
    </message>
    <message>
        <source>What later scenes are to know of this one.</source>
        <translation>后面的场次需要知道这一场的什么。</translation>
    </message>
    <message>
        <source>Summarise it</source>
        <translation>写摘要</translation>
    </message>
    <message>
        <source>The model reads the scene…</source>
        <translation>模型正在读这一场……</translation>
    </message>
    <message>
        <source>What it has other than that of {time}</source>
        <translation>与 {time} 那一稿的不同</translation>
    </message>
    <message>
        <source>Untitled</source>
        <translation>未命名</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>采纳</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>不要</translation>
    </message>
    <message>
        <source>Again</source>
        <translation>再来</translation>
    </message>
    <message>
        <source>{name}, take {n} of {all}</source>
        <translation>{name}，第 {n} 稿，共 {all} 稿</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Use it</source>
        <translation>采用</translation>
    </message>
    <message>
        <source>Say what the story is to be. Each step below grows from those above it.</source>
        <translation>说说这个故事要是什么样。下面每一步都从上面几步长出来。</translation>
    </message>
    <message>
        <source>Premise</source>
        <translation>前提</translation>
    </message>
    <message>
        <source>Genre</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Tone</source>
        <translation>语气</translation>
    </message>
    <message>
        <source>Point of view</source>
        <translation>视角</translation>
    </message>
    <message>
        <source>Tense</source>
        <translation>时态</translation>
    </message>
    <message>
        <source>Rules of the world</source>
        <translation>世界的规则</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设定</translation>
    </message>
    <message>
        <source>Characters and places…</source>
        <translation>人物和地点……</translation>
    </message>
    <message>
        <source>Propose a synopsis</source>
        <translation>拟梗概</translation>
    </message>
    <message>
        <source>Propose an outline</source>
        <translation>拟大纲</translation>
    </message>
    <message>
        <source>Scenes of a chapter</source>
        <translation>一章的场次</translation>
    </message>
    <message>
        <source>Propose scenes</source>
        <translation>拟场次</translation>
    </message>
    <message>
        <source>Draft the open scene</source>
        <translation>起草打开的这一场</translation>
    </message>
    <message>
        <source>Back to the manuscript</source>
        <translation>回到正文</translation>
    </message>
    <message>
        <source>It is in the story now.</source>
        <translation>已经放进故事里了。</translation>
    </message>
    <message>
        <source>{n} characters</source>
        <translation>{n} 字</translation>
    </message>
    <message>
        <source>%n words</source>
        <translation>%n 词</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>部</translation>
    </message>
    <message>
        <source>Chapter</source>
        <translation>章</translation>
    </message>
    <message>
        <source>Scene</source>
        <translation>场</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>笔记</translation>
    </message>
    <message>
        <source>Idea</source>
        <translation>构思</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>续写</translation>
    </message>
    <message>
        <source>Draft</source>
        <translation>草稿</translation>
    </message>
    <message>
        <source>Another word</source>
        <translation>另一个词</translation>
    </message>
    <message>
        <source>reading</source>
        <translation>正在读</translation>
    </message>
    <message>
        <source>loading the model, {percent} %</source>
        <translation>正在载入模型，{percent} %</translation>
    </message>
    <message>
        <source>reading, {percent} %</source>
        <translation>正在读，{percent} %</translation>
    </message>
    <message>
        <source>writing, {n} tokens</source>
        <translation>正在写，{n} 个词元</translation>
    </message>
    <message>
        <source>stopping</source>
        <translation>正在停下</translation>
    </message>
    <message>
        <source>{name}, stopped</source>
        <translation>{name}，已停下</translation>
    </message>
    <message>
        <source>Revised</source>
        <translation>改过</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Scene {scene}</source>
        <translation>第{scene}场</translation>
    </message>
    <message>
        <source>Chapter {chapter}, scene {scene}</source>
        <translation>第{chapter}章&#x3000;第{scene}场</translation>
    </message>
    <message>
        <source>Instructions</source>
        <translation>指示</translation>
    </message>
    <message>
        <source>The story’s settings</source>
        <translation>故事设定</translation>
    </message>
    <message>
        <source>Story bible</source>
        <translation>设定</translation>
    </message>
    <message>
        <source>Style sample</source>
        <translation>文风样本</translation>
    </message>
    <message>
        <source>Summaries of earlier scenes</source>
        <translation>前文摘要</translation>
    </message>
    <message>
        <source>Without a name</source>
        <translation>没有名称</translation>
    </message>
    <message>
        <source>always</source>
        <translation>始终送入</translation>
    </message>
    <message>
        <source>when mentioned</source>
        <translation>提到时送入</translation>
    </message>
    <message>
        <source>never sent</source>
        <translation>从不送入</translation>
    </message>
    <message>
        <source>in the text: {key}</source>
        <translation>正文提到：{key}</translation>
    </message>
    <message>
        <source>left out: {why}</source>
        <translation>未送入：{why}</translation>
    </message>
    <message>
        <source>Story bible, this scene</source>
        <translation>设定，本场用到</translation>
    </message>
    <message>
        <source>Lorebooks in and out</source>
        <translation>设定集的导入和导出</translation>
    </message>
    <message>
        <source>New entry</source>
        <translation>新条目</translation>
    </message>
    <message>
        <source>The model reads</source>
        <translation>模型会读到</translation>
    </message>
    <message>
        <source>Show what it would read</source>
        <translation>看看它会读到什么</translation>
    </message>
    <message>
        <source>People, places and rules that the model is to know stand here.</source>
        <translation>模型要知道的人物、地点和规则放在这里。</translation>
    </message>
    <message>
        <source>{used} of {most} tokens</source>
        <translation>{used} / {most} 词元</translation>
    </message>
    <message>
        <source>Bible, {sent} of {all} entries</source>
        <translation>设定，{all} 条中的 {sent} 条</translation>
    </message>
    <message>
        <source>Kept for the continuation</source>
        <translation>留给续写</translation>
    </message>
    <message>
        <source>Nothing is new: it begins at once</source>
        <translation>没有新内容：立刻开始</translation>
    </message>
    <message>
        <source>%n tokens are new</source>
        <translation>新读 %n 个词元</translation>
    </message>
    <message>
        <source>%n tokens are new, under 1 s</source>
        <translation>新读 %n 个词元，不到 1 秒</translation>
    </message>
    <message>
        <source>%n tokens are new, about {s} s</source>
        <translation>新读 %n 个词元，约 {s} 秒</translation>
    </message>
    <message>
        <source>Clearer</source>
        <translation>更清楚</translation>
    </message>
    <message>
        <source>Shorter</source>
        <translation>更短</translation>
    </message>
    <message>
        <source>Longer</source>
        <translation>更长</translation>
    </message>
    <message>
        <source>Another tone…</source>
        <translation>换语气……</translation>
    </message>
    <message>
        <source>Another point of view…</source>
        <translation>换视角……</translation>
    </message>
    <message>
        <source>Show, don’t tell</source>
        <translation>多呈现，少说明</translation>
    </message>
    <message>
        <source>Describe by the senses</source>
        <translation>五感描写</translation>
    </message>
    <message>
        <source>Expand</source>
        <translation>展开</translation>
    </message>
    <message>
        <source>Dialogue from notes</source>
        <translation>把笔记写成对话</translation>
    </message>
    <message>
        <source>Correct</source>
        <translation>改错</translation>
    </message>
    <message>
        <source>Translate…</source>
        <translation>翻译……</translation>
    </message>
    <message>
        <source>Rewrite</source>
        <translation>改写</translation>
    </message>
    <message>
        <source>Accept this change</source>
        <translation>采纳这处改动</translation>
    </message>
    <message>
        <source>Reject this change</source>
        <translation>不要这处改动</translation>
    </message>
    <message>
        <source>Go on here</source>
        <translation>从这里续写</translation>
    </message>
    <message>
        <source>Cut</source>
        <translation>剪切</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>粘贴</translation>
    </message>
    <message>
        <source>Which tone: dry, tender, threatening</source>
        <translation>什么语气：冷淡、温柔、逼人</translation>
    </message>
    <message>
        <source>Whose point of view</source>
        <translation>谁的视角</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>记忆</translation>
    </message>
    <message>
        <source>Takes</source>
        <translation>各稿</translation>
    </message>
    <message>
        <source>Style</source>
        <translation>笔法</translation>
    </message>
    <message>
        <source>Hide the side panel</source>
        <translation>收起侧栏</translation>
    </message>
    <message>
        <source>How it writes</source>
        <translation>怎么写</translation>
    </message>
    <message>
        <source>Careful</source>
        <translation>谨慎</translation>
    </message>
    <message>
        <source>Balanced</source>
        <translation>平稳</translation>
    </message>
    <message>
        <source>Wild</source>
        <translation>奔放</translation>
    </message>
    <message>
        <source>Length of a continuation</source>
        <translation>续写的长度</translation>
    </message>
    <message>
        <source>Don’t repeat itself</source>
        <translation>避免重复</translation>
    </message>
    <message>
        <source>Never write</source>
        <translation>绝不写</translation>
    </message>
    <message>
        <source>a testament to
one phrase a line</source>
        <translation>不禁
一行一个说法</translation>
    </message>
    <message>
        <source>Paste a page of your own: continuations follow it.</source>
        <translation>贴一页自己的文字：续写会跟着它走。</translation>
    </message>
    <message>
        <source>A chat model: better at rewriting. A base model continues prose more freely.</source>
        <translation>对话模型：更善于改写。基础模型续写得更自由。</translation>
    </message>
    <message>
        <source>A base model: better at going on in your style. A chat model rewrites better.</source>
        <translation>基础模型：更善于顺着你的文风续写。对话模型改写得更好。</translation>
    </message>
    <message>
        <source>Continuation</source>
        <translation>续写</translation>
    </message>
    <message>
        <source>Synopsis</source>
        <translation>梗概</translation>
    </message>
    <message>
        <source>Beats</source>
        <translation>情节点</translation>
    </message>
    <message>
        <source>cut at its length</source>
        <translation>写到长度上限</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停下</translation>
    </message>
    <message>
        <source>broken off</source>
        <translation>中断</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>出错</translation>
    </message>
    <message>
        <source>writing</source>
        <translation>正在写</translation>
    </message>
    <message>
        <source>What the model wrote for this scene is kept here, chosen or not.</source>
        <translation>模型为这一场写的都留在这里，不论选没选。</translation>
    </message>
    <message>
        <source>Propose it in the text</source>
        <translation>放到正文里看看</translation>
    </message>
    <message>
        <source>Compare with another…</source>
        <translation>与另一稿比较……</translation>
    </message>
    <message>
        <source>Let it go on</source>
        <translation>让它接着写</translation>
    </message>
    <message>
        <source>Compare with the one before</source>
        <translation>和上一稿比较</translation>
    </message>
    <message>
        <source>Word document</source>
        <translation>Word 文档</translation>
    </message>
    <message>
        <source>EPUB book</source>
        <translation>EPUB 电子书</translation>
    </message>
    <message>
        <source>OpenDocument text</source>
        <translation>OpenDocument 文本</translation>
    </message>
    <message>
        <source>Web page</source>
        <translation>网页</translation>
    </message>
    <message>
        <source>Plain text</source>
        <translation>纯文本</translation>
    </message>
    <message>
        <source>A folder of plain files…</source>
        <translation>纯文本文件夹……</translation>
    </message>
    <message>
        <source>Author, dedication, scene breaks…</source>
        <translation>作者、献词、场景分隔……</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Saved as {name}.</source>
        <translation>已存为 {name}。</translation>
    </message>
    <message>
        <source>“{name}” was not written.</source>
        <translation>没有写出“{name}”。</translation>
    </message>
    <message>
        <source>A folder of plain files</source>
        <translation>纯文本文件夹</translation>
    </message>
    <message>
        <source>Wrote %n files.</source>
        <translation>写了 %n 个文件。</translation>
    </message>
    <message>
        <source>Read back a folder of plain files</source>
        <translation>读回纯文本文件夹</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>读取</translation>
    </message>
    <message>
        <source>Read %n changed files.</source>
        <translation>读取了 %n 个有改动的文件。</translation>
    </message>
    <message>
        <source>Where the scene had changed too, the file is among its earlier versions.</source>
        <translation>若场景也有改动，文件的内容在其历史版本中。</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Manuscripts ({endings})</source>
        <translation>书稿 ({endings})</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>%n scenes</source>
        <translation>%n 场</translation>
    </message>
    <message>
        <source>Imported {name}, {scenes}.</source>
        <translation>已导入《{name}》，{scenes}。</translation>
    </message>
    <message>
        <source>There is no dictionary of this language. Put a Hunspell one (.dic and .aff) into this folder, and open the story again.</source>
        <translation>没有这种语言的词典。请把 Hunspell 词典（.dic 和 .aff 文件）放进这个文件夹，然后重新打开故事。</translation>
    </message>
    <message>
        <source>Import a lorebook…</source>
        <translation>导入设定集……</translation>
    </message>
    <message>
        <source>Export for {program}…</source>
        <translation>导出给 {program}……</translation>
    </message>
    <message>
        <source>Import a lorebook</source>
        <translation>导入设定集</translation>
    </message>
    <message>
        <source>Lorebooks (*.json *.lorebook *.scenario *.story *.png)</source>
        <translation>世界书 (*.json *.lorebook *.scenario *.story *.png)</translation>
    </message>
    <message>
        <source>Imported %n entries.</source>
        <translation>导入了 %n 条。</translation>
    </message>
    <message>
        <source>%n could not be read.</source>
        <translation>%n 个无法读取。</translation>
    </message>
    <message>
        <source>Exported %n entries.</source>
        <translation>导出了 %n 条。</translation>
    </message>
    <message>
        <source>How probable it was</source>
        <translation>当时的概率</translation>
    </message>
    <message>
        <source>A click goes on from there as a new take</source>
        <translation>点一下，从那里另写一稿</translation>
    </message>
    <message>
        <source>Spelling of “{word}”…</source>
        <translation>“{word}”的拼写……</translation>
    </message>
    <message>
        <source>Add to my words</source>
        <translation>加到我的词里</translation>
    </message>
    <message>
        <source>The dictionary knows nothing like it</source>
        <translation>词典里没有相近的词</translation>
    </message>
    <message>
        <source>Expected:</source>
        <translation>原以为会是：</translation>
    </message>
</context>
<context>
    <name>TranslatePane</name>
    <message>
        <source>Swap the languages</source>
        <translation>交换语言</translation>
    </message>
    <message>
        <source>detected</source>
        <translation>检测到</translation>
    </message>
    <message>
        <source>From: {language}</source>
        <translation>从：{language}</translation>
    </message>
    <message>
        <source>Into: {language}</source>
        <translation>译成：{language}</translation>
    </message>
    <message>
        <source>Detect the language</source>
        <translation>自动检测语言</translation>
    </message>
    <message>
        <source>Glossary</source>
        <translation>术语表</translation>
    </message>
    <message>
        <source>Glossary, %n terms</source>
        <translation>术语表，%n 条</translation>
    </message>
    <message>
        <source>Formal</source>
        <translation>正式</translation>
    </message>
    <message>
        <source>Informal</source>
        <translation>随意</translation>
    </message>
    <message>
        <source>Any tone</source>
        <translation>语气不限</translation>
    </message>
    <message>
        <source>Instructions…</source>
        <translation>要求……</translation>
    </message>
    <message>
        <source>Instead of {word}</source>
        <translation>代替“{word}”</translation>
    </message>
    <message>
        <source>Asking the model…</source>
        <translation>正在询问模型……</translation>
    </message>
    <message>
        <source>The model knows no other word here.</source>
        <translation>模型在这里想不出别的词。</translation>
    </message>
    <message>
        <source>The rest of the sentence follows</source>
        <translation>句子的其余部分随之重写</translation>
    </message>
    <message>
        <source>Translate again</source>
        <translation>重新翻译</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Next doubtful ({keys})</source>
        <translation>下一处存疑（{keys}）</translation>
    </message>
    <message>
        <source>No installed model can translate.</source>
        <translation>已装的模型都不能翻译。</translation>
    </message>
    <message>
        <source>Add a model</source>
        <translation>添加模型</translation>
    </message>
    <message>
        <source>{name} translates.</source>
        <translation>由 {name} 翻译。</translation>
    </message>
    <message>
        <source>{name} translates: small and quick, often wrong.</source>
        <translation>由 {name} 翻译：小而快，常有错。</translation>
    </message>
    <message>
        <source>Sent to {host}.</source>
        <translation>发送到 {host}。</translation>
    </message>
    <message>
        <source>{name} does better: use it</source>
        <translation>{name} 译得更好：改用它</translation>
    </message>
    <message>
        <source>Add a better model</source>
        <translation>添加更好的模型</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>being translated</source>
        <translation>正在翻译</translation>
    </message>
    <message>
        <source>translated</source>
        <translation>已译</translation>
    </message>
    <message>
        <source>translated with terms of the glossary</source>
        <translation>已按术语表翻译</translation>
    </message>
    <message>
        <source>doubtful: look at it</source>
        <translation>存疑，请看一看</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Open a document</source>
        <translation>打开文档</translation>
    </message>
    <message>
        <source>Documents ({endings})</source>
        <translation>文档 ({endings})</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Translation only (*.{ending})</source>
        <translation>仅译文 (*.{ending})</translation>
    </message>
    <message>
        <source>Source above its translation (*.{ending})</source>
        <translation>原文在上，译文在下 (*.{ending})</translation>
    </message>
    <message>
        <source>Source beside its translation (*.{ending})</source>
        <translation>原文与译文并排 (*.{ending})</translation>
    </message>
    <message>
        <source>Save the translation</source>
        <translation>保存译文</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Find a title</source>
        <translation>查找标题</translation>
    </message>
    <message>
        <source>Translations will be kept here.</source>
        <translation>译文会留在这里。</translation>
    </message>
    <message>
        <source>Find a language</source>
        <translation>查找语言</translation>
    </message>
    <message>
        <source>Languages</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Detect it</source>
        <translation>自动检测</translation>
    </message>
    <message>
        <source>Scroll both pages</source>
        <translation>两页一起滚动</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>原文</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Stop: save what is done, leave the rest as it is</source>
        <translation>停止：保存已译的，其余保持原样</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>保存……</translation>
    </message>
    <message>
        <source>{done} of {total} sentences</source>
        <translation>已译 {done} / {total} 句</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>translated back {done} of {total}</source>
        <translation>已回译 {done} / {total}</translation>
    </message>
    <message>
        <source>complete</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>stopped; the rest stays as it is</source>
        <translation>已停止，其余保持原样</translation>
    </message>
    <message>
        <source>paused; what is done is kept</source>
        <translation>已暂停，译好的都还在</translation>
    </message>
    <message>
        <source>Copy the translation</source>
        <translation>复制译文</translation>
    </message>
    <message>
        <source>More about this translation</source>
        <translation>这篇译文的更多操作</translation>
    </message>
    <message>
        <source>New translation</source>
        <translation>新的翻译</translation>
    </message>
    <message>
        <source>Use the memory’s offer</source>
        <translation>采用记忆库的译文</translation>
    </message>
    <message>
        <source>Stop the translation</source>
        <translation>停止翻译</translation>
    </message>
    <message>
        <source>Next doubtful row</source>
        <translation>下一处存疑</translation>
    </message>
    <message>
        <source>Translate</source>
        <translation>翻译</translation>
    </message>
    <message>
        <source>Translations</source>
        <translation>译文</translation>
    </message>
    <message>
        <source>“{title}” is in the trash.</source>
        <translation>“{title}”已移到回收站。</translation>
    </message>
    <message>
        <source>%n doubtful</source>
        <translation>%n 处存疑</translation>
    </message>
    <message>
        <source>Edit the translation of a sentence</source>
        <translation>修改一句的译文</translation>
    </message>
    <message>
        <source>Other words for the one at the caret</source>
        <translation>光标处还可以用的词</translation>
    </message>
    <message>
        <source>Open a translation in the list</source>
        <translation>在列表中打开译文</translation>
    </message>
    <message>
        <source>Delete in the list</source>
        <translation>在列表中删除</translation>
    </message>
    <message>
        <source>The translation is on the clipboard.</source>
        <translation>译文已复制到剪贴板。</translation>
    </message>
    <message>
        <source>The translation has been saved.</source>
        <translation>译文已保存。</translation>
    </message>
    <message>
        <source>Save the translation…</source>
        <translation>保存译文……</translation>
    </message>
    <message>
        <source>Glossary and memory</source>
        <translation>术语表与翻译记忆</translation>
    </message>
    <message>
        <source>What is translated…</source>
        <translation>翻译哪些内容……</translation>
    </message>
    <message>
        <source>Doubtful rows first</source>
        <translation>存疑的排在前面</translation>
    </message>
    <message>
        <source>Show how sure the model is</source>
        <translation>显示模型有多大把握</translation>
    </message>
    <message>
        <source>Translate back and measure</source>
        <translation>回译并打分</translation>
    </message>
    <message>
        <source>Translate everything again</source>
        <translation>全部重新翻译</translation>
    </message>
    <message>
        <source>Mind the preceding sentences: better, slower</source>
        <translation>参考前文：更好，但更慢</translation>
    </message>
    <message>
        <source>Move the translation to the trash</source>
        <translation>将翻译移到回收站</translation>
    </message>
    <message>
        <source>Every text</source>
        <translation>所有文字</translation>
    </message>
    <message>
        <source>loading the model, {percent} %</source>
        <translation>正在载入模型，{percent} %</translation>
    </message>
    <message>
        <source>Translation</source>
        <translation>译文</translation>
    </message>
    <message>
        <source>{edit} edits a sentence, {words} shows other words.</source>
        <translation>按 {edit} 修改一句，按 {words} 显示其他说法。</translation>
    </message>
    <message>
        <source>Translation of this sentence</source>
        <translation>这一句的译文</translation>
    </message>
    <message>
        <source>, </source>
        <translation>，</translation>
    </message>
    <message>
        <source>The model is unsure</source>
        <translation>模型没有把握</translation>
    </message>
    <message>
        <source>written or kept by you</source>
        <translation>由你写下或保留</translation>
    </message>
    <message>
        <source>from the memory</source>
        <translation>来自记忆库</translation>
    </message>
    <message>
        <source>a word on average {mean} % probable</source>
        <translation>每个词平均概率 {mean} %</translation>
    </message>
    <message>
        <source>the least {least} %</source>
        <translation>最低 {least} %</translation>
    </message>
    <message>
        <source>length {ratio}</source>
        <translation>长度比 {ratio}</translation>
    </message>
    <message>
        <source>translated back {chrf} of 100</source>
        <translation>回译得分 {chrf}（满分 100）</translation>
    </message>
    <message>
        <source>with {adapters}</source>
        <translation>使用 {adapters}</translation>
    </message>
    <message>
        <source>{n} characters a minute</source>
        <translation>每分钟 {n} 个字符</translation>
    </message>
    <message>
        <source>less than a minute left</source>
        <translation>剩余不到一分钟</translation>
    </message>
    <message>
        <source>about {n} min left</source>
        <translation>约剩 {n} 分钟</translation>
    </message>
    <message>
        <source>about {hours} h {minutes} min left</source>
        <translation>约剩 {hours} 小时 {minutes} 分钟</translation>
    </message>
    <message>
        <source>Untitled</source>
        <translation>无标题</translation>
    </message>
    <message>
        <source>Instructions</source>
        <translation>要求</translation>
    </message>
    <message>
        <source>For example: for a child of seven</source>
        <translation>例如：写给七岁的孩子</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>确定</translation>
    </message>
    <message>
        <source>Type or paste a text, or drop a document.</source>
        <translation>输入或粘贴文字，或拖入文档。</translation>
    </message>
    <message>
        <source>Open a document…</source>
        <translation>打开文档……</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Import and export</source>
        <translation>导入与导出</translation>
    </message>
    <message>
        <source>Term</source>
        <translation>术语</translation>
    </message>
    <message>
        <source>Its translation</source>
        <translation>译法</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Terms that stand here are always translated the same way.</source>
        <translation>这里的术语总是译成同样的词。</translation>
    </message>
    <message>
        <source>Remove {term}</source>
        <translation>移除 {term}</translation>
    </message>
    <message>
        <source>The terms have been imported.</source>
        <translation>术语已导入。</translation>
    </message>
    <message>
        <source>The file has been saved.</source>
        <translation>文件已保存。</translation>
    </message>
    <message>
        <source>%n entries have been imported.</source>
        <translation>已导入 %n 条。</translation>
    </message>
    <message>
        <source>Import terms (csv, TBX)…</source>
        <translation>导入术语（csv、TBX）……</translation>
    </message>
    <message>
        <source>Export terms as csv…</source>
        <translation>导出术语为 csv……</translation>
    </message>
    <message>
        <source>Export terms as TBX…</source>
        <translation>导出术语为 TBX……</translation>
    </message>
    <message>
        <source>Import a memory (TMX)…</source>
        <translation>导入翻译记忆（TMX）……</translation>
    </message>
    <message>
        <source>Export the memory (TMX)…</source>
        <translation>导出翻译记忆（TMX）……</translation>
    </message>
    <message>
        <source>Memory, {percent} % alike: {target}</source>
        <translation>记忆库，{percent} % 相似：{target}</translation>
    </message>
    <message>
        <source>Use it ({keys})</source>
        <translation>采用（{keys}）</translation>
    </message>
</context>
<context>
    <name>Translation</name>
    <message>
        <source>nothing was translated</source>
        <translation>没有译出内容</translation>
    </message>
    <message>
        <source>the translation is cut off</source>
        <translation>译文不完整，被截断了</translation>
    </message>
    <message>
        <source>the translation repeats itself</source>
        <translation>译文反复重复</translation>
    </message>
    <message>
        <source>the translation may be in another language</source>
        <translation>译文可能不是目标语言</translation>
    </message>
    <message>
        <source>the translation is much longer than the source</source>
        <translation>译文比原文长得多</translation>
    </message>
    <message>
        <source>the translation is much shorter than the source</source>
        <translation>译文比原文短得多</translation>
    </message>
    <message>
        <source>the source was only repeated</source>
        <translation>只是照抄了原文</translation>
    </message>
    <message>
        <source>a number is missing</source>
        <translation>少了数字</translation>
    </message>
    <message>
        <source>an address is missing</source>
        <translation>少了网址或邮箱地址</translation>
    </message>
    <message>
        <source>a placeholder is missing or added</source>
        <translation>占位符缺失或多出</translation>
    </message>
    <message>
        <source>formatting is missing</source>
        <translation>少了格式</translation>
    </message>
    <message>
        <source>a term of the glossary is missing</source>
        <translation>没有用到术语表里的词</translation>
    </message>
    <message>
        <source>the model is unsure</source>
        <translation>模型没有把握</translation>
    </message>
    <message>
        <source>the model’s process failed</source>
        <translation>模型的进程出错了</translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message>
        <source>Open Lamplight</source>
        <translation>打开灯下</translation>
    </message>
    <message>
        <source>New conversation</source>
        <translation>新对话</translation>
    </message>
    <message>
        <source>Translate the clipboard</source>
        <translation>翻译剪贴板</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
</context>
<context>
    <name>Unsent</name>
    <message>
        <source>repetition penalty</source>
        <translation>重复惩罚</translation>
    </message>
    <message>
        <source>typical</source>
        <translation>典型采样</translation>
    </message>
    <message>
        <source>banned phrases</source>
        <translation>禁用短语</translation>
    </message>
    <message>
        <source>grammar</source>
        <translation>语法约束</translation>
    </message>
</context>
<context>
    <name>Updates</name>
    <message>
        <source>Version {version} is the newest.</source>
        <translation>版本 {version} 已是最新。</translation>
    </message>
    <message>
        <source>There is version {newest}; this is {version}.</source>
        <translation>有新版本 {newest}；当前是 {version}。</translation>
    </message>
    <message>
        <source>This one runs from its source: git pull in {folder}, then make run, brings version {version}.</source>
        <translation>当前从源代码运行：在 {folder} 里执行 git pull，再执行 make run，就是版本 {version}。</translation>
    </message>
    <message>
        <source>Flatpak brings it: flatpak update {name}</source>
        <translation>由 Flatpak 更新：flatpak update {name}</translation>
    </message>
    <message>
        <source>There is no package of it for this system ({kind}, {machine}).</source>
        <translation>它没有适合这个系统的安装包（{kind}，{machine}）。</translation>
    </message>
    <message>
        <source>Version {version} is installed; the next start is of it.</source>
        <translation>版本 {version} 已安装，下次启动就是它。</translation>
    </message>
    <message>
        <source>The system’s installer has {name} now, and goes on.</source>
        <translation>{name} 已交给系统的安装程序继续。</translation>
    </message>
    <message>
        <source>{path} is checked and ready: put it in the place of the program.</source>
        <translation>{path} 已核对好：用它替换现有的程序。</translation>
    </message>
    <message>
        <source>Look for a new version</source>
        <translation>检查新版本</translation>
    </message>
    <message>
        <source>Look now</source>
        <translation>现在检查</translation>
    </message>
    <message>
        <source>Go back to the version before</source>
        <translation>退回旧版本</translation>
    </message>
    <message>
        <source>Go back…</source>
        <translation>退回…</translation>
    </message>
    <message>
        <source>Install version {version} now?</source>
        <translation>现在安装版本 {version}？</translation>
    </message>
    <message>
        <source>Your writing is copied first, and the copy checked. The window closes, the system may ask for a password, and the new version opens. It can be gone back from.</source>
        <translation>会先复制你的文稿并核对副本。窗口会关闭，系统可能要求输入密码，然后打开新版本。以后可以退回。</translation>
    </message>
    <message>
        <source>Install it</source>
        <translation>安装</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>暂不</translation>
    </message>
    <message>
        <source>What you wrote since then stays: that version can read it.</source>
        <translation>此后写的内容会保留：那个版本能读取。</translation>
    </message>
    <message>
        <source>That version can’t read what this one has made of the database: the copy from before the update is gone back to. What was written since then is kept as a backup, for a newer version.</source>
        <translation>那个版本读不了当前版本改动过的数据库，因此会退回更新前的副本。此后写的内容会作为备份保留，供较新的版本使用。</translation>
    </message>
    <message>
        <source> {host} is asked for it.</source>
        <translation>会向 {host} 取得它。</translation>
    </message>
    <message>
        <source>Go back to version {version}?</source>
        <translation>退回版本 {version}？</translation>
    </message>
    <message>
        <source>Go back</source>
        <translation>退回</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>不退回</translation>
    </message>
    <message>
        <source>{done} of {size}</source>
        <translation>{done}，共 {size}</translation>
    </message>
    <message>
        <source>{host} is asked for the list of versions; it sees this machine’s address.</source>
        <translation>向 {host} 询问版本列表；它会看到这台电脑的地址。</translation>
    </message>
    <message>
        <source>This build has no key to tell genuine versions by: nobody is asked.</source>
        <translation>这个构建没有辨认真实版本的密钥，因此不会询问任何人。</translation>
    </message>
    <message>
        <source>Version {version}, with data that it can read.</source>
        <translation>版本 {version}，并带上它能读取的数据。</translation>
    </message>
    <message>
        <source>It is here, and its signature is right.</source>
        <translation>已下载，签名正确。</translation>
    </message>
    <message>
        <source>{size}, from {host}.</source>
        <translation>{size}，来自 {host}。</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Install…</source>
        <translation>安装…</translation>
    </message>
    <message>
        <source>Fetch it</source>
        <translation>下载</translation>
    </message>
    <message>
        <source>There is version {version} of Lamplight.</source>
        <translation>灯下有新版本 {version}。</translation>
    </message>
</context>
<context>
    <name>Widgets</name>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Show log</source>
        <translation>查看日志</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Close what is open over the window</source>
        <translation>关闭窗口上打开的内容</translation>
    </message>
</context>
</TS>
