using Gantry.Protocols;

namespace Gantry.Cli.Demo;

/// <summary>What one request of a demonstration brought.</summary>
/// <param name="Protocol">The protocol that it was asked in.</param>
/// <param name="Endpoint">Path of the endpoint, the model left out.</param>
/// <param name="Model">The model asked for.</param>
internal sealed record DemoRow(Protocol Protocol, string Endpoint, string Model)
{
    /// <summary>The text that came back; empty when none did.</summary>
    public string Text { get; init; } = "";

    /// <summary>Input tokens as the answer states them; null when it states none.</summary>
    public long? InputTokens { get; init; }

    /// <summary>Output tokens as the answer states them; null when it states none.</summary>
    public long? OutputTokens { get; init; }

    /// <summary>What it was charged in nano-USD; null where the answer does not say.</summary>
    public long? CostNanos { get; init; }

    /// <summary>From sending to the first byte of the body.</summary>
    public TimeSpan FirstByte { get; init; }

    /// <summary>From sending to the last byte of the body.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>What went wrong, without keys; null when the request was answered.</summary>
    public string? Error { get; init; }
}
