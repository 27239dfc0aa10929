using System.Text.Json;

namespace Gantry.Cli.ClientFiles;

/// <summary>A value of a JSON text with comments, and where it stands.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Its first unit.</param>
internal sealed record JsoncNode(JsonValueKind Kind, int Start)
{
    /// <summary>Behind its last unit.</summary>
    public int End { get; set; }

    /// <summary>What a string says, without its quotation marks and escapes; null for everything else. May be a secret.</summary>
    public string? Text { get; init; }

    /// <summary>Of an object, in order; a name may stand twice, and then the last counts.</summary>
    public List<JsoncMember> Members { get; } = [];

    /// <summary>Of an array, in order.</summary>
    public List<JsoncNode> Items { get; } = [];

    public JsoncMember? Find(string name) => Members.FindLast(member => member.Name == name);

    /// <summary>What stands below by the names of members; null where nothing does.</summary>
    public JsoncNode? At(params IEnumerable<string> path) => path.Aggregate((JsoncNode?)this, (node, name) => node?.Find(name)?.Value);
}
