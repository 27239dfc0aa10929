namespace Gantry.Console.Language;

/// <summary>The words of the usage log.</summary>
public sealed class LogWords(Tongue tongue) : Wording(tongue)
{
    public string Title => Say("Usage logs", "使用日志");
    public string Whose => Say("Whose", "范围");
    public string MyAccount => Say("My account", "我的账户");
    public string Everybody => Say("Everybody's", "所有人");
    public string Time => Say("Time", "时间");
    public string LastHour => Say("Last hour", "最近 1 小时");
    public string Today => Say("Today", "今天");
    public string LastWeek => Say("Last 7 days", "最近 7 天");
    public string LastMonth => Say("Last 30 days", "最近 30 天");
    public string AllTime => Say("All", "全部");
    public string Custom => Say("From … to …", "自定义");
    public string From => Say("From", "从");
    public string To => Say("To", "到");
    public string Key => Say("Key", "密钥");
    public string Any => Say("Any", "不限");
    public string Model => Say("Model", "模型");
    public string Group => Say("Group", "分组");
    public string Outcome => Say("Outcome", "结果");
    public string Status => Say("Status", "状态码");
    public string StatusHint => Say("4xx, 429", "例如 4xx、429");
    public string RequestId => Say("Request id", "请求 ID");
    public string RequestIdHint => Say("Ours, the upstream's or of an attempt", "本站、上游或单次尝试的 ID");
    public string Account => Say("Account", "账户");
    public string AccountHint => Say("Id of an account", "账户 ID");
    public string KeyHint => Say("Id of a key", "密钥 ID");
    public string Clear => Say("Clear filters", "清除筛选");
    public string Live => Say("Live", "实时");
    public string LiveOn => Say("New requests appear by themselves.", "新请求会自动显示。");
    public string LiveOff => Say("Live is off.", "实时已关闭。");
    public string LiveEnded => Say("Live has ended: nobody looked at it, or ten minutes are over.", "实时已停止：页面未在查看，或已满 10 分钟。");
    public string Columns => Say("Columns", "列");
    public string Export => Say("Export", "导出");
    public string ExportHint => Say("What is filtered, with all that a bill needs.", "导出筛选结果，包含账单所需的全部字段。");
    public string Requests => Say("Requests", "请求列表");
    public string Began => Say("Time", "时间");
    public string Operation => Say("Operation", "操作");
    public string Input => Say("In", "输入");
    public string Cached => Say("Cached", "缓存");
    public string Output => Say("Out", "输出");
    public string Cost => Say("Charged", "扣费");
    public string First => Say("First token", "首字");
    public string Duration => Say("Duration", "耗时");
    public string Attempts => Say("Attempts", "尝试");
    public string Upstream => Say("Upstream", "上游");
    public string EmptyTitle => Say("No requests yet", "还没有请求");
    public string EmptyText => Say("Every request that one of your keys makes is here a moment after it has ended, with its tokens, its times and what it cost.", "你的密钥发出的每个请求结束后会出现在这里，包含 token、耗时和费用。");
    public string EmptyKeys => Say("To your API keys", "查看 API 密钥");
    public string NothingFound => Say("No request matches.", "没有匹配的请求。");
    public string Wider => Say("Choose a longer time, or clear the filters.", "请选择更长的时间，或清除筛选。");
    public string Full => Say("A page holds 2,000 requests.", "每页最多显示 2,000 个请求。");
    public string Older => Say("Show older ones", "显示更早的");
    public string AtEnd => Say("These are all.", "已全部显示。");
    public string Close => Say("Close", "关闭");
    public string Gone => Say("There is no such request, or it is not yours. One that has just ended is found a moment later.", "没有此请求，或它不属于你。刚结束的请求稍后可见。");
    public string ReportTitle => Say("Request", "请求");
    public string UpstreamId => Say("Upstream's id", "上游 ID");
    public string Stream => Say("streamed", "流式");
    public string Error => Say("Error", "错误");
    public string StopReason => Say("Ended by", "结束原因");
    public string Tokens => Say("Tokens", "Token 用量");
    public string NoTokens => Say("No tokens were counted.", "没有计入 token。");
    public string Trail => Say("Attempts", "尝试记录");
    public string NoTrail => Say("No upstream was asked.", "没有请求任何上游。");
    public string Why => Say("Why", "原因");
    public string Result => Say("Result", "结果");
    public string Start => Say("After", "开始于");
    public string Took => Say("Took", "耗时");
    public string OurCost => Say("Our cost", "成本");
    public string WhyAmount => Say("Why this amount", "费用说明");
    public string NoCharge => Say("Nothing was charged: no upstream was asked, or the operation is free.", "未扣费：没有请求上游，或该操作免费。");
    public string NoPrice => Say("The price that it was charged by is no longer on record.", "当时使用的价格已不在记录中。");
    public string Free => Say("This model is free.", "此模型免费。");
    public string Counted => Say("Counted", "计量");
    public string Units => Say("Units", "数量");
    public string Price => Say("Price", "单价");
    public string Amount => Say("Amount", "金额");
    public string Sum => Say("Sum", "合计");
    public string Factor => Say("Factor of the group", "分组倍率");
    public string Exact => Say("Exact", "精确值");
    public string Rounded => Say("Cost, rounded up once to a billionth of a dollar", "费用，向上取整到十亿分之一美元");
    public string Held => Say("Set aside before", "事先预留");
    public string Returned => Say("Returned of it", "退回预留");
    public string Charged => Say("Charged", "实际扣费");
    public string House => Say("Carried by the house", "平台承担");
    public string Refunded => Say("Refunded since", "之后退款");
    public string AddsUp => Say("Computed again just now: the lines come to this amount exactly.", "刚刚重新计算：各行之和与此金额完全一致。");
    public string DoesNotAddUp => Say("The lines do not come to this amount. Tell an administrator.", "各行之和与此金额不一致，请告知管理员。");
    public string Version => Say("Price version", "价格版本");
    public string Losses => Say("Changed by translation", "协议转换的改动");
    public string LossesText => Say("The client and the upstream speak different protocols. What the other one cannot say:", "客户端与上游使用不同协议。以下内容无法原样转换：");
    public string NoLosses => Say("Nothing was left out or changed.", "没有省略或更改任何内容。");

    public string Fresh(int count) => Say(count == 1 ? "1 new request" : $"{count} new requests", $"{count} 个新请求");
    public string Team(string name) => Say($"In {name}", $"团队 {name}");
    public string Open(string id) => Say($"Open request {id}", $"打开请求 {id}");
    public string PerUnit(string price, string unit) => unit switch
    {
        "1M tokens" => Say($"{price} per 1M tokens", $"{price} / 100 万 token"),
        "image" => Say($"{price} per image", $"{price} / 张"),
        "second" => Say($"{price} per second", $"{price} / 秒"),
        "search" => Say($"{price} per search", $"{price} / 次搜索"),
        _ => Say($"{price} per request", $"{price} / 次"),
    };

    public string OutcomeOf(string outcome) => outcome switch
    {
        "completed" => Say("Completed", "完成"),
        "failed" => Say("Failed", "失败"),
        "interrupted" => Say("Interrupted", "中断"),
        _ => Say("Client left", "客户端离开"),
    };

    public string OriginOf(string origin) => origin switch
    {
        "client" => Say("the request", "请求本身"),
        "upstream" => Say("the upstream", "上游"),
        _ => Say("the gateway", "网关"),
    };

    public string CountedOf(string dimension) => dimension switch
    {
        "input" or "uncached_input" => Say("Input", "输入"),
        "output" => Say("Output", "输出"),
        "cache_read" => Say("Read from the cache", "缓存读取"),
        "cache_write_5m" => Say("Written to the cache, 5 min", "缓存写入（5 分钟）"),
        "cache_write_1h" => Say("Written to the cache, 1 h", "缓存写入（1 小时）"),
        "reasoning" => Say("Reasoning", "推理"),
        "image_input" => Say("Image input", "图像输入"),
        "image_output" => Say("Image output", "图像输出"),
        "audio_input" => Say("Audio input", "音频输入"),
        "audio_output" => Say("Audio output", "音频输出"),
        "audio_second" or "audio_seconds" => Say("Seconds of audio", "音频秒数"),
        "image" or "images" => Say("Images", "图像"),
        "web_search" or "web_searches" => Say("Web searches", "网络搜索"),
        _ => Say("Request", "请求"),
    };

    public string PricedAs(string dimension) => Say($"at the price of: {CountedOf(dimension)}", $"按“{CountedOf(dimension)}”计价");

    public string ReasonOf(string reason) => reason switch
    {
        "usage" => Say("Charged is the usage of the whole answer.", "按完整回答的用量扣费。"),
        "nothing_delivered" => Say("Nothing is charged: no content was delivered.", "未扣费：没有送达任何内容。"),
        "delivered" => Say("Charged are the prompt and what was delivered before the answer broke off.", "按提示词和中断前已送达的内容扣费。"),
        "waived" => Say("Nothing is charged: the group does not charge for answers that the client breaks off.", "未扣费：该分组不对客户端中断的回答收费。"),
        "prompt_only" => Say("Charged is the prompt: the client left before the first word, and the upstream had begun.", "仅按提示词扣费：客户端在首字之前离开，而上游已开始处理。"),
        _ => Say("Charged is the last progress that was written down before the gateway was stopped in the middle of the answer.", "按网关中途停止前最后记录的进度扣费。"),
    };

    public string FirstChoice => Say("first choice", "首选");
    public string TriedAfter(string before) => Say($"because of: {before}", $"原因：{before}");
    public string GroupAfter(string before) => Say($"next group, because of: {before}", $"换用下一分组，原因：{before}");

    public string TryOf(string outcome) => outcome switch
    {
        "served" => Say("served", "成功"),
        "client_left" => Say("the client left", "客户端离开"),
        "stopped" => Say("stopped by the gateway: time, money or its own end", "网关停止：时间、金额或自身关闭"),
        "unsigned" => Say("no credential to ask with", "没有可用凭据"),
        "address_refused" => Say("address that must not be dialled", "不允许连接的地址"),
        "dns_failed" => Say("name not found", "域名解析失败"),
        "connect_failed" => Say("no connection", "连接失败"),
        "tls_failed" => Say("no secure connection", "TLS 握手失败"),
        "proxy_failed" => Say("the proxy refused", "代理拒绝"),
        "reset_before_answer" => Say("broke off before an answer", "回答前断开"),
        "first_byte_timeout" => Say("no answer in time", "等待回答超时"),
        "rate_limited" => Say("too many requests there", "上游限流"),
        "credential_refused" => Say("credential refused", "凭据被拒绝"),
        "credential_broke" => Say("credential without money", "凭据余额不足"),
        "overloaded" => Say("overloaded", "上游过载"),
        "upstream_failed" => Say("error of the upstream", "上游错误"),
        "request_refused" => Say("the request was refused", "请求被拒绝"),
        "bad_answer" => Say("not an answer", "回答无效"),
        "error_before_content" => Say("error before any content", "内容之前出错"),
        "torn_before_content" => Say("broke off before any content", "内容之前断开"),
        "silent_before_content" => Say("fell silent before any content", "内容之前无响应"),
        "error_after_content" => Say("error in the middle", "中途出错"),
        "torn_after_content" => Say("broke off in the middle", "中途断开"),
        "silent_after_content" => Say("fell silent in the middle", "中途无响应"),
        _ => Say($"ended as {outcome}", $"结果：{outcome}"),
    };

    public string CostStatusOf(string? status) => status switch
    {
        "estimated" => Say("estimated", "估算"),
        "unknown" => Say("unknown", "未知"),
        _ => Say("exact", "精确"),
    };

    /// <summary>What a token of <c>x-gantry-dropped</c> means.</summary>
    public string LossOf(string token)
    {
        var (kind, what) = token.Split(':', 2) is [var head, var rest] ? (head, rest) : (token, "");
        return kind switch
        {
            "param_dropped" => Say($"{what} was left out", $"省略了 {what}"),
            "param_clamped" => Say($"{what} was brought into the range that is allowed there", $"{what} 已调整到允许范围"),
            "part_dropped" => Say($"content of the kind {what} was left out", $"省略了 {what} 类型的内容"),
            "reasoning_context_lost" => Say("thoughts without a seal of this upstream were left out", "省略了非此上游签名的思考内容"),
            "sampling_dropped_thinking" => Say("settings of sampling were left out: the model takes none while it thinks", "省略了采样参数：模型思考时不接受"),
            "message_name_dropped" => Say("names of speakers were left out", "省略了发言者名称"),
            "stop_dropped" => Say("stop words were left out", "省略了停止词"),
            "service_tier_dropped" => Say("the service tier was left out", "省略了服务等级"),
            "strict_dropped" => Say("that schemas are strict was left out", "省略了严格模式"),
            "hosted_tool_dropped" => Say("a tool that the vendor runs itself was left out", "省略了厂商托管的工具"),
            "schema_sanitized" => Say("schemas are carried in the words that are known there", "模式以对方支持的写法表达"),
            "grammar_not_enforced" => Say("a grammar is carried as a description", "语法仅作为描述传递"),
            "mid_system_inlined" => Say("instructions in the middle are carried as a reminder in the user's turn", "中途的系统指令改为用户回合中的提醒"),
            "json_object_best_effort" => Say("JSON is asked for, but not enforced", "请求 JSON，但不强制"),
            "parallel_not_enforceable" => Say("the number of tool calls at once cannot be enforced", "无法限制并行工具调用"),
            "citations_coarse" => Say("citations are less exact", "引用较粗略"),
            "arguments_repaired" => Say("arguments of a tool call were mended", "修复了工具调用参数"),
            "store_unsupported" => Say("the answer is not kept there", "对方不保存回答"),
            "orphan_tool_result" or "orphan_tool_choice" => Say("a result or choice without its tool was left out", "省略了没有对应工具的结果或选择"),
            _ => Say(token, $"{token}（无法原样转换）"),
        };
    }
}
