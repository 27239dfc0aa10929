namespace Gantry.Tests.Observe.Otlp;

/// <summary>A span as it came over the wire.</summary>
internal sealed record OtlpSpan(string Name, int Kind, string TraceId, string Id, string ParentId, IReadOnlyDictionary<string, object?> Attributes)
{
    public const int Server = 2;
    public const int Client = 3;

    /// <summary>2 for an error, 0 for nothing said.</summary>
    public int Status { get; init; }

    /// <summary>What it links to: trace, span and state.</summary>
    public IReadOnlyList<(string TraceId, string Id, string State)> Links { get; init; } = [];

    public object? this[string attribute] => Attributes.GetValueOrDefault(attribute);

    public static OtlpSpan Of(ProtoMessage span) => new(span.Text(5), (int)span.Number(6), span.Hex(1), span.Hex(2), span.Hex(4), span.Attributes(9))
    {
        Status = (int)span.All(15).Select(status => status.Number(3)).FirstOrDefault(),
        Links = [.. span.All(13).Select(link => (link.Hex(1), link.Hex(2), link.Text(3)))],
    };
}
