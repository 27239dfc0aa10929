namespace Gantry.Announcements;

/// <summary>Something that the operators tell the users.</summary>
public sealed record Announcement
{
    public const int LongestTitle = 200;
    public const int LongestText = 20_000;

    public required Guid Id { get; init; }

    /// <summary>One line of plain text.</summary>
    public required string Title { get; init; }

    /// <summary>Markdown source. Whoever shows it allows no raw HTML in it (reliability S-20).</summary>
    public required string Text { get; init; }

    public AnnouncementLevel Level { get; init; }

    /// <summary>Shown from then on.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Shown until then; null for no end.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The group whose users it concerns, in any case; null for everybody.</summary>
    public string? Group { get; init; }

    /// <summary>Grows with every change; 0 where it is not stored yet. Two editors cannot undo each other unseen.</summary>
    public long Version { get; init; }

    /// <summary>Whether it is shown at a moment to users of these groups.</summary>
    public bool Concerns(IEnumerable<string> groups, DateTimeOffset now) =>
        From <= now && (Until is not { } end || now < end) && (Group is null || groups.Contains(Group, StringComparer.OrdinalIgnoreCase));

    /// <returns>What is wrong with it, or null.</returns>
    public string? Refuse() =>
        Title.Length is 0 or > LongestTitle || Title.Any(char.IsControl) ? $"title is one line of 1 to {LongestTitle} characters"
        : Text.Length > LongestText ? $"text has at most {LongestText} characters"
        : Until <= From ? "until is not after from"
        : Group is { Length: 0 } ? "group is empty: leave it out for everybody"
        : null;
}
