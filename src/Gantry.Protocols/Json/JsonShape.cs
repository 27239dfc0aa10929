using System.Text;

namespace Gantry.Protocols.Json;

/// <summary>Which values of a document are wanted, as paths: <c>choices/*/finish_reason</c>, where <c>*</c> is every element of an array.</summary>
internal sealed class JsonShape
{
    /// <summary>Levels of containers that lead to wanted values.</summary>
    public const int MaxDepth = 12;

    public JsonShapeNode Root { get; } = new([]);

    /// <summary>The same paths hold for each element where the document is an array.</summary>
    public JsonShape OrArrayOf()
    {
        Root.Element = Root;
        return this;
    }

    /// <summary>Wants the value at a path; of a longer value only the first <paramref name="limit"/> bytes are kept.</summary>
    public JsonShape Want(string path, int id, int limit)
    {
        var node = Root;
        foreach (string step in path.Split('/'))
        {
            if (step == "*")
            {
                node = node.Element ??= new JsonShapeNode([]);
                continue;
            }

            byte[] name = Encoding.UTF8.GetBytes(step);
            node = node.Member(name) ?? node.Add(name);
        }

        node.Id = id;
        node.Limit = limit;
        return this;
    }
}
