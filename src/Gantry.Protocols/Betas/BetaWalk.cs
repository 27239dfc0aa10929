using Gantry.Protocols.Json;

namespace Gantry.Protocols.Betas;

/// <summary>Goes through what of a Messages body betas may own, and cuts out what is not taken. What clients' tools say and get is never looked into.</summary>
/// <param name="members">Takes the edits.</param>
/// <param name="taken">What stays.</param>
internal sealed class BetaWalk(JsonObjectEdit members, IReadOnlySet<BetaElement> taken)
{
    // What stands where a turn has nothing left: an empty one is refused.
    private static readonly byte[] Nothing = "[{\"type\":\"text\",\"text\":\"(left out)\"}]"u8.ToArray();

    private static readonly BetaElement[] Elements = [.. BetaFamilies.All.SelectMany(family => family.Owns).Distinct()];

    private readonly List<(ByteRange Range, byte[] Bytes)> _edits = [];
    private readonly HashSet<string> _cutTools = new(StringComparer.Ordinal);

    /// <summary>What the body holds, taken or not.</summary>
    public HashSet<BetaElement> Seen { get; } = [];

    /// <summary>What was cut.</summary>
    public HashSet<BetaElement> Dropped { get; } = [];

    public void Run()
    {
        foreach (var element in Elements)
        {
            if (element.Kind is BetaElementKind.Member or BetaElementKind.ObjectMember && members.Has(element.Name))
            {
                Member(element);
            }
        }

        Each("system", Block);
        Each("messages", Turn);
        if (Each("tools", Tool) == 0)
        {
            members.Remove("tools");
        }

        if (Root("context_management") is { } management)
        {
            Edits(management);
        }

        if (Root("cache_control") is { } cache)
        {
            Cache(cache);
        }

        Choice();
        foreach (var (range, bytes) in _edits)
        {
            members.Replace(range, bytes);
        }
    }

    private void Member(BetaElement element)
    {
        var isObject = members.Value(element.Name).Span[0] == (byte)'{';
        if (element.Kind == BetaElementKind.ObjectMember && !isObject)
        {
            return;
        }

        Seen.Add(element);
        // The same name may be owned in one form by one flag and in any form by another.
        var stays = taken.Contains(element) || taken.Contains(element with { Kind = element.Kind == BetaElementKind.Member ? BetaElementKind.ObjectMember : BetaElementKind.Member }) && isObject;
        if (!stays)
        {
            members.Remove(element.Name);
            Dropped.Add(element);
        }
    }

    private JsonPlace? Root(string name) => members.Range(name) is { } range ? new JsonPlace(members.Value(name), range.Offset) : null;

    private int? Each(string name, Func<JsonPlace, bool> stays) => Root(name) is { IsArray: true } list ? Items(list, stays, whenEmpty: null) : null;

    /// <returns>How many of the list's elements stay; null where there were none.</returns>
    private int? Items(JsonPlace list, Func<JsonPlace, bool> stays, byte[]? whenEmpty)
    {
        var before = _edits.Count;
        var items = list.Children();
        var kept = new bool[items.Count];
        for (var at = 0; at < items.Count; at++)
        {
            var mark = _edits.Count;
            kept[at] = stays(items[at]);
            if (!kept[at])
            {
                _edits.RemoveRange(mark, _edits.Count - mark);
            }
        }

        var left = kept.Count(stay => stay);
        if (left == 0 && items.Count > 0 && whenEmpty is not null)
        {
            _edits.RemoveRange(before, _edits.Count - before);
            _edits.Add((list.Range, whenEmpty));
        }
        else
        {
            Cut(items, kept);
        }

        return items.Count == 0 ? null : left;
    }

    /// <summary>Cuts children with the commas that would be too many.</summary>
    private void Cut(IReadOnlyList<JsonPlace> children, bool[] kept)
    {
        var keptEnd = -1;
        for (var at = 0; at < children.Count; at++)
        {
            if (kept[at])
            {
                keptEnd = children[at].End;
                continue;
            }

            var next = at + 1;
            while (next < children.Count && !kept[next])
            {
                next++;
            }

            var from = next < children.Count || keptEnd < 0 ? children[at].Start : keptEnd;
            var to = next < children.Count ? children[next].Start : children[next - 1].End;
            _edits.Add((new ByteRange(from, to - from), []));
            at = next - 1;
        }
    }

    private bool Turn(JsonPlace turn)
    {
        if (turn.Find("content") is { IsArray: true } content)
        {
            Items(content, Block, Nothing);
        }

        return true;
    }

    private bool Tool(JsonPlace tool)
    {
        if (tool.Text("type") is { } type && !Keeps(BetaElementKind.Tool, type))
        {
            _cutTools.Add(tool.Text("name") ?? "");
            return false;
        }

        CacheOf(tool);
        Members(tool, BetaElementKind.ToolMember);
        return true;
    }

    private bool Block(JsonPlace block)
    {
        var source = block.Find("source");
        if (block.Text("type") is { } type
            && (!Keeps(BetaElementKind.Block, type) || (type == "server_tool_use" && block.Text("name") is { } called && !Keeps(BetaElementKind.ServerCall, called))))
        {
            return false;
        }

        if (source?.Text("type") is { } kind && !Keeps(BetaElementKind.Source, kind))
        {
            return false;
        }

        CacheOf(block);
        if (block.Find("content") is { IsArray: true } content)
        {
            Items(content, Block, Nothing);
        }

        if (source?.Find("content") is { IsArray: true } inner)
        {
            Items(inner, Block, Nothing);
        }

        return true;
    }

    private void Edits(JsonPlace management)
    {
        if (management.Find("edits") is { IsArray: true } edits
            && Items(edits, edit => edit.Text("type") is not { } type || Keeps(BetaElementKind.ContextEdit, type), whenEmpty: null) == 0
            && Dropped.Any(element => element.Kind == BetaElementKind.ContextEdit))
        {
            members.Remove("context_management");
        }
    }

    private void CacheOf(JsonPlace owner)
    {
        if (owner.Find("cache_control") is { } cache)
        {
            Cache(cache);
        }
    }

    private void Cache(JsonPlace cache) => Members(cache, BetaElementKind.CacheMember);

    private void Members(JsonPlace owner, BetaElementKind kind)
    {
        var children = owner.Children();
        var kept = new bool[children.Count];
        for (var at = 0; at < children.Count; at++)
        {
            // What says no is the same as nothing, but for those who do not know the word.
            kept[at] = children[at].IsFalse ? Takes(kind, children[at].Name) : Keeps(kind, children[at].Name);
        }

        Cut(children, kept);
    }

    /// <summary>A choice of a tool that is gone would be refused.</summary>
    private void Choice()
    {
        if (_cutTools.Count > 0 && (!members.Has("tools") || (Root("tool_choice")?.Text("name") is { } name && _cutTools.Contains(name))))
        {
            members.Remove("tool_choice");
        }
    }

    private bool Takes(BetaElementKind kind, string name) =>
        !Elements.Any(element => element.Matches(kind, name)) || Elements.Any(element => element.Matches(kind, name) && taken.Contains(element));

    private bool Keeps(BetaElementKind kind, string name)
    {
        var owned = false;
        var keeps = false;
        BetaElement found = default;
        foreach (var element in Elements)
        {
            if (element.Matches(kind, name))
            {
                owned = true;
                keeps |= taken.Contains(element);
                found = element;
                Seen.Add(element);
            }
        }

        if (owned && !keeps)
        {
            Dropped.Add(found);
        }

        return !owned || keeps;
    }
}
