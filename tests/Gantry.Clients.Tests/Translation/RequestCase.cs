using Gantry.Protocols;
using Gantry.Protocols.Hub;

namespace Gantry.Clients.Tests.Translation;

/// <summary>A real request, translated to another protocol and back.</summary>
/// <param name="Sample">The request.</param>
/// <param name="Target">The protocol that it was translated to.</param>
/// <param name="Model">The model that it was translated for.</param>
internal sealed record RequestCase(SampleRequest Sample, Protocol Target, string Model)
{
    /// <summary>What goes to the upstream; null where the request is refused.</summary>
    public byte[]? Body { get; init; }

    /// <summary>Why it is refused, there or on the way back; null where it is not.</summary>
    public string? Refusal { get; init; }

    /// <summary>The request as its own codec reads it.</summary>
    public required ChatRequest Asked { get; init; }

    /// <summary><see cref="Body"/>, translated back to the protocol of the sample; null where one of the ways is refused.</summary>
    public ChatRequest? Back { get; init; }

    /// <summary>Of the way there, then of the way back.</summary>
    public required IReadOnlyList<Loss> Losses { get; init; }

    /// <summary>What is lost on the way there, each once, with the direction.</summary>
    public IEnumerable<string> Lost => Losses.Take(LostThere).Select(loss => $"{Sample.Protocol} -> {Target}: {loss.Token}").Distinct(StringComparer.Ordinal);

    /// <summary>How many of <see cref="Losses"/> belong to the way there.</summary>
    public int LostThere { get; init; }

    public override string ToString() => $"{Sample.Protocol}:{Sample.Name} -> {Target} {Model}";
}
