namespace Gantry.Console.Language;

/// <summary>The words of the status page.</summary>
public sealed class StatusWords(Tongue tongue) : Wording(tongue)
{
    public string Title => Say("Status", "服务状态");
    public string Explained => Say("From real traffic of the last hour. What a client or its key is refused for does not count.", "根据最近一小时的真实请求统计，不含因客户端或密钥被拒绝的请求。");
    public string Read => Say("As of", "更新于");
    public string Model => Say("Model", "模型");
    public string State => Say("State", "状态");
    public string LastHour => Say("Last hour", "最近 1 小时");
    public string LastDay => Say("Last 24 hours", "最近 24 小时");
    public string ByHour => Say("Hour by hour", "每小时");
    public string Operational => Say("Operational", "正常");
    public string Degraded => Say("Degraded", "性能下降");
    public string Down => Say("Down", "不可用");
    public string NoTraffic => Say("No traffic", "无请求");
    public string NoGroups => Say("There are no groups yet. Once an administrator adds one, its models are listed here.", "尚无分组。管理员添加后会在此列出其模型。");
    public string NoModels => Say("This group has no models.", "该分组没有模型。");
    public string First(string time) => Say($"first token after {time}", $"首 token {time}");
    public string Answered(string share) => Say($"{share} answered", $"成功率 {share}");
    public string Hours(string model) => Say($"{model}, the last 24 hours", $"{model}，最近 24 小时");
}
