namespace Gantry.Console.Language;

/// <summary>The words of the page on which faults are rehearsed.</summary>
public sealed class SimulatorWords(Tongue tongue) : Wording(tongue)
{
    public string Title => Say("Fault rehearsal", "故障演练");
    public string Intro => Say("Make a simulated upstream fail, and see what this gateway does about it: another try, another upstream, no charge. Real upstreams are never touched.", "让模拟上游出错，查看网关如何处理：重试、切换上游、不收费。不会影响真实上游。");
    public string EmptyTitle => Say("No simulator yet", "还没有模拟器");
    public string EmptyText => Say("Start one beside the gateway, add it as an upstream, and serve a model of it to a group of its own.", "在网关旁启动一个模拟器，将其添加为上游，并用单独的分组提供其模型。");
    public string AddUpstream => Say("Add the upstream", "添加上游");
    public string ArmTitle => Say("Arm a fault", "设置故障");
    public string Simulator => Say("Simulator", "模拟器");
    public string DisabledOne => Say(" (disabled)", "（已停用）");
    public string Fault => Say("Fault", "故障");
    public string Model => Say("Model", "模型");
    public string AnyModel => Say("any", "任意");
    public string Count => Say("For the next requests", "接下来的请求数");
    public string CountHint => Say("Every request that reaches the simulator counts: second tries and the gateway's own probes too.", "到达模拟器的每个请求都会计数，包括重试和网关自身的探测。");
    public string RetryAfter => Say("Retry-After, in seconds", "Retry-After（秒）");
    public string Arm => Say("Arm", "设置");
    public string ArmedTitle => Say("Armed", "已设置");
    public string Refresh => Say("Look again", "刷新");
    public string Clear => Say("Clear", "清除");
    public string NothingArmed => Say("Nothing: the simulator answers as it should.", "无：模拟器正常应答。");
    public string Left => Say("Left", "剩余");
    public string OtherScript => Say("Another script", "其他脚本");
    public string Cleared => Say("Nothing is armed any more.", "已全部清除。");
    public string TryTitle => Say("Ask the gateway", "向网关发送请求");
    public string TryText => Say("One request as a client would send it, with a key of yours that is lent to this page and capped at $1.00.", "以客户端的方式发送一个请求，使用借给本页、上限 $1.00 的密钥。");
    public string NoModels => Say("No group serves a model of this simulator. Offer one on its page:", "没有分组提供此模拟器的模型。请在其页面上添加：");
    public string Protocol => Say("Protocol", "协议");
    public string Stream => Say("Streamed", "流式");
    public string Ask => Say("Send", "发送");
    public string Asking => Say("Waiting…", "等待中…");
    public string Status => Say("Answer", "应答");
    public string NoAnswer => Say("none came", "无应答");
    public string BrokenOff => Say("broken off", "中断");
    public string Took => Say("Took", "耗时");
    public string Tries => Say("Tries of upstreams", "上游尝试次数");
    public string ServedBy => Say("Served by", "提供服务的上游");
    public string Nobody => Say("nobody", "无");
    public string Charged => Say("Charged", "扣费");
    public string Request => Say("What happened, try by try", "逐次过程");
    public string Route => Say("Why this way", "路由原因");
    public string Answer => Say("Answer", "应答内容");

    public string ArmedNow(string fault) => Say($"Armed: {fault}", $"已设置：{fault}");

    public string FaultOf(string fault) => fault switch
    {
        "rate_limited" => Say("Too many requests (429)", "请求过多（429）"),
        "overloaded" => Say("Overloaded (529)", "过载（529）"),
        "unavailable" => Say("Unavailable (503)", "不可用（503）"),
        "server_error" => Say("Server error (500)", "服务器错误（500）"),
        "refused_credential" => Say("Credential refused (401)", "凭据被拒（401）"),
        "reset" => Say("Connection reset before the answer", "应答前连接重置"),
        "cut" => Say("Connection cut in the middle", "中途断开连接"),
        "stall" => Say("Stream falls silent, connection stays", "流中断但连接保持"),
        "slow" => Say("Slow tokens, two a second", "每秒两个 token"),
        "late" => Say("First byte after 20 seconds", "20 秒后才有首字节"),
        "error_in_stream" => Say("Error in the middle of the stream", "流中途报错"),
        "html" => Say("A web page in the place of an answer", "返回网页而非应答"),
        "bad_json" => Say("Broken JSON", "残缺的 JSON"),
        "empty" => Say("200 with nothing in it", "200 但无内容"),
        _ => Say("Answer without usage", "应答缺少用量"),
    };
}
