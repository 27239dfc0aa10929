using Gantry.Protocols.Json;

namespace Gantry.Protocols.Hub;

/// <summary>What the model thought, as far as it shows it, and the sealed form that only its maker can read.</summary>
/// <param name="Text">A summary or the thought itself; may be empty beside a seal.</param>
public sealed record ReasoningPart(JsonText Text) : Part
{
    /// <summary>True where <see cref="Text"/> is a summary made for people, false where it is the raw thought of an open model.</summary>
    public bool IsSummary { get; init; } = true;

    /// <summary>Signature, encrypted content or thought signature, byte for byte; null where there is none.</summary>
    public ReasoningSeal? Seal { get; init; }

    /// <summary>The provider's id of the item, where it has one (<c>rs_…</c>).</summary>
    public string? ItemId { get; init; }
}
