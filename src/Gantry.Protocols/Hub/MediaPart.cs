using Gantry.Protocols.Json;

namespace Gantry.Protocols.Hub;

/// <summary>A picture, document, sound or film; exactly one of <see cref="Data"/>, <see cref="Url"/>, <see cref="FileId"/> and
/// <see cref="PlainText"/> is set.</summary>
public sealed record MediaPart(MediaKind Kind) : Part
{
    /// <summary>As in <c>image/png</c>; empty where the source does not say.</summary>
    public string MediaType { get; init; } = "";

    /// <summary>Standard base64 without line breaks.</summary>
    public JsonText? Data { get; init; }

    public JsonText? Url { get; init; }

    /// <summary>A file at the provider: means nothing to another.</summary>
    public JsonText? FileId { get; init; }

    /// <summary>A document given as its text.</summary>
    public JsonText? PlainText { get; init; }

    public JsonText? FileName { get; init; }

    /// <summary>How closely to look: <c>auto</c>, <c>low</c>, <c>high</c>, <c>original</c>; empty where nothing is said.</summary>
    public string Detail { get; init; } = "";
}
