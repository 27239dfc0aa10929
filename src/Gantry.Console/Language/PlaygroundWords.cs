namespace Gantry.Console.Language;

/// <summary>The words of the playground.</summary>
public sealed class PlaygroundWords(Tongue tongue) : Wording(tongue)
{
    public string Title => Say("Playground", "试验场");
    public string Anew => Say("Start anew", "重新开始");
    public string Curl => Say("Copy as curl", "复制为 curl");
    public string Conversation => Say("Conversation", "对话");
    public string EmptyTitle => Say("Ask a model", "向模型提问");
    public string EmptyText => Say("This page is a client like any other: its requests go through your gateway, with its limits, its log and its bill. Choose a protocol and a model, and write.", "本页与其他客户端一样：请求经过你的网关，受同样的限制，记录并计费。请选择协议和模型，然后输入内容。");
    public string Prompt => Say("Your message", "你的消息");
    public string PromptHint => Say("Enter sends, Shift+Enter begins a line.", "按 Enter 发送，Shift+Enter 换行。");
    public string Attach => Say("Add pictures", "添加图片");
    public string Send => Say("Send", "发送");
    public string Stop => Say("Stop", "停止");
    public string Settings => Say("Request", "请求");
    public string Protocol => Say("Protocol", "协议");
    public string Model => Say("Model", "模型");
    public string System => Say("System prompt", "系统提示词");
    public string MaxTokens => Say("Most tokens", "最长回答（token）");
    public string Temperature => Say("Temperature", "温度");
    public string Effort => Say("Reasoning effort", "推理强度");
    public string Usual => Say("The model's own", "模型默认");
    public string None => Say("None", "无");
    public string Minimal => Say("Minimal", "最低");
    public string Low => Say("Low", "低");
    public string Medium => Say("Medium", "中");
    public string High => Say("High", "高");
    public string Budget => Say("Thinking budget, in tokens", "思考预算（token）");
    public string Stream => Say("Stream the answer", "流式回答");
    public string Tools => Say("Tools", "工具");
    public string ToolsHint => Say("A JSON list of name, description and parameters (JSON Schema). You answer the calls by hand.", "JSON 列表，含 name、description 和 parameters（JSON Schema）。调用结果由你手动填写。");
    public string Example => Say("Fill in an example", "填入示例");
    public string RawRequest => Say("Request as sent", "原始请求");
    public string RawResponse => Say("Answer as it came", "原始回答");
    public string You => Say("You", "你");
    public string Results => Say("Results of tools", "工具结果");
    public string Thinking => Say("Thinking", "思考过程");
    public string Waiting => Say("Waiting…", "等待中…");
    public string Calls => Say("calls", "调用");
    public string ResultOf => Say("Result of", "返回结果：");
    public string SendResults => Say("Send results", "发送结果");
    public string Again => Say("Try again", "重试");
    public string Origin => Say("Origin:", "来源：");
    public string Lost => Say("The gateway could not be reached, or the answer broke off.", "无法连接网关，或回答中断。");
    public string Stopped => Say("You stopped it. What had come is billed; it is not part of the conversation.", "已停止。已生成的部分会计费，但不计入对话。");
    public string Request => Say("in the usage log", "查看用量日志");
    public string TokensIn => Say("in", "输入");
    public string TokensCached => Say("cached", "缓存");
    public string TokensOut => Say("out", "输出");
    public string TokensThought => Say("thinking", "思考");
    public string Done => Say("The answer is complete.", "回答完成。");
    public string Ended => Say("The answer ended early.", "回答提前结束。");
    public string Remove => Say("Remove", "移除");
    public string NothingYet => Say("Send something first.", "请先发送一条消息。");
    public string NotANumber => Say("Write a number, or nothing.", "请填写数字或留空。");
    public string NoModel => Say("Choose a model.", "请选择模型。");
    public string NoModels => Say("No model is visible to this key. Ask whoever runs the gateway for a group that has models.", "此密钥没有可见的模型。请向网关管理者索取包含模型的分组。");
    public string BadTools => Say("This is no list of tools in JSON: each needs a name, and parameters that are an object.", "不是有效的工具 JSON 列表：每项需要 name，parameters 须为对象。");
    public string KeyTitle => Say("Key of this page", "本页密钥");
    public string KeyMaking => Say("A key is being made for this page…", "正在为本页创建密钥…");
    public string KeyText => Say("Made for this page, kept in its memory alone, revoked when you leave.", "专为本页创建，仅保存在内存中，离开时吊销。");
    public string Cap => Say("Cap, in USD", "最多花费（USD）");
    public string Groups => Say("Groups", "分组");
    public string Renew => Say("Use another key", "换一个密钥");

    public string KeyUntil(string until) => Say($"Ends on {until} at the latest.", $"最迟于 {until} 失效。");
}
