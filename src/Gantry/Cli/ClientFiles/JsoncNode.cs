using System.Text.Json;

namespace Gantry.Cli.ClientFiles;

/// <summary>A value of a JSON text with comments, and where it stands.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Its first unit.</param>
internal sealed record JsoncNode(JsonValueKind Kind, int Start)
{
    /// <summary>Behind its last unit.</summary>
    public int End { get; set; }

    /// <summary>Of an object, in order; a name may stand twice, and then the last counts.</summary>
    public List<JsoncMember> Members { get; } = [];

    public JsoncMember? Find(string name) => Members.FindLast(member => member.Name == name);
}
