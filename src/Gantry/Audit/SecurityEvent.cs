namespace Gantry.Audit;

/// <summary>Something that was refused, or went wrong, and concerns security. Holds no secret: neither the one that was presented nor a part of it.</summary>
/// <param name="Action">As in <c>sign_in.failed</c>.</param>
/// <param name="Actor">Who claims to be there: an e-mail address, or a name of <see cref="AuditNote"/>.</param>
/// <param name="Address">The network address of the client; null where there is none.</param>
internal sealed record SecurityEvent(string Action, string Actor, string? Address)
{
    /// <summary>The actor of whom nothing is known: what was typed in the place of a name may be a secret.</summary>
    public const string Nobody = "nobody known";

    /// <summary>What was to be reached, as in <c>group premium</c>; empty for nothing.</summary>
    public string Target { get; init; } = "";

    /// <summary>The account, where it is known.</summary>
    public Guid? ActorId { get; init; }

    /// <summary>The HTTP request; null where there was none.</summary>
    public string? RequestId { get; init; }

    /// <summary>Why, as a word of a closed list such as <c>wrong_password</c>; null where the action says it.</summary>
    public string? Reason { get; init; }
}
