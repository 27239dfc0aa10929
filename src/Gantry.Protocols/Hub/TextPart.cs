using Gantry.Protocols.Json;

namespace Gantry.Protocols.Hub;

/// <summary>Plain text.</summary>
public sealed record TextPart(JsonText Text) : Part
{
    private readonly Cited? _cited;

    /// <summary>Sources of the text in the words of the protocol it was read from; absent where there are none.</summary>
    public JsonSlice Citations
    {
        get => _cited?.Citations ?? default;
        init => _cited = Cited.Of(value, CitationsFrom);
    }

    /// <summary>Whose words <see cref="Citations"/> are in; null where there are none, or nobody said.</summary>
    public Protocol? CitationsFrom
    {
        get => _cited?.From;
        init => _cited = Cited.Of(Citations, value);
    }

    // Few texts of a request have sources.
    private sealed record Cited(JsonSlice Citations, Protocol? From)
    {
        public static Cited? Of(JsonSlice citations, Protocol? from) => citations.IsAbsent && from is null ? null : new Cited(citations, from);
    }
}
