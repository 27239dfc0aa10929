namespace Gantry.Console.Language;

/// <summary>The words of the pages of teams.</summary>
public sealed class TeamWords(Tongue tongue) : Wording(tongue)
{
    public string Title => Say("Teams", "团队");
    public string Yours => Say("Your teams", "我的团队");
    public string All => Say("All teams", "全部团队");
    public string EmptyTitle => Say("You are in no team", "你不在任何团队中");
    public string EmptyText => Say(
        "A team is several people with one wallet: its members make API keys that the team pays for, each within a budget. Ask whoever manages one to take you in under your address, or an administrator of this gateway to make one.",
        "团队是共用一个钱包的多个成员：成员创建的 API 密钥由团队付费，各自受预算限制。请让团队管理者用你的邮箱将你加入，或请网关管理员创建团队。");
    public string YourAddress(string email) => Say($"Your address here is {email}.", $"你的邮箱是 {email}。");
    public string Make => Say("Make a team", "创建团队");
    public string MakeTitle => Say("Make a team", "创建团队");
    public string MakeText => Say("Next, on its page, give it money, take in members and set its limits.", "创建后可在其页面充值、添加成员并设置限制。");
    public string Name => Say("Name", "名称");
    public string NameHint => Say("Such as research: lower case, without @ and slash. It cannot be changed later.", "例如 research：小写，不含 @ 和斜杠，之后不可更改。");
    public string NoName => Say("Write a name first.", "请先填写名称。");
    public string NameTaken(string name) => Say($"There is already a team {name}. Choose another name, or find that one in the list.", $"已存在团队 {name}。请换一个名称，或在列表中查找它。");
    public string Find => Say("Find", "查找");
    public string FindHint => Say("The beginning of a name", "名称开头");
    public string State => Say("State", "状态");
    public string AllStates => Say("All", "全部");
    public string Active => Say("Active", "正常");
    public string Disabled => Say("Disabled", "已停用");
    public string NoTeams => Say("There are no teams yet. Make one so that several people can spend from one wallet, each within a budget.", "还没有团队。创建团队后，多人可共用一个钱包，各自受预算限制。");
    public string NothingFound => Say("No team matches.", "没有匹配的团队。");
    public string Members => Say("Members", "成员");
    public string Balance => Say("Balance", "余额");
    public string Caps => Say("Spending caps", "消费上限");
    public string NoCap => Say("none", "无");
    public string Plan => Say("Plan", "套餐");
    public string NoPlan => Say("none", "无");
    public string Actions => Say("Actions", "操作");
    public string Open => Say("Open", "打开");
    public string OpenOf(string name) => Say($"Open {name}", $"打开 {name}");
    public string Disable => Say("Disable", "停用");
    public string DisableOf(string name) => Say($"Disable {name}", $"停用 {name}");
    public string DisableTitle => Say("Disable the team", "停用团队");
    public string DisableText => Say("All keys of the team are refused within seconds, until somebody enables it again. Nothing is deleted: wallet, members and keys stay.", "团队的全部密钥会在数秒内被拒绝，直到重新启用。不会删除任何数据：钱包、成员和密钥都会保留。");
    public string Enable => Say("Enable", "启用");
    public string EnableOf(string name) => Say($"Enable {name}", $"启用 {name}");
    public string DisabledOne(string name) => Say($"{name} was disabled.", $"已停用 {name}。");
    public string EnabledOne(string name) => Say($"{name} was enabled.", $"已启用 {name}。");
    public string DisabledHint => Say("The team is disabled: its keys are refused until an administrator enables it.", "团队已停用：管理员重新启用之前，其密钥会被拒绝。");
    public string InWallet => Say("in the shared wallet", "共用钱包余额");
    public string YourBudget => Say("Your budget", "我的预算");
    public string NoBudget => Say("None of your own: the wallet and the limits of the team alone bound you.", "没有个人预算：仅受团队的钱包和限制约束。");
    public string NoBudgetOfMember => Say("none: the team's limits alone", "无：仅受团队限制");
    public string MakeKey => Say("Make a team key", "创建团队密钥");
    public string NotThere => Say("No such team", "没有这个团队");
    public string NotThereText => Say("There is no team at this address, or you are not in it. Ask whoever manages the team to take you in.", "此地址没有团队，或者你不在其中。请让团队管理者将你加入。");
    public string Gone => Say("You are not allowed to do this in the team any more, or it is gone. Reload the page.", "你已无权在此团队中执行此操作，或团队已不存在。请重新加载页面。");
    public string Available => Say("Shared wallet", "共用钱包");
    public string AvailableHint => Say("What all keys of the team can spend.", "团队全部密钥可消费的金额。");
    public string ToldEmpty => Say("Empty: requests are refused. An administrator can give the team money.", "余额为零：请求会被拒绝。请联系管理员充值。");
    public string EmptyForAdmin => Say("Empty: requests are refused. Give the team money below.", "余额为零：请求会被拒绝。请在下方充值。");
    public string Owed(string amount) => Say($"{amount} is owed: nothing can be spent before it is paid.", $"欠款 {amount}：还清之前无法消费。");
    public string Reserved => Say("Set aside", "已预留");
    public string ReservedHint => Say("Of it, for requests that run.", "其中为进行中的请求预留。");
    public string MemberHint(int managers) => Say(managers == 1 ? "1 of them manages it." : $"{managers} of them manage it.", $"其中 {managers} 人为管理者。");
    public string NobodyManages => Say("Nobody manages it but administrators.", "除管理员外无人管理。");
    public string Spent => Say("Spent this month", "本月消费");
    public string Since(string day) => Say($"Since {day}.", $"自 {day} 起。");
    public string MembersText => Say("Members make keys here under their own budget; managers also take people in and out and set budgets.", "成员在各自预算内创建密钥；管理者还可以增减成员并设置预算。");
    public string NoMembers => Say("Nobody is in the team yet. Add somebody who has an account on this gateway.", "团队还没有成员。请添加在本网关有账户的人。");
    public string Email => Say("E-mail", "邮箱");
    public string Role => Say("Role", "角色");
    public string Budget => Say("Budget", "预算");
    public string In => Say("Since", "加入时间");
    public string You => Say("you", "你");
    public string Add => Say("Add a member", "添加成员");
    public string AddTitle => Say("Add a member", "添加成员");
    public string EmailHint => Say("The address of an account on this gateway.", "本网关已有账户的邮箱。");
    public string NoEmail => Say("Write the address of an account, such as ann@example.com.", "请填写账户邮箱，例如 ann@example.com。");
    public string NobodyHas(string email) => Say($"Nobody has the address {email} here. Check it, or ask an administrator to invite them first.", $"此处没有邮箱为 {email} 的账户。请核对，或先请管理员邀请。");
    public string InAlready(string email) => Say($"{email} is in the team already. Close, and edit its role or budget in the list.", $"{email} 已在团队中。请关闭后在列表中修改其角色或预算。");
    public string BudgetTitle => Say("Budget", "预算");
    public string BudgetHint => Say("What all keys of this person in the team may spend together; empty: only the team's limits hold.", "此人在团队中全部密钥合计的消费上限；留空表示仅受团队限制。");
    public string MemberHintOf => Say("Makes keys that the team pays for.", "可创建由团队付费的密钥。");
    public string ManagerHintOf => Say("Also takes people in and out and sets budgets, its own too.", "还可以增减成员并设置预算，包括自己的预算。");
    public string EditTitle => Say("Role and budget", "角色与预算");
    public string EditOf(string email) => Say($"Edit {email}", $"编辑 {email}");
    public string Remove => Say("Remove", "移出");
    public string RemoveOf(string email) => Say($"Remove {email}", $"移出 {email}");
    public string RemoveTitle => Say("Remove from the team", "移出团队");
    public string RemoveText => Say("Requests with its keys in the team are refused within seconds, for good. What it has spent stays counted, also if it comes back.", "其在团队中的密钥会在数秒内永久失效。已消费的金额会保留，重新加入后继续计算。");
    public string KeysGo => Say("Revoked with it:", "同时吊销：");
    public string LastManager => Say("Nobody but administrators manages the team after that.", "此后仅管理员可以管理团队。");
    public string Added(string email) => Say($"{email} is in the team.", $"{email} 已加入团队。");
    public string Saved(string what) => Say($"{what} was saved.", $"已保存 {what}。");
    public string Removed(string email) => Say($"{email} was removed.", $"已移出 {email}。");
    public string Leave => Say("Leave the team", "退出团队");
    public string LeaveTitle => Say("Leave the team", "退出团队");
    public string LeaveText => Say("Your keys in the team are refused within seconds, for good. Whoever manages the team can take you in again; you make new keys then.", "你在团队中的密钥会在数秒内永久失效。团队管理者可以再次将你加入，届时需创建新密钥。");
    public string LeftTitle(string name) => Say($"You have left {name}", $"你已退出 {name}");
    public string LeftText => Say("Your keys there are revoked. Programs that used them need a key of yours, or of another team.", "你在其中的密钥已被吊销。使用它们的程序需要换用你自己或其他团队的密钥。");
    public string ByMember => Say("Spent this month by member", "本月各成员消费");
    public string NothingSpent => Say("Nothing was spent this month.", "本月没有消费。");
    public string OfTeam => Say("Keys of the team itself", "团队自身的密钥");
    public string OneRequest => Say("1 request", "1 个请求");
    public string Requests(string count) => Say($"{count} requests", $"{count} 个请求");
    public string Rest(int count) => Say($"{count} others", $"另外 {count} 人");
    public string Who => Say("Member", "成员");
    public string Money => Say("Give or correct money", "充值与调整");
    public string Limits => Say("Limits of the team", "团队限制");
    public string LimitsHint => Say("For all keys of the team together, beside the budgets of members. An administrator sets them.", "团队全部密钥合计，与成员预算同时生效。由管理员设置。");
    public string CapsHint => Say("For all keys of the team together, beside the budgets of members; empty: no cap.", "团队全部密钥合计，与成员预算同时生效；留空表示不限。");
    public string Rates => Say("Rate limits", "速率限制");
    public string TimeZone => Say("Time zone", "时区");
    public string ZoneOfGateway => Say("that of the gateway", "网关时区");
    public string TimeZoneHint => Say("Where the team's days begin, such as Europe/Berlin; empty: the gateway's.", "团队每日起始所用时区，例如 Asia/Shanghai；留空使用网关时区。");
    public string Keys => Say("Keys that the team pays for", "由团队付费的密钥");
    public string NoKeys => Say("No keys yet. Members make theirs on the page of API keys, and choose the team as who pays.", "还没有密钥。成员可在 API 密钥页面创建，并选择由团队付费。");
    public string Key => Say("Key", "密钥");
    public string LastUsed => Say("Last used", "最近使用");
    public string Never => Say("never", "从未");
    public string Revoke => Say("Revoke", "吊销");
    public string RevokeOf(string name) => Say($"Revoke {name}", $"吊销 {name}");
    public string RevokeTitle => Say("Revoke the key", "吊销密钥");
    public string RevokeText => Say("Requests with it are refused from now on. This cannot be undone; its member can make another one.", "之后使用它的请求将被拒绝，且无法撤销。其成员可以另建密钥。");
    public string Revoked(string name) => Say($"{name} was revoked.", $"已吊销 {name}。");
    public string WhatIsSeen => Say("Whoever manages the team sees which requests your keys made and what they cost, never what was asked and answered.", "团队管理者可以看到你的密钥发出的请求及其费用，但看不到提问和回答的内容。");
    public string SeeRequests => Say("Your requests in the team", "我在团队中的请求");
    public string Left(string amount) => Say($"{amount} left", $"剩余 {amount}");
    public string UsedOf(string spent, string amount) => Say($"{spent} of {amount}", $"已用 {spent}，共 {amount}");
    public string Anew(string at) => Say($"anew {at}", $"{at} 重置");

    public string RoleOf(string role) => role == "manager" ? Say("Manager", "管理者") : Say("Member", "成员");

    public string Window(string window) => window switch
    {
        "day" => Say("Today", "今日"),
        "week" => Say("This week", "本周"),
        "month" => Say("This month", "本月"),
        _ => Say("In total", "总计"),
    };

    public string Rate(string rate, string number) => rate switch
    {
        "requests" => Say($"{number} requests a minute", $"每分钟 {number} 个请求"),
        "tokens" => Say($"{number} tokens a minute", $"每分钟 {number} 个 token"),
        _ => Say($"{number} at once", $"并发 {number}"),
    };
}
