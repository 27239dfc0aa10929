namespace Gantry.Console.Language;

/// <summary>The words of the pages of models and their prices.</summary>
public sealed class ModelWords(Tongue tongue) : Wording(tongue)
{
    public string Title => Say("Models", "模型");
    public string Add => Say("Add a model", "添加模型");
    public string EditTitle => Say("Edit the model", "编辑模型");
    public string DeleteTitle => Say("Delete the model", "删除模型");
    public string DeleteText => Say("Requests for it are refused from now on. Bills keep their prices.", "之后对它的请求将被拒绝。账单保留原有价格。");
    public string DeleteHanging => Say("These deployments go with it:", "以下部署将一并删除：");
    public string EmptyTitle => Say("No models yet", "还没有模型");
    public string EmptyText => Say("A model is a name that clients ask for. Fetch the list of an upstream and tick what to offer: models that are known come with their price.", "模型是客户端请求的名称。请在上游页面获取列表并勾选；已知模型自带价格。");
    public string ToUpstreams => Say("To the upstreams", "前往上游");
    public string Find => Say("Find", "查找");
    public string FindHint => Say("Name, alias or owner", "名称、别名或所有者");
    public string NothingFound => Say("No model matches.", "没有匹配的模型。");
    public string Name => Say("Name", "名称");
    public string NameHint => Say("What clients ask for; it cannot be changed later. What is known of it is filled in.", "客户端请求的名称，之后不可更改。已知信息会自动填写。");
    public string DisplayName => Say("Name for people", "显示名称");
    public string Aliases => Say("Aliases", "别名");
    public string AliasesHint => Say("Other names for it, with commas.", "其他名称，用逗号分隔。");
    public string Owner => Say("Owner", "所有者");
    public string Kind => Say("Kind", "类型");
    public string Context => Say("Largest prompt in tokens", "最大输入 token");
    public string Output => Say("Largest answer in tokens", "最大输出 token");
    public string Images => Say("It takes pictures", "支持图像输入");
    public string Reasoning => Say("It thinks before it answers", "支持推理");
    public string Price => Say("Price per million tokens", "每百万 token 价格");
    public string Served => Say("Served in", "提供于");
    public string Actions => Say("Actions", "操作");
    public string Open => Say("Open", "打开");
    public string Nobody => Say("no group", "无分组");
    public string NoPrice => Say("No price: nobody can use it", "没有价格：无法使用");
    public string Free => Say("Free", "免费");
    public string Facts => Say("Facts", "信息");
    public string None => Say("none", "无");
    public string PricesTitle => Say("Prices", "价格");
    public string PricesText => Say("A price never changes: a new one takes its place from a moment on, and bills keep the one that they began with. The newest stand first.", "价格版本不可更改：新价格自某一时刻起生效，账单沿用开始时的价格。最新的排在最前。");
    public string SetPrice => Say("Set a price", "设置价格");
    public string From => Say("From", "生效时间");
    public string FromHint => Say("Empty: from now on.", "留空表示立即生效。");
    public string Book => Say("List", "价目");
    public string Source => Say("Source", "来源");
    public string Figures => Say("USD", "USD 价格");
    public string Tokens => Say("USD per million tokens", "每百万 token 的 USD 价格");
    public string Pieces => Say("USD a piece", "每次 USD 价格");
    public string FreeHint => Say("It costs nothing, on purpose", "有意设为免费");
    public string KeptHint => Say("Prices for long prompts, for classes of service and for sizes of pictures stay as they are.", "长提示词、服务等级和图像尺寸的价格保持不变。");
    public string Ends => Say("ends: no price from here on", "到此结束，之后没有价格");
    public string NoPrices => Say("It never had a price.", "从未设置价格。");
    public string BadTime => Say("Write a date and a time.", "请填写日期和时间。");

    /// <summary>What a price is for.</summary>
    /// <param name="dimension">As in the declarative file.</param>
    public string Dimension(string dimension) => dimension switch
    {
        "input" => Say("Input", "输入"),
        "output" => Say("Output", "输出"),
        "cache_read" => Say("Cache read", "缓存读取"),
        "cache_write_5m" => Say("Cache write, 5 minutes", "缓存写入（5 分钟）"),
        "cache_write_1h" => Say("Cache write, 1 hour", "缓存写入（1 小时）"),
        "reasoning" => Say("Reasoning", "推理"),
        "image_input" => Say("Images in", "图像输入"),
        "image_output" => Say("Images out", "图像输出"),
        "audio_input" => Say("Audio in", "音频输入"),
        "audio_output" => Say("Audio out", "音频输出"),
        "request" => Say("Request", "每次请求"),
        "image" => Say("Image", "每张图像"),
        "audio_second" => Say("Second of audio", "每秒音频"),
        "web_search" => Say("Web search", "每次网络搜索"),
        _ => Say($"Dimension {dimension}", $"项目 {dimension}"),
    };

    public string KindOf(string kind) => kind switch
    {
        "embedding" => Say("Embeddings", "嵌入"),
        "image" => Say("Images", "图像"),
        "audio" => Say("Audio", "音频"),
        _ => Say("Chat", "对话"),
    };

    public string PriceLine(string input, string output) => Say($"{input} in, {output} out", $"输入 {input}，输出 {output}");
    public string At(string model, string upstream, string group) => Say($"{model} at {upstream} in {group}", $"{upstream} 上的 {model}（分组 {group}）");
    public string Added(string name) => Say($"{name} was added.", $"已添加 {name}。");
    public string Saved(string name) => Say($"{name} was saved.", $"已保存 {name}。");
    public string Priced(string name) => Say($"{name} has another price.", $"{name} 的价格已更新。");
    public string Deleted(string name) => Say($"{name} was deleted.", $"已删除 {name}。");
    public string OpenOf(string name) => Say($"Open {name}", $"打开 {name}");
    public string DeleteOf(string name) => Say($"Delete {name}", $"删除 {name}");
}
