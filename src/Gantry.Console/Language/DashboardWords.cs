namespace Gantry.Console.Language;

/// <summary>The words of the administrators' dashboard.</summary>
public sealed class DashboardWords(Tongue tongue) : Wording(tongue)
{
    public string Title => Say("Dashboard", "仪表盘");
    public string Window => Say("Time", "时间范围");
    public string Day => Say("24 hours", "24 小时");
    public string Week => Say("7 days", "7 天");
    public string Month => Say("30 days", "30 天");
    public string Requests => Say("Requests", "请求数");
    public string Errors => Say("Error rate", "错误率");
    public string Tokens => Say("Tokens", "Token 用量");
    public string Revenue => Say("Revenue", "收入");
    public string UpstreamCost => Say("Upstream cost", "上游成本");
    public string UpstreamCostHint => Say("by the cost prices of deployments", "按部署的成本价计算");
    public string Margin => Say("Margin", "毛利");
    public string FirstContent => Say("Time to first token", "首 token 延迟");
    public string Duration => Say("Duration", "总耗时");
    public string RequestsOver => Say("Requests", "请求数");
    public string TokensOver => Say("Tokens", "Token 用量");
    public string MoneyOver => Say("Revenue and upstream cost, USD", "收入与上游成本（美元）");
    public string FirstContentOver => Say("Time to first token", "首 token 延迟");
    public string Answered => Say("Answered or left by the client", "已应答或客户端断开");
    public string Failed => Say("Failed", "失败");
    public string Prompt => Say("Sent", "发送");
    public string Answer => Say("Received", "接收");
    public string Hour => Say("Hour", "小时");
    public string DayOf => Say("Day (UTC)", "日期（UTC）");
    public string Failures => Say("Failures", "失败分类");
    public string NoFailures => Say("Nothing failed.", "没有失败的请求。");
    public string Origin => Say("Who has to act", "责任方");
    public string Code => Say("Code", "代码");
    public string Status => Say("Status", "状态码");
    public string Upstreams => Say("Upstreams now", "上游当前状态");
    public string NoUpstreams => Say("No upstream was asked lately. They are listed here once requests come.", "近期没有请求上游。有请求后会在此列出。");
    public string Upstream => Say("Upstream", "上游");
    public string State => Say("State", "状态");
    public string LastMinutes => Say("Last 5 minutes", "最近 5 分钟");
    public string Healthy => Say("Healthy", "正常");
    public string TopModels => Say("Models by revenue", "模型收入排行");
    public string TopAccounts => Say("Accounts by revenue", "账户收入排行");
    public string Model => Say("Model", "模型");
    public string Account => Say("Account", "账户");
    public string NoModel => Say("No model", "无模型");
    public string NoAccount => Say("Without a key", "无密钥");
    public string None => Say("Nothing was sent in this time. Choose a longer one, or send a request with a key.", "此时段内没有请求。请选择更长的时段，或用密钥发送请求。");
    public string NotAccepting => Say("New requests are turned away: the disk takes no records, or the store is far behind. See the gateway's log.", "新请求被拒绝：磁盘无法写入记录，或存储严重滞后。请查看网关日志。");

    public string OriginOf(string? origin) => origin switch
    {
        "client" => Say("the client", "客户端"),
        "gateway" => Say("the gateway", "网关"),
        "upstream" => Say("the upstream", "上游"),
        _ => Say("not told", "未知"),
    };

    public string FailedOf(string failed, string all) => Say($"{failed} of {all}", $"{all} 个中有 {failed} 个");
    public string InAndOut(string prompt, string answer) => Say($"{prompt} sent, {answer} received", $"发送 {prompt}，接收 {answer}");
    public string ListedRefundedCarried(string cost, string refunded, string overrun) => Say($"{cost} by price list, {refunded} refunded, {overrun} carried by the house", $"价目表 {cost}，退款 {refunded}，平台承担 {overrun}");
    public string Unknown(string tries, string all) => Say($"unknown for {tries} of {all} tries", $"{all} 次尝试中有 {tries} 次成本未知");
    public string Tails(string p95, string p99) => Say($"median; p95 {p95}, p99 {p99}", $"中位数；p95 {p95}，p99 {p99}");
    public string OtherFailures(string count) => Say($"{count} in other ways", $"其他方式 {count} 个");
    public string Running(string running, string backlog) => Say($"{running} requests run, {backlog} records wait for the store.", $"{running} 个请求进行中，{backlog} 条记录等待入库。");
    public string Share(string share, string tries) => Say($"{share} of {tries}", $"{tries} 次中的 {share}");
    public string RequestCount(string count) => Say($"{count} requests", $"{count} 个请求");
    public string OpenAlerts(string count) => Say($"Open alerts: {count}", $"有 {count} 条未解除的告警。");
}
