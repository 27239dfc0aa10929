using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Gantry.Protocols.Metering;

namespace Gantry.Protocols.Rerank;

/// <summary>Usage of a rerank request: tokens of query and documents (Jina, Voyage), or search units (Cohere), which are billed by the
/// request and stand in no bucket.</summary>
internal sealed class RerankUsage() : TokenCounts(Shape, Members)
{
    private const int Prompt = 0, Total = 1, Input = 2, Output = 3, SearchUnits = 4, Members = 5;

    private const int Limit = 64;

    private static readonly JsonShape Shape = new JsonShape()
        .Want("prompt_tokens", Prompt, Limit)
        .Want("total_tokens", Total, Limit)
        .Want("tokens/input_tokens", Input, Limit)
        .Want("tokens/output_tokens", Output, Limit)
        .Want("billed_units/search_units", SearchUnits, Limit);

    /// <summary>Reads one <c>usage</c> or <c>meta</c> object; null where it has none of the known counts.</summary>
    public Usage? Read(ReadOnlySpan<byte> json)
    {
        Clear();
        Scan(json);
        if (!Any) return null;
        long input = Has(Input) ? this[Input] : Has(Total) ? this[Total] : this[Prompt];
        return new Usage { UncachedInput = input, Output = this[Output] };
    }
}
