namespace Gantry.Console.Language;

/// <summary>The words of the page of API keys.</summary>
public sealed class KeyWords(Tongue tongue) : Wording(tongue)
{
    public string Title => Say("API keys", "API 密钥");
    public string Create => Say("Create key", "创建密钥");
    public string Find => Say("Find", "查找");
    public string FindHint => Say("Name, group or ends of the key", "名称、分组或密钥首尾");
    public string Show => Say("Show", "显示");
    public string InUse => Say("In use", "可用");
    public string RevokedOnes => Say("Revoked", "已吊销");
    public string All => Say("All", "全部");
    public string Name => Say("Name", "名称");
    public string Key => Say("Key", "密钥");
    public string Groups => Say("Groups", "分组");
    public string Caps => Say("Spending caps", "消费上限");
    public string Created => Say("Created", "创建时间");
    public string LastUsed => Say("Last used", "最近使用");
    public string Expires => Say("Expires", "到期时间");
    public string Actions => Say("Actions", "操作");
    public string Never => Say("never", "从未");
    public string NoEnd => Say("does not expire", "永不过期");
    public string NoCap => Say("none", "无");
    public string StateActive => Say("In use", "可用");
    public string StateRevoked => Say("Revoked", "已吊销");
    public string StateExpired => Say("Expired", "已过期");
    public string Edit => Say("Edit", "编辑");
    public string Rotate => Say("Rotate", "轮换");
    public string Revoke => Say("Revoke", "吊销");
    public string Previous => Say("Previous", "上一页");
    public string Next => Say("Next", "下一页");
    public string EmptyTitle => Say("No keys yet", "还没有密钥");
    public string EmptyText => Say("A client signs in with an API key. Create one for each program or device, so that one can be revoked without the others.", "客户端使用 API 密钥访问。请为每个程序或设备各建一个，以便单独吊销。");
    public string NothingFound => Say("No key matches.", "没有匹配的密钥。");
    public string FromFile => Say("Declared in the configuration file, which sets it again when it is applied", "由配置文件声明，应用配置时会被重新设置");
    public string NewTitle => Say("Create an API key", "创建 API 密钥");
    public string EditTitle => Say("Edit the key", "编辑密钥");
    public string Save => Say("Save", "保存");
    public string NameHint => Say("What it is for, such as laptop.", "用途，例如 laptop。");
    public string GroupsHint => Say("The first that has the model serves it; auto stands for all of them.", "由第一个拥有该模型的分组提供服务；auto 表示全部分组。");
    public string NoGroup => Say("none: choose at least one", "未选择：请至少选择一个");
    public string AutoNote => Say("all active groups", "全部启用的分组");
    public string Fallback => Say("Later groups serve where the first cannot", "前面的分组不可用时由后面的分组提供服务");
    public string Models => Say("Models", "模型");
    public string ModelsHint => Say("None chosen: every model of its groups. Aliases can be typed.", "不选表示分组内的全部模型。可输入别名。");
    public string Limits => Say("Limits", "限制");
    public string ExpiresHint => Say("Empty: it does not expire.", "留空表示永不过期。");
    public string CapDay => Say("USD per day", "每日 USD");
    public string CapWeek => Say("USD per week", "每周 USD");
    public string CapMonth => Say("USD per month", "每月 USD");
    public string CapTotal => Say("USD in total", "总计 USD");
    public string CapsHint => Say("Empty: no cap.", "留空表示不限。");
    public string RateRequests => Say("Requests per minute", "每分钟请求数");
    public string RateTokens => Say("Tokens per minute", "每分钟 token 数");
    public string RateConcurrent => Say("At once", "并发数");
    public string RatesHint => Say("All empty: the gateway's usual limits.", "全部留空：使用网关默认限制。");
    public string Capture => Say("Keep requests and answers", "保留请求与回答");
    public string CaptureHint => Say("Sealed, for so many days; empty: nothing is kept.", "加密保存的天数；留空表示不保留。");
    public string PaidBy => Say("Paid by", "付费方");
    public string PaidByMe => Say("my own wallet", "我的钱包");
    public string PaidByTeam(string team) => Say($"team {team}", $"团队 {team}");
    public string TeamHint => Say("A team pays within your budget there. This cannot be changed later.", "团队付费时受你在其中的预算限制，之后不可更改。");
    public string Networks => Say("Networks", "网络");
    public string NetworksHint => Say("Where clients must come from, such as 10.1.0.0/16; empty for anywhere.", "客户端来源，例如 10.1.0.0/16；留空表示不限。");
    public string Operations => Say("Operations", "操作类型");
    public string OperationsHint => Say("None chosen: everything that clients can ask for.", "不选表示允许全部操作。");
    public string Advanced => Say("Routing", "路由");
    public string AutoOrder => Say("Groups that auto may use", "auto 可用的分组");
    public string AutoOrderHint => Say("In order; none chosen: all active ones.", "按顺序；不选表示全部启用的分组。");
    public string AutoFactor => Say("Most of the list price that auto may pay", "auto 可接受的最高价格倍率");
    public string AutoFactorHint => Say("A factor such as 1.2; empty for no ceiling.", "倍率，例如 1.2；留空表示不限。");
    public string AutoSticky => Say("A session stays with the group that served it last", "会话固定使用上次提供服务的分组");
    public string ModelsMap => Say("Names of models", "模型名称映射");
    public string ModelsMapHint => Say("One a line: asked = served.", "每行一条：请求名 = 实际模型。");
    public string RoutesTitle => Say("Models by purpose, for Messages clients", "按用途选择模型（Messages 客户端）");
    public string RouteDefault => Say("Usual", "默认");
    public string RouteBackground => Say("Background", "后台");
    public string RouteThink => Say("Thinking", "思考");
    public string RouteLong => Say("Long prompts", "长提示词");
    public string RouteLongAbove => Say("Long above, in tokens", "长提示词阈值（token）");
    public string RouteImage => Say("Pictures", "图片");
    public string RouteWebSearch => Say("Web search", "网络搜索");
    public string RouteSubagent => Say("Subagents", "子代理");
    public string IssuedTitle => Say("Keep this key now", "请立即保存此密钥");
    public string IssuedText => Say("It is shown this once. Who has it can spend your balance.", "仅显示这一次。持有者可以消费你的余额。");
    public string UseIn => Say("Use it in", "用于");
    public string StepByStep => Say("Set up step by step", "按步骤设置");
    public string Done => Say("I have kept it", "我已保存");
    public string RotateTitle => Say("Give the key another secret", "更换密钥内容");
    public string RotateText => Say("Name, limits and history stay. The former secret goes on working for as long as you choose, so that clients can be changed one by one.", "名称、限制和历史记录保持不变。旧密钥在所选时间内继续有效，便于逐个更换客户端。");
    public string Overlap => Say("Former secret works for", "旧密钥继续有效");
    public string OverlapNone => Say("no longer: it stops at once", "立即失效");
    public string OverlapHour => Say("one hour", "1 小时");
    public string OverlapDay => Say("one day", "1 天");
    public string OverlapWeek => Say("seven days", "7 天");
    public string RevokeTitle => Say("Revoke the key", "吊销密钥");
    public string RevokeText => Say("Requests with it are refused from now on. This cannot be undone.", "之后使用它的请求将被拒绝。此操作无法撤销。");
    public string Check => Say("Check what is marked below.", "请检查下面标出的内容。");
    public string NotANumber => Say("Write a whole number.", "请填写整数。");
    public string BadLine => Say("Write one pair a line: asked = served.", "每行一对：请求名 = 实际模型。");
    public string Changed => Say("Somebody changed this key meanwhile. Close and open it again.", "此密钥已被他人修改。请关闭后重新打开。");

    public string Created1(string name) => Say($"{name} was created.", $"已创建 {name}。");
    public string Saved(string name) => Say($"{name} was saved.", $"已保存 {name}。");
    public string Rotated(string name) => Say($"{name} has another secret.", $"{name} 的密钥已更换。");
    public string Revoked(string name) => Say($"{name} was revoked.", $"已吊销 {name}。");
    public string FormerUntil(string until) => Say($"Former secret works until {until}", $"旧密钥有效至 {until}");
    public string Range(int from, int to, int all) => Say($"{from} to {to} of {all}", $"第 {from}–{to} 项，共 {all} 项");
    public string EditOf(string name) => Say($"Edit {name}", $"编辑 {name}");
    public string RotateOf(string name) => Say($"Rotate {name}", $"轮换 {name}");
    public string RevokeOf(string name) => Say($"Revoke {name}", $"吊销 {name}");

    public string Cap(string amount, string window) => window switch
    {
        "day" => Say($"{amount} a day", $"{amount}/日"),
        "week" => Say($"{amount} a week", $"{amount}/周"),
        "month" => Say($"{amount} a month", $"{amount}/月"),
        _ => Say($"{amount} in total", $"总计 {amount}"),
    };
}
