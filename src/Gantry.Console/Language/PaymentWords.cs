namespace Gantry.Console.Language;

/// <summary>The words of the list of all card payments.</summary>
public sealed class PaymentWords(Tongue tongue) : Wording(tongue)
{
    public string Title => Say("Payments", "付款");
    public string Intro => Say("What every account paid in by card. Refunds are made at the payment provider; its word moves the wallet.", "所有账户的银行卡付款。退款请在支付服务商处操作，其通知会更改钱包。");
    public string Empty => Say("No card payments yet. Cards are set up under payments in the settings.", "还没有银行卡付款。请在设置的付款部分启用。");
    public string Find => Say("Find", "查找");
    public string FindHint => Say("Beginning of an address, an order or a provider's id", "邮箱、订单号或服务商编号的开头");
    public string State => Say("State", "状态");
    public string All => Say("All", "全部");
    public string Manual => Say("Needs a look", "需人工处理");
    public string TakenOnes => Say("Refunded or disputed", "已退款或有争议");
    public string From => Say("Made from", "起始时间");
    public string To => Say("Made before", "截止时间");
    public string When => Say("When", "时间");
    public string Account => Say("Account", "账户");
    public string Amount => Say("Amount", "金额");
    public string Credited => Say("Credited", "入账时间");
    public string TakenBack => Say("Taken back", "已退回");
    public string ProviderId => Say("Provider's id", "服务商编号");
    public string Details => Say("Details", "详情");
    public string StoryTitle => Say("Payment by card", "银行卡付款");
    public string Test => Say("test", "测试");
    public string Order => Say("Order", "订单号");
    public string Provider => Say("Provider", "服务商");
    public string Checkout => Say("Checkout", "结账编号");
    public string Payment => Say("Payment", "付款编号");
    public string Made => Say("Made", "创建时间");
    public string Expires => Say("Could be paid until", "付款截止");
    public string Entries => Say("In the books", "账目");
    public string NoEntries => Say("Nothing: no money has come.", "无：尚未收到款项。");
    public string Entry => Say("Entry", "分录");
    public string What => Say("What", "类型");
    public string Change => Say("Change", "变动");
    public string Takings => Say("Refunds and disputes", "退款与争议");
    public string Events => Say("What the provider said", "服务商通知");
    public string NoEvents => Say("Nothing yet.", "暂无。");
    public string Event => Say("Event", "事件");
    public string Outcome => Say("What it did", "结果");

    public string DetailsOf(string order) => Say($"Details of {order}", $"{order} 的详情");
    public string NoteOf(string note) => Say($"A person has to look at this: {note}", $"需要人工处理：{note}");

    public string TakingKind(string kind) => kind switch
    {
        "refund" => Say("Refund", "退款"),
        "refund_total" => Say("All refunds together", "退款合计"),
        _ => Say("Dispute", "争议"),
    };

    public string Standing(string standing) => standing switch
    {
        "asked" => Say("asked, no money has moved", "查询中，未扣款"),
        "open" => Say("gone, may come back", "已扣款，可能退回"),
        "taken" => Say("gone", "已扣款"),
        _ => Say("here again", "已退回"),
    };

    public string OutcomeOf(string outcome) => outcome switch
    {
        "credited" => Say("credited", "已入账"),
        "noted" => Say("noted", "已记录"),
        "unchanged" => Say("nothing new", "无变化"),
        "taken" => Say("taken from the wallet", "已从钱包扣除"),
        "given_back" => Say("given back to the wallet", "已退回钱包"),
        "waiting" => Say("waits for the payment", "等待付款"),
        "manual" => Say("a person has to look", "需要人工处理"),
        _ => Say("refused", "已拒绝"),
    };
}
