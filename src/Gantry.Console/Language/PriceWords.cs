namespace Gantry.Console.Language;

/// <summary>The words of the pages of all list prices.</summary>
public sealed class PriceWords(Tongue tongue) : Wording(tongue)
{
    public string Title => Say("Prices", "价格管理");
    public string Intro => Say("What each model costs before the factor of a group, in USD per million tokens.", "各模型在分组倍率之前的价格，单位为每百万 token 的 USD。");
    public string Import => Say("Import a price list", "导入价目表");
    public string EmptyTitle => Say("No models yet", "还没有模型");
    public string EmptyText => Say("Prices belong to models. Add a model first: those that are known come with their price.", "价格属于模型。请先添加模型：已知模型自带价格。");
    public string ToModels => Say("To the models", "前往模型");
    public string Find => Say("Find", "查找");
    public string FindHint => Say("Name or owner", "名称或所有者");
    public string Which => Say("Show", "显示");
    public string All => Say("All models", "全部模型");
    public string OnlyUnpriced => Say("Without a price", "没有价格的");
    public string OnlyPlanned => Say("With a planned price", "已安排新价格的");
    public string Model => Say("Model", "模型");
    public string Input => Say("Input", "输入");
    public string Output => Say("Output", "输出");
    public string CacheRead => Say("Cache read", "缓存读取");
    public string CacheWrite => Say("Cache write", "缓存写入");
    public string Hour => Say("1 h", "1 小时");
    public string Since => Say("In force since", "生效时间");
    public string Next => Say("Planned", "已安排");
    public string Free => Say("Free", "免费");
    public string Ends => Say("no price", "无价格");
    public string NoPrice => Say("No price", "没有价格");
    public string NoPriceText => Say("Its requests are refused. Open it and set a price, or import a list.", "对它的请求会被拒绝。请打开模型设置价格，或导入价目表。");

    // Importing
    public string ImportIntro => Say("Compare a published list with the models here. Nothing is written before you have chosen what.", "将公开的价目表与这里的模型比较。选择之前不会写入任何内容。");
    public string Step1 => Say("The list", "价目表");
    public string File => Say("File", "文件");
    public string FileHint => Say("model_prices_and_context_window.json of LiteLLM, or api.json of models.dev; 8 MB at most.", "LiteLLM 的 model_prices_and_context_window.json，或 models.dev 的 api.json；最大 8 MB。");
    public string Paste => Say("Or paste it", "或粘贴内容");
    public string Format => Say("Format", "格式");
    public string Recognised => Say("Told from the list", "自动识别");
    public string From => Say("The prices begin", "价格生效时间");
    public string FromHint => Say("Empty: as soon as they are written.", "留空表示写入后立即生效。");
    public string Compare => Say("Compare", "比较");
    public string CompareAgain => Say("Compare again", "重新比较");
    public string NothingGiven => Say("Choose a file, or paste a list.", "请选择文件或粘贴内容。");
    public string TooLarge => Say("This is larger than 8 MB.", "内容超过 8 MB。");
    public string BadTime => Say("Write a date and a time.", "请填写日期和时间。");
    public string Changed => Say("Models or prices have changed since this comparison. Nothing was written: compare again.", "比较之后模型或价格已有变化。未写入任何内容：请重新比较。");
    public string Step2 => Say("What it would change", "将会改变的内容");
    public string Take => Say("Take", "采用");
    public string Differences => Say("Differences, in USD", "差异（USD）");
    public string NoChange => Say("Nothing: every price of the list that a model here has is in force already.", "没有变化：价目表中与这里的模型对应的价格均已生效。");
    public string NobodyListed => Say("The list names no model of this gateway. Give models the names of the list as aliases.", "价目表中没有此网关的模型。请将价目表中的名称设为模型别名。");
    public string TakeAll => Say("All", "全选");
    public string TakeQuiet => Say("All but large changes", "除大幅变化外全选");
    public string TakeNone => Say("None", "全不选");
    public string Added => Say("New price", "新增价格");
    public string LookTwice => Say("Look twice", "请仔细核对");
    public string LookTwiceHint => Say("A figure changes by more than a fifth, or goes away.", "有数值变化超过五分之一，或被移除。");
    public string Gone => Say("none", "无");
    public string RefusedTitle => Say("Cannot be taken", "无法采用");
    public string UnchangedTitle => Say("Unchanged", "没有变化");
    public string NotListedTitle => Say("Models here that the list does not name", "价目表未列出的本地模型");
    public string UnknownTitle => Say("Models of the list that nobody here has", "价目表中本网关没有的模型");

    // Billing once more
    public string Simulation => Say("What would it have been?", "如果当时是这个价格？");
    public string SimulationText => Say("Past requests are billed once more from their records, one by one, with the factors of their groups as they were. Nothing is changed.", "根据记录逐条重新计费过去的请求，沿用当时的分组倍率。不会改变任何内容。");
    public string ChosenText => Say("With the prices that are ticked above.", "使用上面勾选的价格。");
    public string Factor => Say("List prices times", "列表价乘以");
    public string Period => Say("Requests of", "请求时间");
    public string Days30 => Say("the last 30 days", "最近 30 天");
    public string Run => Say("Calculate", "计算");
    public string Stop => Say("Stop", "停止");
    public string Stopped => Say("The calculation was stopped.", "计算已停止。");
    public string Requests => Say("Requests", "请求");
    public string Billed => Say("Billed", "已计费");
    public string Simulated => Say("Would have been", "本应计费");
    public string Difference => Say("Difference", "差额");
    public string Everything => Say("All models", "全部模型");
    public string NoRecords => Say("There are no requests in this time.", "此时间段内没有请求。");
    public string UncomputedTitle => Say("Not in the sums", "未计入合计");
    public string Why => Say("Why", "原因");
    public string First => Say("The first of them", "前几条");

    public string Unpriced(string count) => Say($"Without a price: {count}. Requests for these models are refused.", $"没有价格的模型：{count}。对它们的请求会被拒绝。");
    public string MoreFigures(string count) => Say($"+{count} more", $"另有 {count} 项");
    public string OpenOf(string model) => Say($"Open {model}", $"打开 {model}");
    public string TakeOf(string model) => Say($"Take the price of {model}", $"采用 {model} 的价格");
    public string ListedAs(string name, string vendor) => Say($"listed as {name} ({vendor})", $"列为 {name}（{vendor}）");
    public string Sum(string changed, string added, string unchanged, string refused, string format) =>
        Say($"{format}: {changed} changed, {added} new, {unchanged} unchanged, {refused} that cannot be taken.", $"{format}：变化 {changed}，新增 {added}，不变 {unchanged}，无法采用 {refused}。");
    public string Compared(string time) => Say($"Compared with what holds on {time}.", $"与 {time} 生效的价格比较。");
    public string AndMore(string count) => Say($"and {count} more", $"另有 {count} 个");
    public string Write(string count) => Say($"Write prices: {count}", $"写入价格：{count}");
    public string Written(string count) => Say($"Prices written: {count}.", $"已写入价格：{count}。");
    public string WrittenFrom(string count, string time) => Say($"Prices written: {count}. They begin on {time}.", $"已写入价格：{count}，自 {time} 起生效。");
    public string ReadSoFar(string records, string percent) => Say($"{records} records, {percent} %", $"{records} 条记录，{percent} %");
    public string Covered(string from, string to, string records, string unbilled) =>
        Say($"{from} to {to}: {records} records, {unbilled} of them without anything to bill.", $"{from} 至 {to}：{records} 条记录，其中 {unbilled} 条无需计费。");
    public string AtGroupPrice(string count) => Say($"{count} at a group's own price, which stays", $"{count} 条按分组自有价格，保持不变");
    public string GoneRequests(string count) => Say($"{count} more requests of this time are in none of these sums: their records are no longer kept.", $"此时间段另有 {count} 个请求未计入：其记录已不再保留。");
    public string NotComplete(string time) => Say($"There are more records than are read at once: the sums end at {time}.", $"记录数量超出单次读取上限：合计截至 {time}。");
    public string BilledOf(string amount) => Say($"{amount} was billed", $"已计费 {amount}");

    public string Reason(string reason) => reason switch
    {
        "unknown_version" => Say("The record names a price that is not known here.", "记录引用的价格在此未知。"),
        "interrupted" => Say("The gateway was killed while it ran, and the price was nothing: nobody knows what was delivered.", "请求运行时网关被终止，且当时免费：无法得知已交付多少。"),
        _ => Say("Its own price does not give its own cost.", "按其自身价格无法得出其费用。"),
    };
}
