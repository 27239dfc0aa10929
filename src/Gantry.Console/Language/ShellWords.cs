namespace Gantry.Console.Language;

/// <summary>The words around every page.</summary>
public sealed class ShellWords(Tongue tongue) : Wording(tongue)
{
    public const int GuideLength = 5;

    public string Skip => Say("Skip to the content", "跳到正文");
    public string Menu => Say("Menu", "菜单");
    public string Navigation => Say("Console", "控制台");
    public string Administration => Say("Administration", "管理");
    public string Overview => Say("Overview", "概览");
    public string Keys => Say("API keys", "API 密钥");
    public string Connect => Say("Connect a client", "连接客户端");
    public string Pricing => Say("Models and pricing", "模型与价格");
    public string Upstreams => Say("Upstreams", "上游");
    public string Models => Say("Models", "模型");
    public string Prices => Say("Prices", "价格管理");
    public string Groups => Say("Groups", "分组");
    public string GuideLabel => Say("First model", "第一个模型");
    public string FromFileHint => Say("Declared in the configuration file: change it there and apply the file.", "由配置文件声明：请在文件中修改后应用。");
    public string Edit => Say("Edit", "编辑");
    public string Delete => Say("Delete", "删除");
    public string Check => Say("Check what is marked below.", "请检查下面标出的内容。");
    public string NotANumber => Say("Write a whole number.", "请填写整数。");
    public string Wallet => Say("Wallet", "钱包");
    public string Teams => Say("Teams", "团队");
    public string Playground => Say("Playground", "试验场");
    public string Images => Say("Image studio", "图像工作室");
    public string Log => Say("Usage logs", "使用日志");
    public string Status => Say("Status", "服务状态");
    public string Dashboard => Say("Dashboard", "仪表盘");
    public string Accounts => Say("Accounts", "账户管理");
    public string Codes => Say("Redemption codes", "兑换码");
    public string Payments => Say("Payments", "付款");
    public string AuditLog => Say("Audit log", "审计日志");
    public string Simulator => Say("Fault rehearsal", "故障演练");
    public string Explain => Say("Route explain", "路由解释");
    public string Settings => Say("Settings", "设置");
    public string Notices => Say("Announcements", "公告");
    public string Account => Say("Account", "账户");
    public string Security => Say("Security", "安全");
    public string SignOut => Say("Sign out", "退出登录");
    public string Theme => Say("Theme", "主题");
    public string System => Say("System", "跟随系统");
    public string Light => Say("Light", "浅色");
    public string Dark => Say("Dark", "深色");
    public string LanguageLabel => Say("Language", "语言");
    public string Loading => Say("Loading", "加载中");
    public string Close => Say("Close", "关闭");
    public string Cancel => Say("Cancel", "取消");
    public string Show => Say("Show", "查询");
    public string More => Say("Show more", "显示更多");
    public string Save => Say("Save", "保存");
    public string NothingFound => Say("Nothing matches.", "没有匹配的内容。");
    public string Changed => Say("Somebody else has changed this meanwhile. Close, open it again and repeat your change.", "其他人已修改此内容。请关闭后重新打开并再次修改。");
    public string FromFile => Say("From the configuration file", "来自配置文件");
    public string Copy => Say("Copy", "复制");
    public string Copied => Say("Copied", "已复制");
    public string NotCopied => Say("The browser did not copy it: select and copy it by hand.", "浏览器未能复制，请手动选择并复制。");
    public string Lost => Say("The connection is lost. Trying again…", "连接已断开，正在重试…");
    public string Broken => Say("Something went wrong. Reload the page; what happened is in the gateway's log.", "出现错误。请重新加载页面；详情见网关日志。");
    public string Reload => Say("Reload", "重新加载");
    public string StepUp => Say("This needs a fresh proof that it is you. Confirm, then do it again.", "此操作需要重新验证身份。请先验证，然后再试一次。");
    public string ProofFirst => Say("Changes here need a fresh proof that it is you. Confirm before you begin: what you type would be lost.", "此处的更改需要重新验证身份。请在开始前验证，否则已输入的内容会丢失。");
    public string Prove => Say("Confirm it is you", "验证身份");

    /// <summary>A step to a first served model, from 1 to <see cref="GuideLength"/>.</summary>
    public string GuideStep(int step) => step switch
    {
        1 => Say("Provider", "服务商"),
        2 => Say("Credential", "凭据"),
        3 => Say("Test", "测试"),
        4 => Say("Models", "模型"),
        _ => Say("Your key", "你的密钥"),
    };

    public string AndMore(int more) => Say($"and {more} more", $"以及另外 {more} 项");

    public string Role(string role) => role switch
    {
        "owner" => Say("Owner", "所有者"),
        "admin" => Say("Administrator", "管理员"),
        _ => Say("User", "用户"),
    };
}
