using System.Collections.Immutable;

namespace Gantry.Catalog.Declared;

/// <summary>An account with its keys as a file declares it.</summary>
/// <param name="Email">In lower case; of a team its name.</param>
/// <param name="Role">What it may do.</param>
/// <param name="CreditNanos">In nano-USD; null where the file says nothing of credit.</param>
/// <param name="Keys">Its keys.</param>
internal sealed record DeclaredAccount(string Email, AccountRole Role, long? CreditNanos, ImmutableArray<DeclaredKey> Keys)
{
    public AccountKind Kind { get; init; }

    /// <summary>Who is in the team; their accounts and the team's are not known yet.</summary>
    public ImmutableArray<TeamMemberRow> Members { get; init; } = [];

    public RowKey Key => AccountRow.KeyOf(Kind, Email);

    /// <summary>Bounds on the spending of all its keys together.</summary>
    public ImmutableArray<SpendLimit> SpendCaps { get; init; } = [];

    /// <summary>How much all its keys together may ask for; null where nothing is said.</summary>
    public RateTerms? RateLimits { get; init; }

    /// <summary>Null for the zone of the gateway.</summary>
    public string? TimeZone { get; init; }

    /// <summary>The name of its plan; null for none.</summary>
    public string? Plan { get; init; }
}
