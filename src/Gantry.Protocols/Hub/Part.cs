namespace Gantry.Protocols.Hub;

/// <summary>A piece of a turn or of an answer. A closed set: text, refusal, media, reasoning, tool call, tool result, foreign.</summary>
public abstract record Part
{
    private readonly PartDress _dress = PartDress.None;

    private protected Part()
    {
    }

    public CacheMark Cache
    {
        get => _dress.Cache;
        init
        {
            if (value != _dress.Cache) _dress = _dress with { Cache = value };
        }
    }

    /// <summary>Members of the part that the hub has no word for.</summary>
    public IReadOnlyList<ExtraMember> Extras
    {
        get => _dress.Extras;
        init
        {
            if (!ReferenceEquals(value, _dress.Extras)) _dress = _dress with { Extras = value };
        }
    }

    /// <summary>The part begins an item of its own (Responses); these are the item's members that belong to no part: <c>id</c>,
    /// <c>status</c>, <c>phase</c>. They mean nothing to another protocol and are no loss. Null where the part continues an item, or no
    /// protocol has said.</summary>
    public IReadOnlyList<ExtraMember>? Item
    {
        get => _dress.Item;
        init
        {
            if (ReferenceEquals(value, _dress.Item)) return;
            _dress = value is { Count: 0 } && ReferenceEquals(_dress, PartDress.None) ? PartDress.BareItem : _dress with { Item = value };
        }
    }
}
