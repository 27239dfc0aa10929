namespace Gantry.Console.Language;

/// <summary>The words of the pages of groups.</summary>
public sealed class GroupWords(Tongue tongue) : Wording(tongue)
{
    public string Title => Say("Groups", "分组");
    public string Add => Say("Add a group", "添加分组");
    public string AddTitle => Say("Add a group", "添加分组");
    public string EditTitle => Say("Edit the group", "编辑分组");
    public string DeleteTitle => Say("Delete the group", "删除分组");
    public string DeleteText => Say("Nothing is served through it any more. Keys that name it have to be changed first.", "不再通过它提供服务。须先修改引用它的密钥。");
    public string DeleteHanging => Say("These deployments go with it:", "以下部署将一并删除：");
    public string EmptyTitle => Say("No groups yet", "还没有分组");
    public string EmptyText => Say("A key is assigned to groups, and a group says which models it serves, through which upstreams, at what factor on the list price. Offering models of an upstream makes the first one.", "密钥归属于分组；分组决定提供哪些模型、经由哪些上游、按列表价的多少倍计费。提供某个上游的模型时会自动建立第一个分组。");
    public string ToUpstreams => Say("To the upstreams", "前往上游");
    public string Find => Say("Find", "查找");
    public string FindHint => Say("Name or description", "名称或说明");
    public string NothingFound => Say("No group matches.", "没有匹配的分组。");
    public string Name => Say("Name", "名称");
    public string NameHint => Say("Keys name it; it cannot be changed later.", "密钥通过名称引用，之后不可更改。");
    public string Description => Say("Description", "说明");
    public string Factor => Say("Factor on list prices", "列表价倍率");
    public string FactorHint => Say("1.0 is the list price, 0.8 a fifth less.", "1.0 为列表价，0.8 为八折。");
    public string Status => Say("Status", "状态");
    public string Serves => Say("Serves", "提供服务");
    public string Actions => Say("Actions", "操作");
    public string Open => Say("Open", "打开");
    public string Active => Say("Active", "启用");
    public string Deprecated => Say("Deprecated", "即将停用");
    public string Closed => Say("Closed", "已关闭");
    public string Replacement => Say("Use instead", "改用");
    public string ReplacementHint => Say("Another group, named in answers once this one is no longer active.", "另一个分组；此分组不再启用后会在回答中提示。");
    public string Note => Say("Note", "提示");
    public string NoteHint => Say("What users are told once it is no longer active.", "不再启用后告知用户的内容。");
    public string Balance => Say("Equal deployments", "同级部署");
    public string ByWeight => Say("by their weights", "按权重分配");
    public string LeastBusy => Say("the least busy first", "优先最空闲");
    public string CancelPolicy => Say("When a client leaves", "客户端断开时");
    public string Delivered => Say("it pays what was delivered", "按已交付部分计费");
    public string AsUpstream => Say("it pays what the upstream charges", "按上游收费计费");
    public string Void => Say("it pays nothing", "不计费");
    public string Hold => Say("Answer tokens set aside", "预留输出 token");
    public string HoldHint => Say("For requests that name no limit of their own; empty: the usual number.", "用于未指定上限的请求；留空使用默认值。");
    public string Caps => Say("Spending of everybody together", "全体消费上限");
    public string CapDay => Say("USD per day", "每日 USD");
    public string CapWeek => Say("USD per week", "每周 USD");
    public string CapMonth => Say("USD per month", "每月 USD");
    public string CapTotal => Say("USD in total", "总计 USD");
    public string CapsHint => Say("Empty: no cap.", "留空表示不限。");
    public string RateRequests => Say("Requests per minute", "每分钟请求数");
    public string RateTokens => Say("Tokens per minute", "每分钟 token 数");
    public string RateConcurrent => Say("At once", "并发数");
    public string Operations => Say("Operations", "操作类型");
    public string OperationsHint => Say("None chosen: everything that clients can ask for.", "不选表示允许全部操作。");
    public string Protocols => Say("Protocols of clients", "客户端协议");
    public string ProtocolsHint => Say("None chosen: clients of every protocol.", "不选表示允许全部协议的客户端。");
    public string Prices => Say("Prices of its own", "专属价格");
    public string PricesHint => Say("One a line: model = 0.8 for a factor, model = 3.00 / 15.00 for input / output in USD per million tokens, or model = free.", "每行一条：model = 0.8 表示倍率，model = 3.00 / 15.00 表示每百万 token 的输入/输出价（USD），或 model = free。");
    public string BadPrice => Say("Write one a line: model = 0.8, model = 3.00 / 15.00 or model = free.", "每行一条：model = 0.8、model = 3.00 / 15.00 或 model = free。");
    public string Virtual => Say("Virtual models", "虚拟模型");
    public string VirtualHint => Say("One a line: name = first model, second model; tried in order.", "每行一条：名称 = 模型一, 模型二；按顺序尝试。");
    public string BadVirtual => Say("Write one a line: name = first model, second model.", "每行一条：名称 = 模型一, 模型二。");
    public string Advanced => Say("More terms", "更多条款");
    public string Terms => Say("Terms", "条款");
    public string None => Say("none", "无");
    public string Deployments => Say("Deployments", "部署");
    public string DeploymentsText => Say("Who serves which model. The lowest order is tried first; among equals the weights decide; the others are the way out when it fails.", "由谁提供哪个模型。顺序小的优先；同级按权重分配；其余在失败时接替。");
    public string NoDeployments => Say("It serves nothing yet: add a deployment, or offer models on the page of an upstream.", "尚未提供任何模型：请添加部署，或在上游页面提供模型。");
    public string Model => Say("Model", "模型");
    public string Upstream => Say("Upstream", "上游");
    public string UpstreamModel => Say("Its name there", "上游模型名");
    public string UpstreamModelHint => Say("Empty: the same.", "留空表示相同。");
    public string Order => Say("Order", "顺序");
    public string OrderHint => Say("Lower is tried first.", "数值小的优先。");
    public string Weight => Say("Weight", "权重");
    public string WeightHint => Say("Share among those of one order.", "同一顺序内的份额。");
    public string Speaks => Say("Protocols", "协议");
    public string SpeaksNone => Say("as the upstream", "与上游相同");
    public string SpeaksHint => Say("What the upstream speaks for this model, the best first; none chosen: what it speaks in general.", "上游对此模型使用的协议，按优先顺序；不选则使用上游默认。");
    public string Choose => Say("Choose…", "请选择…");
    public string AddDeployment => Say("Add a deployment", "添加部署");
    public string EditDeployment => Say("Edit the deployment", "编辑部署");
    public string Remove => Say("Remove", "移除");
    public string RemoveTitle => Say("Remove the deployment", "移除部署");
    public string RemoveText => Say("The upstream stops serving the model in this group. The model and the upstream stay.", "该上游不再在此分组中提供此模型。模型和上游保留不变。");

    public string StatusOf(string status) => status switch
    {
        "deprecated" => Deprecated,
        "closed" => Closed,
        _ => Active,
    };

    public string Models(int count) => count switch
    {
        0 => Say("nothing yet", "尚无"),
        1 => Say("1 deployment", "1 个部署"),
        _ => Say($"{count} deployments", $"{count} 个部署"),
    };

    public string Times(string factor) => Say($"{factor} times", $"{factor} 倍");
    public string Added(string name) => Say($"{name} was added.", $"已添加 {name}。");
    public string Saved(string name) => Say($"{name} was saved.", $"已保存 {name}。");
    public string Deleted(string name) => Say($"{name} was deleted.", $"已删除 {name}。");
    public string Removed(string name) => Say($"{name} was removed.", $"已移除 {name}。");
    public string OpenOf(string name) => Say($"Open {name}", $"打开 {name}");
    public string DeleteOf(string name) => Say($"Delete {name}", $"删除 {name}");
    public string EditOf(string name) => Say($"Edit {name}", $"编辑 {name}");
    public string RemoveOf(string name) => Say($"Remove {name}", $"移除 {name}");
    public string At(string model, string upstream) => Say($"{model} at {upstream}", $"{upstream} 上的 {model}");
}
