using Gantry.Protocols;

namespace Gantry.Clients.Tests.Translation;

/// <summary>One recorded exchange with a provider.</summary>
internal sealed record RecordedExchange
{
    public required string Id { get; init; }

    public required Protocol Protocol { get; init; }

    public required bool Stream { get; init; }

    public required int Status { get; init; }

    /// <summary>By names in lower case.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    public required string Model { get; init; }

    /// <summary>Null where it was not recorded.</summary>
    public byte[]? Request { get; init; }

    public required byte[] Body { get; init; }
}
