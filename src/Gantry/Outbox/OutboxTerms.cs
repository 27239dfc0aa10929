namespace Gantry.Outbox;

/// <summary>How often and how long a message is tried.</summary>
public static class OutboxTerms
{
    /// <summary>The most mails that one recipient is sent within an hour, a digest of what lies beyond apart.</summary>
    public const int MailsPerHour = 20;

    /// <summary>How long a message is tried.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromHours(24);

    /// <summary>Longer than any try takes. What a dead process had taken is due again after it.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    /// <summary>How long the store remembers a message that has gone out, or was dropped; without its body.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(2);

    /// <summary>When a message is tried again; null where its day is over. The last try is at the very end of it.</summary>
    /// <param name="createdAt">When it was kept.</param>
    /// <param name="failed">Tries that have failed, at least one.</param>
    /// <param name="now">The present.</param>
    public static DateTimeOffset? NextTry(DateTimeOffset createdAt, int failed, DateTimeOffset now)
    {
        var end = createdAt + Life;
        if (now >= end) return null;
        var pause = FirstPause;
        for (var i = 1; i < failed && pause < LongestPause; i++) pause *= 3;
        var next = now + (pause < LongestPause ? pause : LongestPause);
        return next < end ? next : end;
    }
}
