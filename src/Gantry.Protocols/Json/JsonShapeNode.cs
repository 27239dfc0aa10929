namespace Gantry.Protocols.Json;

/// <summary>One place in a <see cref="JsonShape"/>: either a value that is wanted, or a container on the way to one.</summary>
internal sealed class JsonShapeNode(byte[] name)
{
    private JsonShapeNode[] _members = [];

    public byte[] Name { get; } = name;

    /// <summary>What to report the value as; below 0 for a container on the way.</summary>
    public int Id { get; set; } = -1;

    /// <summary>Bytes of the value that are kept.</summary>
    public int Limit { get; set; }

    /// <summary>The elements, where the value is an array.</summary>
    public JsonShapeNode? Element { get; set; }

    public bool IsWanted => Id >= 0;

    public JsonShapeNode? Member(ReadOnlySpan<byte> name)
    {
        foreach (var member in _members)
        {
            if (name.SequenceEqual(member.Name)) return member;
        }

        return null;
    }

    public JsonShapeNode Add(byte[] name)
    {
        var node = new JsonShapeNode(name);
        _members = [.. _members, node];
        return node;
    }
}
