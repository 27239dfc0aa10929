namespace Gantry.Console.Language;

/// <summary>The words of the wallet.</summary>
public sealed class WalletWords(Tongue tongue) : Wording(tongue)
{
    public string Title => Say("Wallet", "钱包");
    public string Available => Say("Available", "可用余额");
    public string Reserved => Say("Set aside", "已预留");
    public string ReservedHint => Say("For requests that run; what they do not need comes back.", "为进行中的请求预留，未用部分会退回。");
    public string Debt => Say("Owed", "欠款");
    public string DebtHint => Say("A payment was taken back. Nothing can be spent before this is paid; the next top-up pays it first.", "有付款被退回。还清之前无法消费，下次充值会优先偿还。");
    public string NoDebt => Say("Nothing is owed.", "没有欠款。");
    public string Plan => Say("Plan", "套餐");
    public string NoPlan => Say("None; the balance pays for everything.", "无；所有费用由余额支付。");
    public string TeamsPay => Say("Keys that you made in a team are paid by its wallet:", "你在团队中创建的密钥由团队钱包付费：");
    public string TopUp => Say("Top up", "充值");
    public string ByCode => Say("With a code", "使用兑换码");
    public string Code => Say("Redemption code", "兑换码");
    public string CodeHint => Say("24 characters in groups of four; case, spaces and dashes do not matter.", "24 个字符，每四个一组；大小写、空格和连字符不影响。");
    public string Use => Say("Use code", "使用兑换码");
    public string NoCode => Say("Type or paste the code first.", "请先输入或粘贴兑换码。");
    public string BadCode => Say(
        "This code cannot be used: it is mistyped, used already, expired or withdrawn. Compare it with what you were given, character by character. Ten wrong codes an hour can be tried.",
        "此兑换码无法使用：可能输入有误、已被使用、已过期或已撤销。请逐字核对。每小时最多可尝试十个错误的兑换码。");
    public string ByCard => Say("By card", "银行卡支付");
    public string Amount => Say("Amount in USD", "金额（USD）");
    public string Pay => Say("Go on to pay", "前往付款");
    public string PayHint => Say("The page of the payment provider takes your card; this gateway never sees it.", "银行卡信息由支付服务商的页面处理，本网关不会接触。");
    public string TestMode => Say("Test mode: no money moves.", "测试模式：不会产生真实付款。");
    public string NoCards => Say("Cards are not taken here. Ask whoever runs this gateway for a redemption code.", "此处不接受银行卡。请向网关管理者索取兑换码。");
    public string BadAmount => Say("Write an amount such as 10.00.", "请填写金额，例如 10.00。");
    public string PaidTitle => Say("Thank you", "谢谢");
    public string WaitTitle => Say("Waiting for the payment", "正在等待付款");
    public string WaitText => Say("The payment provider has not confirmed it yet. This page asks again by itself; the credit comes even if you leave.", "支付服务商尚未确认。本页会自动刷新；离开也不影响到账。");
    public string NotPaidText => Say("It is not paid yet. You can still pay it:", "尚未付款，仍可继续支付：");
    public string FailedText => Say("The payment did not go through. Nothing was credited. Try again, or use another card.", "付款未成功，未到账。请重试或换一张卡。");
    public string ManualText => Say("The money arrived, but does not fit the order. Whoever runs this gateway has to look at it; tell them the order's number.", "款项已到，但与订单不符，需要网关管理者处理。请提供订单号。");
    public string Caps => Say("Spend caps of your keys", "密钥的消费上限");
    public string NoCaps => Say("None of your keys in use has a cap. A cap on a key bounds what it can cost you.", "在用的密钥都没有消费上限。设置上限可以限制密钥的花费。");
    public string Key => Say("Key", "密钥");
    public string Window => Say("Cap", "上限");
    public string Used => Say("Used", "已用");
    public string Left => Say("Left", "剩余");
    public string Resets => Say("Begins anew", "重置时间");
    public string Never => Say("Never", "从不");
    public string Payments => Say("Payments", "付款记录");
    public string NoPayments => Say("No card payments yet.", "还没有银行卡付款。");
    public string When => Say("When", "时间");
    public string State => Say("State", "状态");
    public string TakenBack => Say("Taken back", "已退回");
    public string Order => Say("Order", "订单号");
    public string Entries => Say("What moved", "资金明细");
    public string EntriesHint => Say("Every movement of this wallet, exact and never edited. Times are yours.", "本钱包的每一笔变动，精确且不可修改。时间为你的时区。");
    public string NoEntries => Say("Nothing has moved yet. Top up with a code or a card to begin.", "还没有变动。请用兑换码或银行卡充值。");
    public string What => Say("What", "类型");
    public string Change => Say("Change", "变动");
    public string After => Say("Holds then", "变动后");
    public string About => Say("About", "说明");
    public string Request => Say("Request", "请求");
    public string More => Say("Show older", "显示更早的");

    public string Added(string amount) => Say($"{amount} was added to your wallet.", $"{amount} 已存入钱包。");
    public string TooMany(string minutes) => Say($"Too many wrong codes were tried. Wait {minutes} minutes, then try the right one; it is not lost.", $"错误的兑换码过多。请等待 {minutes} 分钟后再试；正确的兑换码不会失效。");
    public string Bounds(string least, string most) => Say($"From {least} to {most}.", $"{least} 至 {most}。");
    public string Paid(string amount) => Say($"{amount} is in your wallet.", $"{amount} 已到账。");
    public string PlanRest(string rest, string granted) => Say($"{rest} left of {granted}", $"剩余 {rest}，共 {granted}");
    public string PlanUntil(string until) => Say($"What is left lapses on {until}.", $"剩余额度于 {until} 失效。");
    public string UsedOf(string spent, string amount) => Say($"{spent} of {amount}", $"已用 {spent}，共 {amount}");

    public string StateOf(string state) => state switch
    {
        "created" => Say("Not paid", "未付款"),
        "pending" => Say("On its way", "处理中"),
        "paid" => Say("Paid", "已付款"),
        "failed" => Say("Failed", "失败"),
        "expired" => Say("Not paid in time", "已过期"),
        _ => Say("Being looked at", "人工处理"),
    };

    public string Kind(string kind) => kind switch
    {
        "top_up" => Say("Paid in by card", "银行卡充值"),
        "redeem" => Say("Code used", "兑换码"),
        "credit" => Say("Credited by hand", "人工入账"),
        "adjust" => Say("Corrected by hand", "人工更正"),
        "reserve" => Say("Set aside for requests", "为请求预留"),
        "release" => Say("Set aside no longer", "释放预留"),
        "settle" => Say("Charge of a request", "请求费用"),
        "refund" => Say("Charge given back", "费用退回"),
        "chargeback" => Say("Payment taken back", "付款被退回"),
        _ => Say("Other movement", "其他变动"),
    };

    public string Cap(string amount, string window) => window switch
    {
        "day" => Say($"{amount} a day", $"{amount}/日"),
        "week" => Say($"{amount} a week", $"{amount}/周"),
        "month" => Say($"{amount} a month", $"{amount}/月"),
        _ => Say($"{amount} in total", $"总计 {amount}"),
    };
}
