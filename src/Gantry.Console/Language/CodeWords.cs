namespace Gantry.Console.Language;

/// <summary>The words of the page on which redemption codes are made.</summary>
public sealed class CodeWords(Tongue tongue) : Wording(tongue)
{
    public string Title => Say("Redemption codes", "兑换码");
    public string Intro => Say("Whoever has a code adds its worth to their wallet. Only the beginning of a code is kept here.", "持有兑换码者可将其金额充入钱包。此处只保存兑换码的开头。");
    public string Make => Say("Make codes", "生成兑换码");
    public string Find => Say("Find", "查找");
    public string FindHint => Say("The beginning of a code", "兑换码开头");
    public string EmptyTitle => Say("No codes", "还没有兑换码");
    public string EmptyText => Say("Make codes to sell, to give away, or to let people top up without a card.", "生成兑换码，用于销售、赠送或无卡充值。");
    public string Code => Say("Code", "兑换码");
    public string Worth => Say("Worth", "金额");
    public string Amount => Say("Worth in USD", "金额（USD）");
    public string AmountHint => Say("What each use brings, such as 10.", "每次兑换的金额，例如 10。");
    public string Count => Say("How many codes", "数量");
    public string CountHint => Say("From 1 to 1,000.", "1 到 1,000。");
    public string Uses => Say("Uses of each", "每个可用次数");
    public string UsesHint => Say("By as many accounts, once each.", "可由多少个账户各使用一次。");
    public string Used => Say("Used", "已使用");
    public string Ends => Say("Expires", "到期时间");
    public string EndsHint => Say("Empty: it does not expire.", "留空表示永不过期。");
    public string NoEnd => Say("does not expire", "永不过期");
    public string MadeAt => Say("Made", "生成时间");
    public string MadeBy => Say("By", "生成者");
    public string State => Say("State", "状态");
    public string Open => Say("Can be used", "可用");
    public string UsedUp => Say("Used up", "已用完");
    public string Expired => Say("Expired", "已过期");
    public string IsRevoked => Say("Revoked", "已作废");
    public string Actions => Say("Actions", "操作");
    public string Revoke => Say("Revoke", "作废");
    public string RevokeOf(string code) => Say($"Revoke {code}", $"作废 {code}");
    public string RevokeTitle => Say("Revoke the code", "作废兑换码");
    public string RevokeText => Say("Nobody can use it any more. What it has credited stays.", "作废后无法再使用；已充入的金额不受影响。");
    public string IssuedTitle => Say("The codes, this once", "兑换码（仅显示一次）");
    public string IssuedText => Say("Copy them now: they cannot be shown again.", "请立即复制：之后无法再次显示。");
    public string CopyAll => Say("Copy all", "全部复制");
    public string Done => Say("I have kept them", "我已保存");
    public string NotNumber => Say("Must be a whole number.", "必须是整数。");
    public string Made(string count) => Say($"{count} codes were made.", $"已生成 {count} 个兑换码。");
    public string WasRevoked(string code) => Say($"{code} was revoked.", $"已作废 {code}。");
    public string UsesOf(string used, string most) => Say($"{used} of {most}", $"{used} / {most} 次");
}
