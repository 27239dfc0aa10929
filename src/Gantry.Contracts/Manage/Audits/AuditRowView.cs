using System.Text.Json;

namespace Gantry.Contracts.Manage.Audits;

/// <summary>One row of the audit log.</summary>
public sealed record AuditRowView
{
    /// <summary>From 1, without a gap.</summary>
    public required long Sequence { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>An e-mail address, <c>command line</c> or <c>gateway</c>.</summary>
    public required string Actor { get; init; }

    /// <summary>The account; null where no account acts.</summary>
    public Guid? ActorId { get; init; }

    /// <summary>The network address of the client; null where there is none.</summary>
    public string? Address { get; init; }

    /// <summary>The subject and the verb, as in <c>key.create</c>.</summary>
    public required string Action { get; init; }

    /// <summary>The HTTP request; null where there was none.</summary>
    public string? RequestId { get; init; }

    /// <summary>The kind and the name of what it was done to.</summary>
    public required string Target { get; init; }

    /// <summary>What the target said, of what differs; null where it is new.</summary>
    public JsonElement? Before { get; init; }

    /// <summary>What it says now; null where it is gone.</summary>
    public JsonElement? After { get; init; }

    /// <summary>Binds the row to all before it.</summary>
    public required string Chain { get; init; }
}
