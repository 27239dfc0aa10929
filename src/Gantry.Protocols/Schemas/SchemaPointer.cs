namespace Gantry.Protocols.Schemas;

/// <summary>Finds what a <c>$ref</c> inside one schema points to.</summary>
/// <param name="root">The whole schema, as it was before anything was resolved.</param>
internal sealed class SchemaPointer(SchemaNode root)
{
    private Dictionary<string, SchemaNode>? _anchors;

    /// <summary>The schema meant, or null: a reference to another document, or to nothing.</summary>
    public SchemaNode? Find(string reference)
    {
        int hash = reference.IndexOf('#', StringComparison.Ordinal);
        if (hash < 0) return null;
        if (hash > 0 && root.Get("$id")?.Text?.TrimEnd('#') != reference[..hash]) return null;
        string fragment = Uri.UnescapeDataString(reference[(hash + 1)..]);
        if (fragment.Length == 0) return root;
        var found = fragment[0] == '/' ? Walk(fragment) : Anchor(fragment);
        return found is { IsObject: true } or { IsTrue: true } or { IsFalse: true } ? found : null;
    }

    /// <summary>What a reader would call the target: the last part of the pointer.</summary>
    public static string Name(string reference)
    {
        string name = Unescape(Uri.UnescapeDataString(reference[(reference.LastIndexOfAny(['/', '#']) + 1)..]));
        return name.Length == 0 ? "the root" : name;
    }

    private SchemaNode? Walk(string pointer)
    {
        var node = root;
        foreach (string part in pointer[1..].Split('/'))
        {
            string key = Unescape(part);
            if (node.IsArray) node = int.TryParse(key, out int at) && at >= 0 && at < node.Items.Count ? node.Items[at] : null;
            else node = node.Get(key);
            if (node is null) return null;
        }

        return node;
    }

    private static string Unescape(string part) =>
        part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);

    private SchemaNode? Anchor(string name)
    {
        if (_anchors is null)
        {
            _anchors = new Dictionary<string, SchemaNode>(StringComparer.Ordinal);
            Collect(root, _anchors);
        }

        return _anchors.GetValueOrDefault(name);
    }

    private static void Collect(SchemaNode node, Dictionary<string, SchemaNode> anchors)
    {
        if (node.Get("$anchor")?.Text is { } anchor) anchors.TryAdd(anchor, node);
        if (node.Get("$dynamicAnchor")?.Text is { } dynamic) anchors.TryAdd(dynamic, node);
        foreach (var child in node.IsObject ? node.Members.Select(member => member.Value) : node.Items ?? []) Collect(child, anchors);
    }
}
