
namespace Gantry.Relay.State;

/// <summary>One item of a conversation as it stands in somebody's bytes, with the members that tell what it is.</summary>
/// <param name="Json">The item's own bytes.</param>
internal readonly record struct TranscriptItem(ReadOnlyMemory<byte> Json)
{
    public const string Trigger = "compaction_trigger";
    public const string Reference = "item_reference";

    public string Type { get; private init; } = "";

    public string? Role { get; private init; }

    public string? Id { get; private init; }

    public string? CallId { get; private init; }

    /// <summary>The token of <c>encrypted_content</c>, quotes included; empty where there is none.</summary>
    public ReadOnlyMemory<byte> Sealed { get; private init; }

    public bool IsOutput => Type.EndsWith("_output", StringComparison.Ordinal);

    public bool IsCall => CallId is not null && !IsOutput;

    public bool IsCompaction => Type is "compaction" or "compaction_summary";

    public bool IsReference => Type == Reference || (Type.Length == 0 && Role is null && Id is not null);

    /// <summary>Reads one item. What is no object is kept and left to whoever reads the request.</summary>
    public static TranscriptItem Read(ReadOnlyMemory<byte> json)
    {
        var item = new TranscriptItem(json);
        if (json.Span[0] != '{')
        {
            return item;
        }

        foreach (var (name, value) in JsonCut.Members(json))
        {
            item = name switch
            {
                "type" => item with { Type = JsonCut.Text(value) ?? "" },
                "role" => item with { Role = JsonCut.Text(value) },
                "id" => item with { Id = JsonCut.Text(value) },
                "call_id" => item with { CallId = JsonCut.Text(value) },
                "encrypted_content" when value.Span[0] == '"' => item with { Sealed = value },
                _ => item,
            };
        }

        return item;
    }

    /// <summary>The same item under no id of its own: two of one id are refused everywhere.</summary>
    public TranscriptItem WithoutId() => this with { Id = null, Json = JsonCut.Object(JsonCut.Members(Json).Where(member => member.Key != "id")) };
}
