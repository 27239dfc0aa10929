using Gantry.Protocols.Reasoning;

namespace Gantry.Protocols.Fitting;

/// <summary>Who asks: the client's protocol, and what is known of it beside the request.</summary>
/// <param name="Protocol">What the request was read from.</param>
public sealed record TranslationSource(Protocol Protocol)
{
    /// <summary>Whose request it is: what one tenant's answers left in the memory never reaches another's requests.</summary>
    public string Tenant { get; init; } = "";

    /// <summary>The conversation's name as the client's headers tell it; null where they tell none.</summary>
    public string? Session { get; init; }

    /// <summary>The upstream has refused what was sealed before: nothing sealed goes there now.</summary>
    public bool DropsSeals { get; init; }

    /// <summary>Where the reasoning is kept that the client will not send back; null for nowhere.</summary>
    public ReasoningMemory? Memory { get; init; }
}
