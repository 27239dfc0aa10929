namespace Gantry.Console.Language;

/// <summary>The words of the price list.</summary>
public sealed class PricingWords(Tongue tongue) : Wording(tongue)
{
    public string Title => Say("Models and pricing", "模型与价格");
    public string Intro => Say("What is charged, in US dollars and to the last decimal: group factors are in it.", "实际收费，以美元计，精确到最后一位小数：已包含分组倍率。");
    public string Skip => Say("Skip to the content", "跳到正文");
    public string Console => Say("Console", "控制台");
    public string SignIn => Say("Sign in", "登录");
    public string Find => Say("Find a model", "查找模型");
    public string GroupLabel => Say("Group", "分组");
    public string AllGroups => Say("All groups", "所有分组");
    public string ProviderLabel => Say("Provider", "提供商");
    public string AllProviders => Say("All providers", "所有提供商");
    public string Apply => Say("Filter", "筛选");
    public string Model => Say("Model", "模型");
    public string Prices => Say("Prices", "价格");
    public string Free => Say("Free", "免费");
    public string NoPrice => Say("Not priced yet, and so not served", "尚未定价，因此暂不提供");
    public string NothingFound => Say("No model matches. Take a filter away.", "没有匹配的模型。请减少筛选条件。");
    public string Nothing => Say("There are no models yet. An administrator adds upstreams, models and groups.", "尚无模型。请管理员添加上游、模型和分组。");
    public string ClosedTitle => Say("Prices are for people with an account", "价格仅对有账户的人开放");
    public string ClosedText => Say("The operator of this gateway shows them to whoever has signed in.", "本网关的运营者仅向已登录的人展示价格。");
    public string CancelDelivered => Say("A broken-off answer costs its prompt and what was delivered.", "中断的回答按提示词和已交付部分收费。");
    public string CancelUpstream => Say("A broken-off answer costs what the upstream charges.", "中断的回答按上游收费计算。");
    public string CancelVoid => Say("A broken-off answer costs nothing.", "中断的回答不收费。");

    public string Factor(string factor) => Say($"list price × {factor}", $"标价 × {factor}");
    public string Context(string tokens) => Say($"{tokens} tokens of context", $"{tokens} token 上下文");
    public string ListPrice(string amount) => Say($"list ${amount}", $"标价 ${amount}");
    public string Change(string at) => Say($"The next change of prices is on {at} UTC.", $"下次价格变更时间：{at}（UTC）。");
    public string Above(string tokens) => Say($"prompts above {tokens} tokens", $"提示词超过 {tokens} token");
    public string From(string tokens) => Say($"prompts from {tokens} tokens on", $"提示词达到 {tokens} token 起");
    public string Picture(string variant) => Say($"pictures {variant}", $"图片 {variant}");

    public string Dimension(string name) => name switch
    {
        "input" => Say("Input", "输入"),
        "output" => Say("Output", "输出"),
        "cache_read" => Say("Cache read", "缓存读取"),
        "cache_write_5m" => Say("Cache write, 5 minutes", "缓存写入（5 分钟）"),
        "cache_write_1h" => Say("Cache write, 1 hour", "缓存写入（1 小时）"),
        "reasoning" => Say("Reasoning", "推理"),
        "image_input" => Say("Picture input", "图片输入"),
        "image_output" => Say("Picture output", "图片输出"),
        "audio_input" => Say("Audio input", "音频输入"),
        "audio_output" => Say("Audio output", "音频输出"),
        "audio_second" => Say("Audio by time", "按时长计音频"),
        "image" => Say("Picture", "图片"),
        "request" => Say("Request", "请求"),
        "web_search" => Say("Web search", "网页搜索"),
        _ => Say(name, $"项目 {name}"),
    };

    public string Unit(string unit) => unit switch
    {
        "1M tokens" => Say("per 1M tokens", "每 100 万 token"),
        "request" => Say("per request", "每次请求"),
        "image" => Say("per picture", "每张图片"),
        "second" => Say("per second", "每秒"),
        "search" => Say("per search", "每次搜索"),
        _ => Say("per " + unit, "每 " + unit),
    };

    public string Tier(string tier) => tier switch
    {
        "standard" => Say("standard", "标准"),
        "batch" => Say("batch", "批量"),
        "flex" => Say("flex", "弹性"),
        "priority" => Say("priority", "优先"),
        _ => Say(tier, $"等级 {tier}"),
    };
}
