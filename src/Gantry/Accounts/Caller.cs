using System.Collections.Immutable;
using System.Net;
using Gantry.Audit;
using Gantry.Catalog;
using Gantry.Contracts.Manage;

namespace Gantry.Accounts;

/// <summary>Who calls the management API or uses the console: the owner of a session, or of an admin token.</summary>
internal sealed record Caller : IActor
{
    public required Guid AccountId { get; init; }

    /// <summary>In lower case.</summary>
    public required string Email { get; init; }

    public required AccountRole Role { get; init; }

    public string RoleName => EnumWords.Of(Role);

    /// <summary>What an admin token is limited to; null for all that the role may, as in a session.</summary>
    public ImmutableArray<string>? Scopes { get; init; }

    /// <summary>The session; null where an admin token calls.</summary>
    public Guid? SessionId { get; init; }

    /// <summary>The admin token; null where a session calls.</summary>
    public Guid? TokenId { get; init; }

    /// <summary>The account has to set up a second factor before it may do anything else.</summary>
    public bool MustAddFactor { get; init; }

    /// <summary>When a factor was last presented in this session; null for admin tokens, which present none.</summary>
    public DateTimeOffset? ProvedAt { get; init; }

    /// <summary>Where the request comes from.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>The HTTP request that is served; null where there is none, as in a circuit of the console.</summary>
    public string? RequestId { get; init; }

    /// <summary>Begins the record of something that the caller does.</summary>
    /// <param name="action">As in <see cref="AuditNote.Action"/>.</param>
    /// <param name="requestId">The id of the HTTP request, where it is not <see cref="RequestId"/>.</param>
    public AuditNote Note(string action, string? requestId = null) => new()
    {
        Actor = TokenId is { } token ? $"{Email} by token {token}" : Email,
        ActorId = AccountId,
        Address = Address?.ToString(),
        Action = action,
        RequestId = requestId ?? RequestId,
    };
}
