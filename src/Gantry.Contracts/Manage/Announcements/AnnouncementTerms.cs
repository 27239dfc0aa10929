namespace Gantry.Contracts.Manage.Announcements;

/// <summary>What can be said of an announcement.</summary>
public record AnnouncementTerms
{
    /// <summary>One line of plain text.</summary>
    public required string Title { get; init; }

    /// <summary>Markdown source; no raw HTML is shown.</summary>
    public required string Text { get; init; }

    /// <summary><c>info</c>, <c>warning</c> or <c>critical</c>.</summary>
    public string Level { get; init; } = "info";

    /// <summary>Shown from then on; null for at once.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Shown until then; null for no end.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The group whose users it concerns; null for everybody.</summary>
    public string? Group { get; init; }
}
