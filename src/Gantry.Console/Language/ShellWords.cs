namespace Gantry.Console.Language;

/// <summary>The words around every page.</summary>
public sealed class ShellWords(Tongue tongue) : Wording(tongue)
{
    public string Skip => Say("Skip to the content", "跳到正文");
    public string Menu => Say("Menu", "菜单");
    public string Navigation => Say("Console", "控制台");
    public string Administration => Say("Administration", "管理");
    public string Overview => Say("Overview", "概览");
    public string Keys => Say("API keys", "API 密钥");
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
    public string Copy => Say("Copy", "复制");
    public string Copied => Say("Copied", "已复制");
    public string NotCopied => Say("The browser did not copy it: select and copy it by hand.", "浏览器未能复制，请手动选择并复制。");
    public string Lost => Say("The connection is lost. Trying again…", "连接已断开，正在重试…");
    public string Broken => Say("Something went wrong. Reload the page; what happened is in the gateway's log.", "出现错误。请重新加载页面；详情见网关日志。");
    public string Reload => Say("Reload", "重新加载");
    public string StepUp => Say("This needs a fresh proof that it is you. Confirm, then do it again.", "此操作需要重新验证身份。请先验证，然后再试一次。");
    public string Prove => Say("Confirm it is you", "验证身份");

    public string Role(string role) => role switch
    {
        "owner" => Say("Owner", "所有者"),
        "admin" => Say("Administrator", "管理员"),
        _ => Say("User", "用户"),
    };
}
