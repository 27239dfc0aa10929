using Gantry.Contracts.Connect;

namespace Gantry.Console.Language;

/// <summary>The words around set-ups; what a client needs is told by its recipe.</summary>
public sealed class ConnectWords(Tongue tongue) : Wording(tongue)
{
    public string Title => Say("Connect a client", "连接客户端");
    public string Intro => Say("Choose what you work with. Each page is filled with this server's address, and shows the first request as it arrives.", "选择你使用的工具。每个页面已填入本服务器地址，并实时显示收到的第一个请求。");
    public string Find => Say("Find a client", "查找客户端");
    public string None => Say("No client of that name. With any other, use the base URL of the OpenAI SDK, or that of the Anthropic SDK.", "没有该名称的客户端。其他客户端请使用 OpenAI SDK 或 Anthropic SDK 的基础 URL。");
    public string Back => Say("All clients", "所有客户端");
    public string KeyTitle => Say("Key", "密钥");
    public string KeyText => Say("Keys are shown once. Make one for this client, or paste one that you have kept.", "密钥只显示一次。请为此客户端创建一个，或粘贴已保存的密钥。");
    public string GroupLabel => Say("Group", "分组");
    public string AllGroups => Say("auto: all groups", "auto：所有分组");
    public string PasteLabel => Say("Paste a key", "粘贴密钥");
    public string Forget => Say("Use another", "换一个");
    public string HeldText => Say("It is filled in below, and kept in this page's memory alone. Copy it now if you need it elsewhere.", "已填入下方内容，仅保存在本页内存中。如需在别处使用，请现在复制。");
    public string Pasted => Say("Pasted key", "粘贴的密钥");
    public string ModelLabel => Say("Model", "模型");
    public string SmallLabel => Say("Small model", "小模型");
    public string NoModels => Say("This group serves no model yet. An administrator adds upstreams and deployments.", "此分组尚无模型。请管理员添加上游和部署。");
    public string SystemLabel => Say("System", "系统");
    public string VariantLabel => Say("Way", "方式");
    public string StepsTitle => Say("Set it up", "设置");
    public string SeeLabel => Say("You should see:", "应看到：");
    public string TrapsTitle => Say("Known traps", "常见问题");
    public string FieldColumn => Say("Field", "字段");
    public string ValueColumn => Say("Value", "值");
    public string PanelTitle => Say("First request", "首个请求");
    public string Waiting => Say("Waiting for your first request…", "正在等待你的第一个请求…");
    public string WaitingText => Say("Requests with the key on this page appear here as they arrive.", "使用本页密钥的请求到达时会显示在这里。");
    public string WaitingAny => Say("Requests with any key of yours appear here as they arrive. Choose a key to see that one alone.", "使用你任意密钥的请求到达时会显示在这里。选择密钥后只显示该密钥的请求。");
    public string NothingTitle => Say("Nothing has arrived yet. What never reaches the gateway cannot be seen here:", "尚未收到任何请求。未到达网关的请求无法在此显示：");
    public string NothingAddress => Say("another address or port, or http where https is served: compare with the address above, or open it in a browser on that machine", "地址或端口错误，或在 https 端口使用 http：请与上方地址比较，或在该机器的浏览器中打开");
    public string NothingProxy => Say("a proxy variable (HTTPS_PROXY, HTTP_PROXY) that leads elsewhere, or a firewall", "代理变量（HTTPS_PROXY、HTTP_PROXY）指向别处，或防火墙拦截");
    public string NothingKey => Say("no key at all, or one of another service: the client then says 401", "未携带密钥，或使用了其他服务的密钥：客户端会显示 401");
    public string NothingClient => Say("a client that was not started anew, or reads another file", "客户端未重新启动，或读取了其他文件");
    public string Works => Say("It works", "连接成功");
    public string WorksMended => Say("It works, with a mistake mended", "连接成功，但有一处设置被修正");
    public string Wrong => Say("Something is wrong", "设置有误");
    public string Behind => Say("Your set-up is right", "设置正确");
    public string FixLabel => Say("What to do:", "处理方法：");
    public string Request => Say("Request", "请求");
    public string ServedAs => Say("served as", "实际处理为");
    public string KeyIn => Say("Key in", "密钥位置");
    public string NoKey => Say("no key", "无密钥");
    public string Asked => Say("Model asked for", "请求的模型");
    public string ProtocolLabel => Say("Protocol", "协议");
    public string StatusLabel => Say("Status", "状态");
    public string AgentLabel => Say("Client", "客户端");
    public string OverSocket => Say("over a WebSocket", "通过 WebSocket");
    public string Before => Say("What arrived", "已收到的请求");
    public string PanelGone => Say("This page no longer watches: another was opened, or an hour has passed. Reload it to go on.", "本页已停止监听：打开了其他页面，或已超过一小时。请刷新后继续。");

    public string MakeFor(string client) => Say($"Make a key for {client}", $"为 {client} 创建密钥");
    public string Made(string name) => Say($"The key {name} was made and filled in.", $"已创建密钥 {name} 并填入。");
    public string CopyOf(string what) => Say($"Copy {what}", $"复制 {what}");
    public string Step(int number) => Say($"step {number}", $"步骤 {number}");

    public string Kind(RecipeKind kind) => kind switch
    {
        RecipeKind.Terminal => Say("In the terminal", "终端"),
        RecipeKind.Editor => Say("In an editor", "编辑器"),
        RecipeKind.App => Say("Applications", "应用"),
        _ => Say("Libraries", "开发库"),
    };
}
