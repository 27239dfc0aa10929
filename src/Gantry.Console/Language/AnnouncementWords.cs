namespace Gantry.Console.Language;

/// <summary>The words of the page on which operators write announcements.</summary>
public sealed class AnnouncementWords(Tongue tongue) : Wording(tongue)
{
    public string Title => Say("Announcements", "公告");
    public string Intro => Say("What the users of this gateway should know. It stands on their overview while it is shown.", "向本网关用户发布的信息，在有效期内显示于概览页。");
    public string Write => Say("Write an announcement", "发布公告");
    public string EmptyTitle => Say("No announcements", "还没有公告");
    public string EmptyText => Say("Tell users of maintenance, new models or changed prices before they notice.", "提前告知用户维护、新模型或价格变动。");
    public string Headline => Say("Title", "标题");
    public string HeadlineHint => Say("One line.", "一行文字。");
    public string Text => Say("Text", "正文");
    public string TextHint => Say("Markdown. HTML is shown as it is typed.", "支持 Markdown；HTML 按原文显示。");
    public string Level => Say("Level", "级别");
    public string Info => Say("Information", "信息");
    public string Warning => Say("Warning", "警告");
    public string Critical => Say("Critical", "严重");
    public string From => Say("Shown from", "开始显示");
    public string FromHint => Say("Empty: at once.", "留空表示立即显示。");
    public string Until => Say("Shown until", "停止显示");
    public string UntilHint => Say("Empty: until it is deleted.", "留空表示直到删除。");
    public string Group => Say("Group", "分组");
    public string GroupHint => Say("Only its users see it; empty: everybody.", "仅该分组的用户可见；留空则所有人可见。");
    public string Everybody => Say("everybody", "所有人");
    public string AtOnce => Say("at once", "立即");
    public string NoEnd => Say("no end", "无期限");
    public string State => Say("State", "状态");
    public string Shown => Say("Shown", "显示中");
    public string Planned => Say("Planned", "未开始");
    public string Over => Say("Over", "已结束");
    public string Actions => Say("Actions", "操作");
    public string Edit => Say("Edit", "编辑");
    public string Delete => Say("Delete", "删除");
    public string EditOf(string title) => Say($"Edit {title}", $"编辑 {title}");
    public string DeleteOf(string title) => Say($"Delete {title}", $"删除 {title}");
    public string EditTitle => Say("Edit the announcement", "编辑公告");
    public string DeleteTitle => Say("Delete the announcement", "删除公告");
    public string DeleteText => Say("Nobody sees it any longer.", "删除后不再对任何人显示。");
    public string Publish => Say("Publish", "发布");
    public string Saved(string title) => Say($"{title} was saved.", $"已保存 {title}。");
    public string Deleted(string title) => Say($"{title} was deleted.", $"已删除 {title}。");

    public string Name(string level) => level switch
    {
        "critical" => Critical,
        "warning" => Warning,
        _ => Info,
    };
}
