namespace Gantry.Console.Language;

/// <summary>The words of the overview.</summary>
public sealed class OverviewWords(Tongue tongue) : Wording(tongue)
{
    public string Title => Say("Overview", "概览");
    public string Balance => Say("Balance", "余额");
    public string Plan => Say("Plan", "套餐");
    public string Spent => Say("Spent", "已消费");
    public string SpentToday => Say("Spent today", "今日消费");
    public string SpentMonth => Say("Spent this month", "本月消费");
    public string Requests => Say("Requests", "请求数");
    public string Tokens => Say("Tokens", "Token 用量");
    public string CacheHits => Say("Cache hit rate", "缓存命中率");
    public string CacheHint => Say("of prompt tokens, last 30 days", "占提示 token，最近 30 天");
    public string Errors => Say("Error rate", "错误率");
    public string LastDays => Say("Last 30 days", "最近 30 天");
    public string ActiveKeys => Say("Keys in use", "可用密钥");
    public string YourTeams => Say("Your teams", "我的团队");
    public string Manage => Say("Manage", "管理");
    public string TopUp => Say("Top up", "充值");
    public string Low => Say("Your balance is low. When it is empty, requests are refused.", "余额不足。用完后请求将被拒绝。");
    public string EmptyBalance => Say("Nothing is left: only free models answer.", "余额已用完，只有免费模型可用。");
    public string SpentByDay => Say("Spent by day, USD", "每日消费（美元）");
    public string RequestsByDay => Say("Requests by day", "每日请求数");
    public string ByModel => Say("By model, last 30 days", "按模型，最近 30 天");
    public string ByKey => Say("By API key, last 30 days", "按 API 密钥，最近 30 天");
    public string Model => Say("Model", "模型");
    public string Key => Say("API key", "API 密钥");
    public string Day => Say("Day", "日期");
    public string Others => Say("Answered or left by the client", "已应答或客户端断开");
    public string Failed => Say("Failed", "失败");
    public string NoModel => Say("No model", "无模型");
    public string NoKey => Say("Former key", "旧密钥");
    public string Announcements => Say("Announcements", "公告");
    public string StartTitle => Say("Send your first request", "发送第一个请求");
    public string StartKey => Say("Make an API key", "创建 API 密钥");
    public string StartKeyText => Say("It is all that a client needs, beside the address of this gateway.", "客户端只需要它和本网关的地址。");
    public string MakeKey => Say("Create an API key", "创建 API 密钥");
    public string StartConnect => Say("Connect a client", "连接客户端");
    public string StartConnectText => Say("Choose yours, and copy what it needs.", "选择您的客户端并复制所需配置。");
    public string Connect => Say("Show me how", "查看步骤");
    public string StartAnswer => Say("Get the first answer", "收到第一个回答");
    public string StartAnswerText => Say("Ask your client something. This page notices by itself.", "在客户端中提问，本页会自动更新。");
    public string StartDone => Say("Everything works. Your requests and what they cost are shown here from now on.", "一切就绪。今后这里会显示您的请求和费用。");
    public string StepDone => Say("done", "已完成");
    public string StepOpen => Say("to do", "待完成");

    public string Reserved(string amount) => Say($"{amount} set aside for running requests", $"其中 {amount} 为进行中的请求预留");
    public string Owed(string amount) => Say($"{amount} owed; nothing can be spent before it is paid.", $"欠款 {amount}；还清前无法消费。");
    public string PlanRest(string name, string rest, string until) => Say($"{name}: {rest} left until {until}", $"{name}：剩余 {rest}，有效期至 {until}");
    public string InAndOut(string prompt, string answer) => Say($"{prompt} sent, {answer} received, last 30 days", $"发送 {prompt}，接收 {answer}，最近 30 天");
    public string FailedOf(string failed, string all) => Say($"{failed} of {all}, last 30 days", $"{all} 个中有 {failed} 个，最近 30 天");
    public string RequestCount(string count) => Say($"{count} requests", $"{count} 个请求");
    public string Rest(int count) => Say($"{count} others", $"其他 {count} 项");
}
