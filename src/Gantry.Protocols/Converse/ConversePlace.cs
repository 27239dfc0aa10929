using System.Globalization;

namespace Gantry.Protocols.Converse;

/// <summary>Where something stands in a request; spelled out only when it has to be told.</summary>
/// <param name="List">The top-level member, as in <c>messages</c>; empty for the body.</param>
/// <param name="Index">Of the element; -1 for the member itself.</param>
/// <param name="Block">Of a block in the content; -1 outside.</param>
/// <param name="Inner">Of a block in the content of a tool's result; -1 outside.</param>
internal readonly record struct ConversePlace(string List, int Index = -1, int Block = -1, int Inner = -1)
{
    /// <summary>The block of this number in the content of what stands here.</summary>
    public ConversePlace At(int block) => Block < 0 ? this with { Block = block } : this with { Inner = block };

    public string Path(string member = "")
    {
        string path = List;
        if (Index >= 0) path = string.Create(CultureInfo.InvariantCulture, $"{path}[{Index}]");
        if (Block >= 0) path = string.Create(CultureInfo.InvariantCulture, $"{path}{(Index < 0 ? "" : ".content")}[{Block}]");
        if (Inner >= 0) path = string.Create(CultureInfo.InvariantCulture, $"{path}.content[{Inner}]");
        if (member.Length == 0) return path;
        return path.Length == 0 ? member : $"{path}.{member}";
    }

    public ProtocolException Fault(string member, string expected)
    {
        string path = Path(member);
        return new ProtocolException(path.Length == 0 ? $"The body must be {expected}." : $"{path} must be {expected}.", path);
    }
}
