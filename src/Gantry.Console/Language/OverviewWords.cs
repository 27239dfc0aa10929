namespace Gantry.Console.Language;

/// <summary>The words of the overview.</summary>
public sealed class OverviewWords(Tongue tongue) : Wording(tongue)
{
    public string Title => Say("Overview", "概览");
    public string Balance => Say("Balance", "余额");
    public string Debt => Say("Owed; nothing can be spent before it is paid", "欠款；还清前无法消费");
    public string Plan => Say("Plan", "套餐");
    public string Spent => Say("Spent", "已消费");
    public string Requests => Say("Requests", "请求数");
    public string LastDays => Say("Last 30 days", "最近 30 天");
    public string ActiveKeys => Say("Keys in use", "可用密钥");
    public string AccountTitle => Say("Account", "账户");
    public string Email => Say("E-mail", "邮箱");
    public string Role => Say("Role", "角色");
    public string StartTitle => Say("Send your first request", "发送第一个请求");
    public string StartText => Say("Make an API key. It is all that a client needs, beside the address of this gateway.", "创建一个 API 密钥。客户端只需要它和本网关的地址。");
    public string MakeKey => Say("Create an API key", "创建 API 密钥");
    public string TryText => Say("Your key is ready. Put it in the place of YOUR_KEY and ask which models it may use:", "密钥已就绪。用它替换 YOUR_KEY，查询可用的模型：");
    public string Announcements => Say("Announcements", "公告");
    public string Manage => Say("Manage", "管理");

    public string Reserved(string amount) => Say($"{amount} set aside for running requests", $"其中 {amount} 为进行中的请求预留");
    public string PlanRest(string name, string rest, string until) => Say($"{name}: {rest} left until {until}", $"{name}：剩余 {rest}，有效期至 {until}");
}
