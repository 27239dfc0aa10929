namespace Gantry.Contracts.Manage.Accounts;

/// <summary>What can be said of an account, in the words of the declarative file. Its role and whether it is disabled are changed apart.</summary>
public record AccountTerms
{
    /// <summary>What all its keys together may spend, one bound a window.</summary>
    public IReadOnlyList<SpendCap> SpendCap { get; init; } = [];

    /// <summary>For all its keys together; null: none.</summary>
    public RateLimits? RateLimits { get; init; }

    /// <summary>Where its days begin at midnight, such as <c>Europe/Berlin</c>; null for that of the gateway.</summary>
    public string? TimeZone { get; init; }

    /// <summary>The name of its plan; null for none.</summary>
    public string? Plan { get; init; }
}
