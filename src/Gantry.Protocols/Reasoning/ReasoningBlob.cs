using Gantry.Protocols.Json;

namespace Gantry.Protocols.Reasoning;

/// <summary>An opaque blob with what is needed to hand it back to its issuer, and to nobody else.</summary>
/// <param name="Kind">What it is at its issuer.</param>
/// <param name="Issuer">Who can read it.</param>
/// <param name="Value">The blob, exactly as the issuer wrote it.</param>
public readonly record struct ReasoningBlob(BlobKind Kind, IssuerId Issuer, JsonText Value)
{
    public BlobDirection Direction { get; init; }

    /// <summary>The readable thinking that the blob vouches for. Absent where the slot that carries the blob returns the text itself.</summary>
    public JsonText? Text { get; init; }
}
