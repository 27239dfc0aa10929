namespace Gantry.Console.Language;

/// <summary>The words of the explanation of routes.</summary>
public sealed class ExplainWords(Tongue tongue) : Wording(tongue)
{
    public string Title => Say("Route explain", "路由解释");
    public string Intro => Say("Which upstream would serve this request now, which would not, and why. Nobody is asked and nothing is charged.", "说明此刻该请求会由哪个上游提供服务、哪些不会以及原因。不会发送请求，也不会计费。");
    public string Find => Say("Find a key", "查找密钥");
    public string FindHint => Say("The beginning of its name", "名称开头");
    public string Key => Say("Key", "密钥");
    public string Choose => Say("Choose a key", "选择密钥");
    public string NoKeys => Say("There is no key to ask for. Make one first.", "没有可用的密钥，请先创建。");
    public string Model => Say("Model", "模型");
    public string ModelHint => Say("As a client would write it.", "按客户端的写法填写。");
    public string Protocol => Say("Protocol", "协议");
    public string Operation => Say("Operation", "操作类型");
    public string OperationHint => Say("Such as chat, embeddings, image_generation.", "例如 chat、embeddings、image_generation。");
    public string Ask => Say("Explain", "解释");
    public string Asked(string model, string means) => Say($"{model} means {means} for this key.", $"对于此密钥，{model} 对应 {means}。");
    public string Refused(string status) => Say($"The client would be refused with {status}:", $"客户端将收到 {status}：");
    public string Served => Say("These would be asked, in this order:", "将按以下顺序请求：");
    public string Order => Say("Order", "顺序");
    public string LeftOut => Say("left out", "未采用");
    public string Group => Say("Group", "分组");
    public string Upstream => Say("Upstream", "上游");
    public string Credential => Say("Credential", "凭据");
    public string Weight => Say("Priority, weight", "优先级、权重");
    public string Lane => Say("Way", "方式");
    public string Relay => Say("relayed unchanged", "原样转发");
    public string Translate => Say("translated", "协议转换");
    public string Why => Say("Why", "原因");
    public string Again(string time) => Say($"Tried again from {time}.", $"{time} 起重试。");
    public string Limits => Say("Limits it counts for", "计入的限制");
    public string Whose => Say("Whose", "对象");
    public string What => Say("What", "限制");
    public string Used => Say("Used", "已用");
    public string NoLimits => Say("None.", "无。");
    public string UsedOf(string used, string limit) => Say($"{used} of {limit}", $"{used} / {limit} 次");
}
