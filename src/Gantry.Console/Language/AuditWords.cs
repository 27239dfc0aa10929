namespace Gantry.Console.Language;

/// <summary>The words of the audit log.</summary>
public sealed class AuditWords(Tongue tongue) : Wording(tongue)
{
    public string Title => Say("Audit log", "审计日志");
    public string Intro => Say("Everything that was changed, by whom and from where. Rows cannot be edited; each binds all before it.", "记录所有更改：何人、从何处所做。记录不可编辑，每条都与之前的全部记录相连。");
    public string Actor => Say("Who", "操作者");
    public string ActorHint => Say("The whole address, or command line, or gateway", "完整邮箱，或 command line、gateway");
    public string Action => Say("Action", "操作");
    public string ActionHint => Say("Its beginning, such as key.", "开头部分，例如 key.");
    public string Target => Say("Target", "对象");
    public string TargetHint => Say("Its beginning, such as group", "开头部分，例如 group");
    public string From => Say("From", "起始时间");
    public string To => Say("Until", "截止时间");
    public string When => Say("When", "时间");
    public string Address => Say("From where", "来源地址");
    public string Details => Say("Details", "详情");
    public string DetailsOf(string number) => Say($"Details of row {number}", $"第 {number} 条的详情");
    public string RowTitle(string number) => Say($"Row {number}", $"第 {number} 条记录");
    public string Field => Say("Field", "字段");
    public string Before => Say("Before", "之前");
    public string After => Say("After", "之后");
    public string NotThere => Say("nothing", "无");
    public string NoChange => Say("This action changed no fields.", "此操作没有更改任何字段。");
    public string Request => Say("Request", "请求");
    public string Link => Say("Link of the chain", "链值");
    public string Verify => Say("Verify the chain", "验证日志链");
    public string VerifyHint => Say("Recomputes every link. Keep the head somewhere else: sent again later, it proves that nothing before it was changed or cut off.", "重新计算每一条的链值。请把链头保存在别处：以后再次提交即可证明此前的内容未被更改或截断。");
    public string KnownHead => Say("A head that you kept", "你保存的链头");
    public string KnownHeadHint => Say("Optional. Empty: only the links among themselves are checked.", "可选。留空则只检查链值之间是否一致。");
    public string Head => Say("Head", "链头");
    public string Holds(string rows) => Say($"All {rows} rows are as they were written.", $"全部 {rows} 条记录均与写入时一致。");
    public string Broken(string row) => Say($"Row {row} is not as it was written, or is missing.", $"第 {row} 条记录已被更改或缺失。");
    public string Empty => Say("Nothing was recorded for this choice.", "此条件下没有记录。");
}
