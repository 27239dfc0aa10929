using Gantry.Catalog;

namespace Gantry.Accounts.Sessions;

/// <summary>How long sessions last (reliability S-21).</summary>
internal static class SessionTerms
{
    /// <summary>For the second step.</summary>
    public static readonly TimeSpan SecondStep = TimeSpan.FromMinutes(10);

    /// <summary>Without use.</summary>
    public static TimeSpan Idle(AccountRole role) => role == AccountRole.User ? TimeSpan.FromDays(7) : TimeSpan.FromMinutes(30);

    /// <summary>In all.</summary>
    public static TimeSpan Whole(AccountRole role) => role == AccountRole.User ? TimeSpan.FromDays(30) : TimeSpan.FromHours(12);
}
