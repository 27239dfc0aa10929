using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Gantry.Protocols.Metering;

namespace Gantry.Protocols.Embeddings;

/// <summary>Usage of an embeddings request: there is only a prompt. Voyage tells nothing but the total.</summary>
internal sealed class EmbeddingsUsage() : TokenCounts(Shape, Members)
{
    private const int Prompt = 0, Total = 1, Members = 2;

    private static readonly JsonShape Shape = new JsonShape().Want("prompt_tokens", Prompt, 64).Want("total_tokens", Total, 64);

    /// <summary>Reads one usage object; null where it has none of the known counts.</summary>
    public Usage? Read(ReadOnlySpan<byte> json)
    {
        Clear();
        Scan(json);
        return Any ? new Usage { UncachedInput = Has(Prompt) ? this[Prompt] : this[Total] } : null;
    }
}
