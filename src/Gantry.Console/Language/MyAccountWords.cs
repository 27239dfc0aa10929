namespace Gantry.Console.Language;

/// <summary>The words of the account's page.</summary>
public sealed class MyAccountWords(Tongue tongue) : Wording(tongue)
{
    public string Title => Say("Account", "账户");
    public string Profile => Say("Profile", "个人资料");
    public string Email => Say("E-mail", "邮箱");
    public string Role => Say("Role", "角色");
    public string Since => Say("Since", "注册时间");
    public string Looks => Say("Appearance and language", "外观与语言");
    public string Security => Say("Security", "安全");
    public string SecurityText => Say("What is changed there asks for a fresh proof that it is you.", "在安全页面更改时需要重新验证身份。");
    public string Password => Say("Password", "密码");
    public string Authenticator => Say("Authenticator", "身份验证器");
    public string Recovery => Say("Recovery codes", "恢复码");
    public string Passkeys => Say("Passkeys", "通行密钥");
    public string Services => Say("Linked services", "关联服务");
    public string Sessions => Say("Sessions", "会话");
    public string Set => Say("Set", "已设置");
    public string On => Say("On", "已启用");
    public string NotSet => Say("Not set", "未设置");
    public string Change => Say("Change", "更改");
    public string Weak => Say("Your account has no second factor. An authenticator or a passkey keeps it yours even if the password is lost.", "账户没有第二验证因素。添加身份验证器或通行密钥可在密码泄露时保护账户。");
    public string Alerts => Say("Alerts", "提醒");
    public string AlertsText => Say("Where the gateway sends mail, you get these by mail; here they are listed in any case.", "若网关可发送邮件，提醒会以邮件发送；此处始终列出。");
    public string LowBalance => Say("Low balance below, in USD", "余额低于（USD）时提醒");
    public string LowHint => Say("Empty: what the gateway says.", "留空：使用网关默认值。");
    public string Mails => Say("Mail me about", "邮件通知");
    public string Save => Say("Save", "保存");
    public string Saved => Say("Your wishes were saved.", "已保存。");
    public string NoAlerts => Say("No alerts so far.", "还没有提醒。");
    public string Open => Say("Still so", "持续中");
    public string Over => Say("Over", "已结束");
    public string Announcements => Say("Announcements", "公告");
    public string NoAnnouncements => Say("Nothing is announced.", "没有公告。");
    public string Teams => Say("Teams", "团队");
    public string NoTeams => Say("You are in no team. Whoever runs the gateway can take you into one: the team pays for keys that you make there.", "你不在任何团队中。网关管理者可将你加入团队，团队会为你在其中创建的密钥付费。");
    public string Manager => Say("Manager", "管理者");
    public string Member => Say("Member", "成员");
    public string Disabled => Say("Disabled: its keys are refused", "已停用：其密钥会被拒绝");
    public string NoBudget => Say("No budget of your own; that of the team bounds you.", "没有个人预算，受团队预算限制。");
    public string Wallet => Say("Wallet of the team", "团队钱包");

    public string Left(string count) => Say($"{count} left", $"剩余 {count} 个");
    public string Count(string count) => Say($"{count}", $"{count} 个");
    public string From(string from) => Say($"From {from}", $"自 {from}");
    public string BudgetLeft(string left, string cap) => Say($"{left} left of {cap}", $"剩余 {left}，上限 {cap}");

    public string Kind(string kind) => kind switch
    {
        "low_balance" => Say("Low balance", "余额不足"),
        "cap_near" => Say("A spend cap is nearly used up", "消费上限即将用完"),
        "cap_reached" => Say("A spend cap is used up", "消费上限已用完"),
        "spend_velocity" => Say("A key spends far more than usual", "密钥消费异常增加"),
        "price_change" => Say("A price changes soon", "价格即将变动"),
        _ => Say("Other", "其他"),
    };

    public string Level(string level) => level switch
    {
        "critical" => Say("Critical", "紧急"),
        "warning" => Say("Warning", "警告"),
        _ => Say("Information", "通知"),
    };
}
