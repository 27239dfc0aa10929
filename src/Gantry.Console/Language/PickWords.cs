namespace Gantry.Console.Language;

/// <summary>The words of a field in which some of many names are picked.</summary>
public sealed class PickWords(Tongue tongue) : Wording(tongue)
{
    public string All => Say("all", "全部");
    public string Choose => Say("Choose", "选择");
    public string Close => Say("Done", "完成");
    public string Find => Say("Find", "查找");
    public string FindOrType => Say("Find, or type a name", "查找或输入名称");
    public string NotListed => Say("not listed", "不在列表中");
    public string NothingFound => Say("Nothing matches.", "没有匹配的内容。");

    public string ChooseOf(string label) => Say($"Choose: {label}", $"选择：{label}");
    public string CloseOf(string label) => Say($"Done: {label}", $"完成：{label}");
    public string FindIn(string label) => Say($"Find in: {label}", $"查找：{label}");
    public string Add(string name) => Say($"Add {name}", $"添加 {name}");
    public string Remove(string name) => Say($"Remove {name}", $"移除 {name}");
    public string Earlier(string name) => Say($"Move {name} forward", $"将 {name} 前移");
    public string MoreByTyping(int more) => Say($"{more} more: type to find them.", $"还有 {more} 项，请输入以查找。");
}
